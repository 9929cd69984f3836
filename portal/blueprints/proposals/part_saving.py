"""A part of a proposal, kept while it is being filled in."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.proposals import part_forms
from portal.blueprints.proposals.fragments import fragment
from portal.blueprints.proposals.parts import KEYS
from portal.blueprints.proposals.views import OWN, bp
from portal.domain.actions import Action
from portal.domain.errors import Conflict
from portal.domain.proposal_parts import PartKey
from portal.services import proposal_parts, proposals
from portal.services.proposal_drafts import Way
from portal.services.proposal_parts import PartDraft
from portal.web import actor, language, now, page


@bp.post(f"{OWN}/parts/<any({KEYS}):key>/autosave")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def autosave_part(proposal: Any, key: str) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Keep a part while it is being filled in; tell when, or that somebody else saved it."""
    kept = proposal_parts.part(proposal, PartKey(key), actor(), language())
    form = part_forms.part_form(kept)
    if not form.validate():
        told = gettext("Something is to be corrected first. The button below tells what.")
        return fragment("unsaved", messages=[told]), 422
    draft = PartDraft(kept.key, part_forms.typed(form, kept), form.seen(), Way.AUTOSAVED)
    try:
        saved = proposal_parts.save(proposal, draft, actor(), now())
    except Conflict:
        return fragment("meanwhile"), 409
    return fragment("saved", zone=proposal.call.zone, saved=saved)
