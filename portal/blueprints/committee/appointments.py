"""Letters of appointment to the seats of a committee."""

from uuid import UUID

from flask import current_app, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee.routes import bp
from portal.blueprints.committee.seat_forms import AppointmentForm
from portal.blueprints.saved_file import saved_file
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.uploads import MEGABYTE
from portal.services import appointments, committee_seats, files, opening
from portal.services.declarations import Seat
from portal.services.file_checks import Limits
from portal.services.opening import Call
from portal.web import actor, now, page


@bp.route("/seats/<uuid:seat_id>/appointment", methods=["GET", "POST"])
@page(Action.KEEP_APPOINTMENT, committee_seats.by_id, key="seat_id")
def keep_appointment(seat: Seat) -> ResponseReturnValue:
    """Keep the letter by which somebody holds a seat."""
    form, most = AppointmentForm(), int(current_app.config["FILE_LIMIT"])
    facts = {"form": form, "seat": seat, "most": most // MEGABYTE}
    return save_or_show(
        form,
        lambda: appointments.add(seat, form.upload(), Limits(most, 1), actor(), now()),
        lambda _theirs: render_template("committee/appointment.html", **facts),
        lambda _made: _kept(seat),
    )


def _kept(seat: Seat) -> str:
    flash(_("The letter of appointment is kept."))
    return url_for("committee.seats", slug=seat.call.slug)


@bp.get("/calls/<slug:slug>/committee/letters/<uuid:letter_id>")
@page(Action.SEE_COMMITTEE, opening.call_by_slug)
def appointment(call: Call, letter_id: UUID) -> ResponseReturnValue:
    """Give a letter of appointment, to save."""
    kept = appointments.one(call, letter_id)
    return saved_file(files.read(kept.path), kept)
