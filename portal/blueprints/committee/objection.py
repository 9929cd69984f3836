"""The request to a government to say if it objects to a recommended award."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee.routes import bp
from portal.blueprints.committee.seat_forms import ObjectionForm
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.services import award_rounds, no_objection, opening
from portal.services.opening import Call
from portal.web import actor, now, page


@bp.route("/calls/<slug:slug>/objection", methods=["GET", "POST"])
@page(Action.ANSWER_OBJECTION, opening.call_by_slug)
def objection(call: Call) -> ResponseReturnValue:
    """Answer with no objection, or with an objection and its reasons."""
    form = ObjectionForm()
    return save_or_show(
        form,
        lambda: _answer(call, form),
        lambda _theirs: _show(call, form),
        lambda _done: url_for("committee.objection", slug=call.slug),
    )


def _answer(call: Call, form: ObjectionForm) -> None:
    if str(form.answer.data) == "yes":
        no_objection.object_to(call, form.reasons.data or "", actor(), now())
        flash(_("Your objection is recorded. The recommendation goes back."))
        return
    no_objection.agree(call, actor(), now())
    flash(_("Recorded: no objection."))


def _show(call: Call, form: ObjectionForm) -> str:
    asked = no_objection.request_of(call)
    row = award_rounds.latest(call)
    shown = asked is not None and call.state.value in {"recommended", "awarded"}
    return render_template(
        "committee/objection.html",
        call=call,
        form=form,
        asked=asked,
        passed=no_objection.has_passed(call, now()),
        recommendations=award_rounds.chosen(row) if row and shown else [],
    )
