"""The minutes of the committee: drafted, given for signature, signed, read."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee.minutes_forms import (
    MinutesForm,
    SignMinutesForm,
    minutes_form,
    seat_fields,
    vote_fields,
)
from portal.blueprints.committee.routes import bp
from portal.blueprints.paper import paper
from portal.blueprints.passphrases import limit_passphrases
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.policy import can
from portal.services import documents, events, minutes, minutes_signing, opening, scoring
from portal.services.minutes import Contents, Minutes
from portal.services.opening import Call
from portal.web import actor, language, now, page


@bp.get("/calls/<slug:slug>/minutes", endpoint="minutes")
@page(Action.SEE_EVALUATION, opening.call_by_slug)
def show(call: Call) -> ResponseReturnValue:
    """Show the minutes: to draft, to sign, or as they were signed."""
    return _page(call, _form(call))


@bp.post("/calls/<slug:slug>/minutes")
@page(Action.WRITE_MINUTES, opening.call_by_slug)
def save_minutes(call: Call) -> ResponseReturnValue:
    """Keep the draft of the minutes."""
    form = _form(call)
    tables, seats = scoring.rankings(call), minutes.seats(call)
    return save_or_show(
        form,
        lambda: minutes.save(call, form.seen(), form.contents(seats, tables), actor(), now()),
        lambda theirs: _page(call, form, theirs),
        lambda _done: url_for("committee.minutes", slug=call.slug),
    )


@bp.post("/calls/<slug:slug>/minutes/offer")
@page(Action.WRITE_MINUTES, minutes.by_slug)
def offer_minutes(row: Minutes) -> ResponseReturnValue:
    """Give the minutes to those present for their signatures."""
    minutes.offer(row, actor(), now())
    return redirect(_told(row, _("Those present can sign the minutes now.")), 303)


@bp.post("/calls/<slug:slug>/minutes/take-back")
@page(Action.WRITE_MINUTES, minutes.by_slug)
def take_back_minutes(row: Minutes) -> ResponseReturnValue:
    """Take the minutes back to be corrected."""
    minutes.take_back(row, actor(), now())
    return redirect(
        _told(row, _("The minutes are a draft again. Nobody has signed them.")), 303
    )


@bp.route("/calls/<slug:slug>/minutes/sign", methods=["GET", "POST"])
@page(Action.SIGN_MINUTES, minutes.by_slug)
@limit_passphrases
def sign_minutes(row: Minutes) -> ResponseReturnValue:
    """Sign the minutes by name and password."""
    form = SignMinutesForm(data={"fingerprint": minutes_signing.print_of(row)})
    return save_or_show(
        form,
        lambda: minutes_signing.sign(row, actor(), form.signed(), now()),
        lambda _theirs: _reading("committee/minutes_sign.html", row, form=form),
        lambda _done: _told(row, _("You have signed the minutes.")),
    )


@bp.get("/calls/<slug:slug>/minutes.pdf")
@page(Action.READ_EVALUATION, minutes.by_slug)
def minutes_paper(row: Minutes) -> ResponseReturnValue:
    """Answer with the signed minutes, or with a draft of them."""
    return paper("minutes", row.id, f"{row.call.slug}-minutes", draft=True)


def _told(row: Minutes, text: str) -> str:
    flash(text)
    return url_for("committee.minutes", slug=row.call.slug)


def _form(call: Call) -> MinutesForm:
    row = minutes.latest(call)
    seats, tables = minutes.seats(call), scoring.rankings(call)
    return minutes_form(seats, tables, _standing(call, row), row.version if row else 1)


def _standing(call: Call, row: Minutes | None) -> Contents:
    agenda = "\n".join(
        (
            _("Attendance, quorum and declarations of interest"),
            _("Result of the screening and of the scores"),
            _("Decision for each lot"),
            _("Any other matter"),
        )
    )
    return minutes.contents(row) if row else minutes.proposed(call, agenda, now())


def _page(call: Call, form: MinutesForm, theirs: object = None) -> str:
    row, seats, tables = minutes.latest(call), minutes.seats(call), scoring.rankings(call)
    return _reading(
        "committee/minutes.html",
        row,
        call=call,
        form=form,
        theirs=theirs,
        seats=seats,
        presence=seat_fields(seats),
        votes={each.lot.number: vote_fields(seats, each) for each in tables},
        tables=tables,
        events=events.timeline([call.id], minutes.EVENTS),
    )


def _reading(template: str, row: Minutes | None, **facts: object) -> str:
    if row is not None:
        facts.setdefault("call", row.call)
        known = minutes.decided(row)
        facts |= {
            "decided": [each for each in known if can(actor(), Action.SEE_LOT, each.lot)],
            "hidden": any(not can(actor(), Action.SEE_LOT, each.lot) for each in known),
            "present": minutes_signing.present(row),
            "fingerprint": minutes_signing.print_of(row),
            "broken": minutes.problems(row, now()) if row.state.value == "draft" else [],
            "to_sign": minutes_signing.may_sign(row, actor()),
            "document": documents.of("minutes", row.id, language()),
        }
    return render_template(template, row=row, **facts)
