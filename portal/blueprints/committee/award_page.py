"""The page of the award: what is recommended, where it stands, who decides next."""

from typing import Any
from uuid import UUID

from flask import render_template
from flask_wtf import FlaskForm

from portal.blueprints.committee.award_forms import FailForm, ReturnForm, ReviewForm
from portal.blueprints.committee.forms import recommendation_form
from portal.blueprints.committee.no_objection import NoObjectionForm
from portal.services import (
    award,
    award_rounds,
    documents,
    events,
    minutes,
    no_objection,
    opening,
    opening_prices,
    scoring,
)
from portal.services.opening import Call, Proposal
from portal.web import language, now


def award_page(call: Call, form: FlaskForm | None = None, **forms: FlaskForm) -> str:
    """Render the page, with the forms that somebody typed into as they are."""
    received = opening.opened(call)
    return render_template(
        "committee/award.html",
        call=call,
        form=form or recommendation_form([], {}),
        return_form=forms.get("return_form") or ReturnForm(formdata=None),
        review_form=forms.get("review_form") or ReviewForm(formdata=None),
        fail_form=forms.get("fail_form") or FailForm(formdata=None),
        objection_form=forms.get("objection_form") or NoObjectionForm(formdata=None),
        objection_missing=no_objection.is_missing(call, now()),
        request_=no_objection.request_of(call),
        passed=no_objection.has_passed(call, now()),
        tables=scoring.rankings(call),
        recommendations=award.recommendations(call),
        proposals={each.id: each for each in received},
        prices=opening_prices.shown(call, received),
        shut=opening_prices.wait(call),
        report=documents.of("evaluation", call.id, language()),
        minuted=minutes.signed(call) is not None,
        letters=_letters(received),
        events=events.timeline([call.id]),
        **_way(call),
    )


def _way(call: Call) -> dict[str, Any]:
    """Return where the last recommendation stands, and who took its steps."""
    row = award_rounds.latest(call)
    if row is None:
        return {"row": None, "steps": [], "paper": None}
    row.call = call
    return {
        "row": row,
        "people": award_rounds.people(row),
        "chosen": award_rounds.chosen(row),
        "two": award_rounds.needs_second(row),
        "ceiling": award_rounds.ceiling(call),
        "paper": documents.of("recommendation", row.id, language()),
        "against": award_rounds.against(row),
    }


def _letters(received: list[Proposal]) -> dict[UUID, object]:
    rows = documents.all_of(each.id for each in received)
    return {each.subject_id: each for each in rows if each.kind == "letter"}
