"""The committee of a call: its seats, replacements, declarations, and observers' comments."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee.routes import bp
from portal.blueprints.committee.seat_forms import (
    DeclarationForm,
    ObservationForm,
    SuccessorForm,
    declaration_form,
)
from portal.blueprints.paper import paper
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.services import (
    appointments,
    committee_seats,
    dealing,
    declarations,
    documents,
    events,
    observing,
    opening,
    quorum,
)
from portal.services.declarations import Proposing, Seat, SeatDeclaration
from portal.services.opening import Call
from portal.web import actor, language, now, page


@bp.get("/calls/<slug:slug>/committee", endpoint="seats")
@page(Action.SEE_COMMITTEE, opening.call_by_slug)
def show(call: Call) -> ResponseReturnValue:
    """Show who sits on the committee, what they declared, and whether the quorum holds."""
    return render_template(
        "committee/seats.html",
        call=call,
        seats=committee_seats.everyone(call),
        letters=appointments.of_call(call),
        replacements=committee_seats.replacements(call),
        replaceable=call.state in committee_seats.REPLACEABLE,
        voided=dealing.voided(call),
        events=events.timeline([call.id]),
        **_standing(call),
    )


def _standing(call: Call) -> Mapping[str, object]:
    """Return the quorum of each lot, and the declarations with their documents."""
    quorums, said = quorum.by_lot(call), declarations.made(call)
    lots = {str(each.lot.id): each.lot for each in quorums}
    return {"quorums": quorums, "lots": lots, "said": said, "papers": _papers(said)}


def _papers(said: list[SeatDeclaration]) -> Mapping[UUID, object]:
    return {each.subject_id: each for each in documents.all_of(one.id for one in said)}


@bp.route("/seats/<uuid:seat_id>/replace", methods=["GET", "POST"])
@page(Action.REPLACE_MEMBER, committee_seats.by_id, key="seat_id")
def replace(seat: Seat) -> ResponseReturnValue:
    """Let somebody else take a seat, with the reason for the minutes."""
    form = SuccessorForm()
    form.offer(committee_seats.candidates(seat.call))
    return save_or_show(
        form,
        lambda: committee_seats.replace(seat, form.value(), actor(), now()),
        lambda _theirs: render_template("committee/replace.html", form=form, seat=seat),
        lambda _done: _replaced(seat),
    )


def _replaced(seat: Seat) -> str:
    flash(_("The seat has its new member, who now declares before reading anything."))
    return url_for("committee.seats", slug=seat.call.slug)


@bp.route("/calls/<slug:slug>/declaration", methods=["GET", "POST"])
@page(Action.DECLARE_INTEREST, opening.call_by_slug)
def declaration(call: Call) -> ResponseReturnValue:
    """Declare on each proposing partner a conflict of interest or none."""
    asked = declarations.proposing(call)
    form = declaration_form(asked, declarations.answered(call, actor()))
    return save_or_show(
        form,
        lambda: declarations.declare(call, form.statement(asked), actor(), now()),
        lambda _theirs: _declaring(call, form, asked),
        lambda _done: _declared(call),
    )


def _declared(call: Call) -> str:
    flash(_("Your declaration is stored. Its document is being made."))
    return url_for("committee.declaration", slug=call.slug)


def _declaring(call: Call, form: DeclarationForm, asked: list[Proposing]) -> str:
    seat = declarations.seat_of(call, actor())
    said = declarations.latest(seat)
    return render_template(
        "committee/declaration.html",
        form=form,
        call=call,
        seat=seat,
        asked=asked,
        said=said,
        shut=declarations.shut_lots(seat),
        points=declarations.undertaking(language()),
        paper=_papers([said] if said else []),
        changeable=declarations.is_time(call, seat),
    )


@bp.get("/declarations/<uuid:declaration_id>.pdf")
@page(Action.SEE_DECLARATION, declarations.by_id, key="declaration_id")
def declaration_paper(said: SeatDeclaration) -> ResponseReturnValue:
    """Answer with the document of a declaration."""
    return paper("declaration", said.id, f"{said.call.slug}-declaration-{said.number}")


@bp.get("/calls/<slug:slug>/observations", endpoint="observations")
@page(Action.SEE_OBSERVATIONS, opening.call_by_slug)
def show_observations(call: Call) -> ResponseReturnValue:
    """Show what observers said for the minutes."""
    return _observations(call, ObservationForm(formdata=None))


@bp.post("/calls/<slug:slug>/observations")
@page(Action.OBSERVE, opening.call_by_slug)
def observe(call: Call) -> ResponseReturnValue:
    """Keep a comment of an observer for the minutes."""
    form = ObservationForm()
    return save_or_show(
        form,
        lambda: observing.observe(call, form["text"].data or "", actor(), now()),
        lambda _theirs: _observations(call, form),
        lambda _done: url_for("committee.observations", slug=call.slug),
    )


def _observations(call: Call, form: ObservationForm) -> str:
    return render_template(
        "committee/observations.html",
        call=call,
        form=form,
        comments=observing.observer_comments(call),
        open_=call.state in observing.COMMENTABLE,
    )
