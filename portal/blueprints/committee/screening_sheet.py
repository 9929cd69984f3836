"""The screening of one proposal: its checklist, matches, the decision and the second person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.blueprints.committee.forms import (
    DecisionForm,
    ExclusionForm,
    VerdictForm,
    decision_form,
)
from portal.blueprints.committee.routes import bp
from portal.blueprints.saved_file import saved_file
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.screening import ItemKind
from portal.services import (
    deficiency,
    events,
    exclusions,
    proposals,
    screening,
    screening_sanctions,
    supplies,
)
from portal.services import screening_checklist as checklist
from portal.services.opening import Proposal
from portal.services.sanctions import Judged
from portal.services.screening_checklist import Item
from portal.show import word
from portal.web import actor, language, now, page

_PREFIX = "match-"
_SHEET = "/proposals/<uuid:proposal_id>/screening"
_LABELS = {
    ItemKind.EVIDENCE: _l("The file proves the answer to: %(name)s"),
    ItemKind.DOCUMENT: _l("It is what the call asks for and can be opened: %(name)s"),
    ItemKind.PAPER: _l("It can be accepted: %(name)s"),
}


@dataclass(frozen=True)
class Typed:
    """The forms of the page that were sent and refused."""

    decision: DecisionForm | None = None
    exclusion: ExclusionForm | None = None
    verdicts: Mapping[tuple[str, str], VerdictForm] = field(default_factory=dict)
    theirs: Mapping[str, object] | None = None


@bp.get(_SHEET)
@page(Action.SEE_SCREENING, proposals.by_id, key="proposal_id")
def sheet(proposal: Proposal) -> ResponseReturnValue:
    """Show the screening of one proposal."""
    return _sheet(proposal, Typed())


@bp.post(_SHEET)
@page(Action.SCREEN_PROPOSAL, proposals.by_id, key="proposal_id")
def screen(proposal: Proposal) -> ResponseReturnValue:
    """Keep the checks for later, or decide whether a proposal is eligible."""
    form = _decision(proposal)
    return save_or_show(
        form,
        lambda: _store(proposal, form),
        lambda theirs: _sheet(proposal, Typed(form, theirs=theirs)),
        lambda _done: url_for("committee.sheet", proposal_id=proposal.id),
    )


def _store(proposal: Proposal, form: DecisionForm) -> None:
    codes = _asked(_items(proposal))
    if form.is_kept:
        checklist.save(proposal, form.checks(codes), form.seen(), actor(), now())
        flash(_("The checks are kept."))
    else:
        screening.screen(proposal, form.outcome(codes), actor(), now())


@bp.post(_SHEET + "/exclusion")
@page(Action.CONFIRM_EXCLUSION, proposals.by_id, key="proposal_id")
def decide_exclusion(proposal: Proposal) -> ResponseReturnValue:
    """Confirm or return a proposed exclusion as the second person."""
    form = ExclusionForm()
    return save_or_show(
        form,
        lambda: _second(proposal, form),
        lambda _theirs: _sheet(proposal, Typed(exclusion=form)),
        lambda _done: url_for("committee.sheet", proposal_id=proposal.id),
    )


def _second(proposal: Proposal, form: ExclusionForm) -> None:
    if form.is_confirmed:
        exclusions.confirm(proposal, actor(), now())
    else:
        exclusions.return_to_first(proposal, form.answer.data or "", actor(), now())


@bp.post(_SHEET + "/matches")
@page(Action.SCREEN_PROPOSAL, proposals.by_id, key="proposal_id")
def judge(proposal: Proposal) -> ResponseReturnValue:
    """Judge one possible match with the sanctions list."""
    form = VerdictForm(prefix=_PREFIX)
    entry, name = request.args.get("entry", ""), request.args.get("name", "")
    return save_or_show(
        form,
        lambda: screening.judge(proposal, form.verdict(entry, name), actor(), now()),
        lambda _theirs: _sheet(proposal, Typed(verdicts={(entry, name): form})),
        lambda _done: url_for("committee.sheet", proposal_id=proposal.id),
    )


@bp.get(_SHEET + "/supplied/<uuid:supply_id>")
@page(Action.SEE_SCREENING, proposals.by_id, key="proposal_id")
def supplied(proposal: Proposal, supply_id: UUID) -> ResponseReturnValue:
    """Give a file that the partner supplied in a window that is over."""
    row, content = supplies.file_of(proposal, supply_id, now())
    return saved_file(content, row)


def _items(proposal: Proposal) -> list[Item]:
    return checklist.items(proposal, now(), language())


def _asked(items: list[Item]) -> dict[str, object]:
    """Return what a person answers, by code, in the words of the form."""
    return {each.code: _label(each) for each in items if each.by_person}


def _label(item: Item) -> object:
    if item.kind is ItemKind.CHECK:
        return item.text
    name = word(item.text, "DocumentKind") if item.kind is ItemKind.PAPER else item.text
    return str(_LABELS[item.kind]) % {"name": name}


def _decision(proposal: Proposal) -> DecisionForm:
    row, items = checklist.sheet(proposal), _items(proposal)
    return decision_form(_asked(items), checklist.still_held(row, items), row.version)


def _sheet(proposal: Proposal, typed: Typed) -> str:
    compared = screening.compare(proposal)
    excluded = exclusions.of(proposal)
    kept = proposal.screening if proposal.screened_at or not excluded else excluded[0].screening
    return render_template(
        "committee/sheet.html",
        proposal=proposal,
        call=proposal.call,
        form=typed.decision or _decision(proposal),
        theirs=typed.theirs,
        second=typed.exclusion or ExclusionForm(formdata=None),
        items=_items(proposal),
        kept=checklist.reading(kept or {}, language()),
        exclusions=excluded,
        compared=compared,
        matches=[(each, _verdict_form(each, typed)) for each in compared.judged],
        again=screening_sanctions.can_be_screened_again(proposal),
        missing=deficiency.current(proposal, now()),
        events=events.timeline([proposal.id]),
    )


def _verdict_form(judged: Judged, typed: Typed) -> VerdictForm:
    key = (judged.match.reference, judged.match.name)
    return typed.verdicts.get(key) or VerdictForm(formdata=None, prefix=_PREFIX)
