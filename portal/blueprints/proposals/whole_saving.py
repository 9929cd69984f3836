"""Sections that are saved whole, kept while they are filled in: eligibility to budget."""

from collections.abc import Callable, Mapping
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.fields import VersionedForm
from portal.blueprints.proposals.fragments import fragment
from portal.domain.errors import Conflict, RuleBroken
from portal.services import draft_team, draft_whole
from portal.show import rule_text
from portal.web import actor, now


def autosaved(
    proposal: Any,  # noqa: ANN401 - a record
    form: VersionedForm,
    save: Callable[[], Any],
    facts: Callable[[], Mapping[str, Any]],
) -> ResponseReturnValue:
    """Save what a script sent; tell when, what is to be corrected, or who saved meanwhile.

    ``facts`` are read after the save, for what else of the page changes with it.
    """
    if not form.validate():
        return _unsaved(
            gettext("Something is to be corrected first. The button below tells what.")
        )
    try:
        saved = save()
    except Conflict:
        return fragment("meanwhile"), 409
    except RuleBroken as broken:
        return _unsaved(rule_text(broken.rule, broken.facts))
    shown = {"zone": proposal.call.zone, "proposal": proposal, "saved": saved, **facts()}
    return fragment("saved_whole", **shown)


def _unsaved(words: str) -> ResponseReturnValue:
    return fragment("unsaved", messages=[words]), 422


def standing(proposal: Any, key: str, version: int) -> dict[str, Any]:  # noqa: ANN401 - a record
    """Return what the page of such a section tells beside its form: last save and team."""
    return {
        "saved": draft_whole.last(proposal, key, version),
        "team": draft_team.around(proposal, actor(), now()),
    }
