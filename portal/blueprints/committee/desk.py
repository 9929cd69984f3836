"""The scoring desk: one criterion beside its evidence, notes to oneself, and a search."""

from collections.abc import Mapping
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee.desk_forms import (
    MarkForm,
    NoteForm,
    mark_form,
    note_form,
    searched,
)
from portal.blueprints.committee.fragments import fragment
from portal.blueprints.committee.routes import bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.desk import item_state, marked
from portal.domain.errors import Conflict, WrongState
from portal.domain.scoring import REASON_WORDS, words
from portal.services import desk, desk_notes, desk_search, proposal_parts, scoring
from portal.services.marking import Mark
from portal.services.scoring import Criterion, Scorecard
from portal.web import actor, language, now, page

CARD = "/scorecards/<uuid:scorecard_id>"
ITEM = CARD + "/criteria/<int:position>"


def _form(card: Scorecard, position: int) -> tuple[Criterion, MarkForm]:
    criterion, score = desk.item(card, position)
    mark = Mark(score.value, score.reason) if score else Mark()
    return criterion, mark_form(criterion, mark, score.version if score else 0)


@bp.get(ITEM)
@page(Action.SEE_SCORECARD, scoring.card_by_id, key="scorecard_id")
def item(card: Scorecard, position: int) -> ResponseReturnValue:
    """Show one criterion beside what the partner wrote on it."""
    criterion, form = _form(card, position)
    return _page(card, criterion, form, None)


@bp.post(ITEM)
@page(Action.SCORE, scoring.card_by_id, key="scorecard_id")
def save_item(card: Scorecard, position: int) -> ResponseReturnValue:
    """Save one score, and go on to the next open one where that was asked."""
    criterion, form = _form(card, position)
    return save_or_show(
        form,
        lambda: desk.save(card, form.draft(criterion), actor(), now()),
        lambda theirs: _page(card, criterion, form, theirs),
        lambda _done: _onward(card, position),
    )


def _onward(card: Scorecard, position: int) -> str:
    if request.form.get("then") != "next":
        flash(_("Your score is saved. It is not locked yet."))
        return url_for("committee.item", scorecard_id=card.id, position=position)
    following = desk.desk(card.proposal.call, actor()).next_open(card, position)
    if following is None:
        flash(_("Every score has its reason. Read your scorecard once more, then lock it."))
        return url_for("committee.scorecard", scorecard_id=card.id)
    return url_for(
        "committee.item", scorecard_id=following.card_id, position=following.position
    )


@bp.post(ITEM + "/autosave")
@page(Action.SCORE, scoring.card_by_id, key="scorecard_id")
def autosave_item(card: Scorecard, position: int) -> ResponseReturnValue:
    """Keep a score while it is being written; tell when, or show what stands meanwhile."""
    criterion, form = _form(card, position)
    if not form.validate():
        told = [*form["score"].errors, *form["reason"].errors]
        return fragment("unsaved", messages=told), 422
    try:
        saved = desk.save(card, form.draft(criterion), actor(), now())
    except (Conflict, WrongState) as refused:
        return _refused(card, criterion, form, refused)
    return fragment("saved", saved=saved, zone=card.proposal.call.zone, **_counts(saved))


def _counts(saved: Any) -> dict[str, Any]:  # noqa: ANN401 - a record
    state = item_state(saved.value, saved.reason, locked=False)
    return {"words": words(saved.reason), "needed": REASON_WORDS, "state": state}


def _refused(
    card: Scorecard, criterion: Criterion, form: MarkForm, refused: Conflict | WrongState
) -> ResponseReturnValue:
    if isinstance(refused, WrongState):
        return fragment(
            "unsaved", messages=[_("This scorecard can no longer be changed.")]
        ), 409
    facts = {"form": form, "theirs": refused.theirs, "agreed": refused.version}
    here = url_for("committee.item", scorecard_id=card.id, position=criterion.position)
    body = fragment("undecided", here=here, criterion=criterion, **facts)
    return body, 409, {"HX-Retarget": "#conflict"}


def _page(
    card: Scorecard, criterion: Criterion, form: MarkForm, theirs: Mapping[str, object] | None
) -> str:
    call, typed = card.proposal.call, searched()
    before, after = (whole := desk.desk(call, actor())).beside(card, criterion.position)
    return render_template(
        "committee/item.html",
        card=card,
        call=call,
        criterion=criterion,
        form=form,
        theirs=theirs,
        score=desk.item(card, criterion.position)[1],
        desk=whole,
        before=before,
        after=after,
        following=whole.next_open(card, criterion.position),
        evidence=scoring.evidence(card.proposal),
        parts=proposal_parts.parts_of(call, proposal_parts.kept_of(card.proposal), language()),
        note=note_form(desk_notes.note_of(card, actor()), formdata=None),
        words=words(form["reason"].data or ""),
        needed=REASON_WORDS,
        typed=typed,
        marked=lambda text: marked(text, typed),
    )


@bp.route(CARD + "/notes", methods=["GET", "POST"])
@page(Action.KEEP_NOTES, scoring.card_by_id, key="scorecard_id")
def notes(card: Scorecard) -> ResponseReturnValue:
    """Write the notes to oneself beside a scorecard."""
    form = note_form(desk_notes.note_of(card, actor()))
    return save_or_show(
        form,
        lambda: _keep(card, form),
        lambda theirs: render_template(
            "committee/notes.html", card=card, call=card.proposal.call, form=form, theirs=theirs
        ),
        lambda _done: url_for("committee.notes", scorecard_id=card.id),
    )


def _keep(card: Scorecard, form: NoteForm) -> Any:  # noqa: ANN401 - a record
    return desk_notes.save(card, form.text.data or "", form.seen(), actor(), now())


@bp.post(CARD + "/notes/autosave")
@page(Action.KEEP_NOTES, scoring.card_by_id, key="scorecard_id")
def autosave_notes(card: Scorecard) -> ResponseReturnValue:
    """Keep the notes while they are being written; tell when."""
    form = NoteForm()
    if not form.validate():
        return fragment("unsaved", messages=form.text.errors), 422
    try:
        saved = _keep(card, form)
    except Conflict:
        here = url_for("committee.notes", scorecard_id=card.id)
        return fragment("note_meanwhile", here=here), 409
    return fragment("note_saved", saved=saved, zone=card.proposal.call.zone)


@bp.get(CARD + "/search")
@page(Action.SEE_SCORECARD, scoring.card_by_id, key="scorecard_id")
def search(card: Scorecard) -> ResponseReturnValue:
    """Look for words in one proposal."""
    typed = searched()
    return render_template(
        "committee/search.html",
        card=card,
        call=card.proposal.call,
        typed=typed,
        found=desk_search.find(card, typed, actor(), language()),
    )
