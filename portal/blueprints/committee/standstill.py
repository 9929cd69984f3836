"""What the office follows after an award: answers, reviews, debriefs, the next in rank."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.committee.outcome_forms import (
    AnswerForm,
    DecisionForm,
    chosen_next,
    chosen_person,
    next_form,
    reviewer_form,
)
from portal.blueprints.committee.routes import bp
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.services import (
    award_letters,
    award_next,
    award_rounds,
    debriefs,
    documents,
    events,
    opening,
    reviews,
)
from portal.services.debriefs import Debrief
from portal.services.opening import Call
from portal.services.reviews import ReviewRequest
from portal.web import actor, language, now, page


@bp.get("/calls/<slug:slug>/standstill", endpoint="standstill")
@page(Action.SEE_REVIEWS, opening.call_by_slug)
def show(call: Call) -> ResponseReturnValue:
    """Show where each lot stands after the award."""
    return _page(call)


@bp.post("/calls/<slug:slug>/standstill/lots/<int:position>")
@page(Action.RECOMMEND, opening.call_by_slug)
def recommend_next(call: Call, position: int) -> ResponseReturnValue:
    """Hand another recommendation for one lot over."""
    of = award_next.of_lot(call, position)
    form = next_form(of)
    return save_or_show(
        form,
        lambda: award_next.recommend(call, of, chosen_next(form, of), actor(), now()),
        lambda _theirs: _page(call, **{f"next_{position}": form}),
        lambda _done: url_for("committee.award", slug=call.slug),
    )


@bp.post("/debriefs/<uuid:debrief_id>")
@page(Action.ANSWER_DEBRIEF, debriefs.by_id, key="debrief_id")
def answer_debrief(row: Debrief) -> ResponseReturnValue:
    """Answer a partner's question on its result."""
    form, call = AnswerForm(), row.proposal.call
    return save_or_show(
        form,
        lambda: debriefs.answer(row, form["answer"].data or "", actor(), now()),
        lambda _theirs: _page(opening.call_by_slug(call.slug), **{f"answer_{row.id}": form}),
        lambda _done: url_for("committee.standstill", slug=call.slug),
    )


def _page(call: Call, **forms: Any) -> str:  # noqa: ANN401 - forms by name
    asked, waiting = debriefs.of_call(call), award_next.released(call)
    last = award_rounds.latest(call)
    return render_template(
        "committee/standstill.html",
        call=call,
        forms=list(forms.values()),
        awards=sorted(award_letters.awards(call).values(), key=lambda each: each.lot.number),
        round=last,
        released=[
            (each, forms.get(f"next_{each.lot.number}") or next_form(each, fresh=True))
            for each in waiting
        ],
        reviews=reviews.of_call(call),
        debriefs=[
            (each, forms.get(f"answer_{each.id}") or AnswerForm(formdata=None))
            for each in asked
        ],
        events=events.timeline([call.id]),
    )


@bp.get("/reviews/<uuid:review_id>", endpoint="review")
@page(Action.SEE_REVIEW, reviews.by_id, key="review_id")
def show_review(row: ReviewRequest) -> ResponseReturnValue:
    """Show a request for a review to whoever may read it."""
    return _review_page(row)


@bp.post("/reviews/<uuid:review_id>/reviewer")
@page(Action.NAME_REVIEWER, reviews.by_id, key="review_id")
def name_reviewer(row: ReviewRequest) -> ResponseReturnValue:
    """Name who decides the request."""
    people = reviews.reviewers(row.proposal.call)
    form = reviewer_form(people)
    return save_or_show(
        form,
        lambda: reviews.name(row, chosen_person(form, people), actor(), now()),
        lambda _theirs: _review_page(row, reviewer_form=form),
        lambda _done: url_for("committee.review", review_id=row.id),
    )


@bp.post("/reviews/<uuid:review_id>/decision")
@page(Action.DECIDE_REVIEW, reviews.by_id, key="review_id")
def decide_review(row: ReviewRequest) -> ResponseReturnValue:
    """Decide the request with reasons."""
    form = DecisionForm()
    return save_or_show(
        form,
        lambda: reviews.decide(row, form.reasons(), actor(), now(), upheld=form.upheld()),
        lambda _theirs: _review_page(row, decision_form=form),
        lambda _done: url_for("committee.review", review_id=row.id),
    )


@bp.get("/reviews/<uuid:review_id>/decision.pdf")
@page(Action.SEE_REVIEW, reviews.by_id, key="review_id")
def review_paper(row: ReviewRequest) -> ResponseReturnValue:
    """Answer with the letter that tells the decision."""
    return paper("review_decision", row.id, f"{row.proposal.call.slug}-review-{row.number}")


def _review_page(row: ReviewRequest, **forms: Any) -> str:  # noqa: ANN401 - forms by name
    people = reviews.reviewers(row.proposal.call)
    return render_template(
        "committee/review.html",
        row=row,
        call=row.proposal.call,
        due=reviews.due(row),
        document=documents.of("review_decision", row.id, language()),
        reviewer_form=forms.get("reviewer_form") or reviewer_form(people),
        decision_form=forms.get("decision_form") or DecisionForm(formdata=None),
    )


@bp.get("/calls/<slug:slug>/notice", endpoint="notice")
@page(Action.SEE_CALL, opening.call_by_slug)
def show_notice(call: Call) -> ResponseReturnValue:
    """Show the public notice of the award, or of a call that ended without one."""
    if not award_letters.is_public(call):
        return redirect(f"/calls/{call.slug}", 303)
    return render_template(
        "committee/notice.html",
        call=call,
        lots=award_rounds.held(call),
        ended=award_rounds.ended(call),
        document=documents.of("award_notice", call.id, language()),
    )


@bp.get("/calls/<slug:slug>/notice.pdf")
@page(Action.SEE_CALL, opening.call_by_slug)
def notice_paper(call: Call) -> ResponseReturnValue:
    """Answer with the public notice of the award."""
    return paper("award_notice", call.id, f"{call.slug}-notice")
