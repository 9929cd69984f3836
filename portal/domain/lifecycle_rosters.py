"""How the roster of a week moves: written, published, opened again for a change."""

from enum import StrEnum

from portal.domain.actions import Action
from portal.domain.workflow import Step


class RosterState(StrEnum):
    """Where the roster of a week stands."""

    DRAFT = "draft"
    PUBLISHED = "published"


R = RosterState
EDIT_ROSTER = Step("edit_roster", {R.DRAFT}, R.DRAFT, Action.KEEP_ROSTER)
PUBLISH_ROSTER = Step("publish_roster", {R.DRAFT}, R.PUBLISHED, Action.KEEP_ROSTER)
REOPEN_ROSTER = Step("reopen_roster", {R.PUBLISHED}, R.DRAFT, Action.KEEP_ROSTER)
ROSTER_STEPS = (EDIT_ROSTER, PUBLISH_ROSTER, REOPEN_ROSTER)
