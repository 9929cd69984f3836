"""Opening by shares of the call's key: giving one, taking up the work, signing the record."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.committee.opening_forms import PaperForm, RecordForm, ShareForm
from portal.blueprints.committee.routes import bp
from portal.blueprints.paper import paper
from portal.blueprints.passphrases import limit_passphrases
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle import OpeningState
from portal.services import events, opening, opening_record, opening_run, opening_shares
from portal.services.opening import Call
from portal.services.opening_record import OpeningRun
from portal.services.opening_shares import Standing
from portal.web import actor, language, now, page

WORKING = 3
"""Seconds after which a page asks again while the worker opens, and nobody can be typing."""


def sealed_page(
    call: Call, share: ShareForm | None = None, words: PaperForm | None = None
) -> str:
    """Render the page of an opening by shares."""
    parts = opening_shares.parts(call)
    return render_template(
        "committee/opening_sealed.html",
        call=call,
        closed=has_closed(call.deadline),
        parts=parts,
        again=_again(parts),
        who=actor(),
        share_form=share or ShareForm(formdata=None),
        paper_form=words or PaperForm(formdata=None),
        records=opening_record.records(call, actor(), language()),
        events=events.timeline([call.id]),
    )


def has_closed(deadline: datetime | None) -> bool:
    """Say whether a deadline has passed at the moment of this page."""
    return deadline is not None and deadline <= now()


def _again(parts: list[Standing]) -> int:
    """Return after how many seconds the page asks again by itself; 0 when it does not."""
    run = parts[-1].run
    return WORKING if run is not None and run.state is OpeningState.RUNNING else 0


@bp.post("/calls/<slug:slug>/opening/share")
@page(Action.OPEN_SEALED, opening_shares.call_by_slug)
@limit_passphrases
def give_share(call: Call) -> ResponseReturnValue:
    """Give one's own share of the call's key."""
    form = ShareForm()
    return save_or_show(
        form,
        lambda: opening_shares.give(call, form.passphrase.data or "", actor(), now()),
        lambda _theirs: sealed_page(call, share=form),
        lambda run: _given(call, run),
    )


@bp.post("/calls/<slug:slug>/opening/paper")
@page(Action.OPEN_SEALED, opening_shares.call_by_slug)
@limit_passphrases
def give_paper(call: Call) -> ResponseReturnValue:
    """Give the share in escrow by the words on its paper."""
    form = PaperForm()
    return save_or_show(
        form,
        lambda: opening_shares.give_paper(call, form.paper(), actor(), now()),
        lambda _theirs: sealed_page(call, words=form),
        lambda run: _given(call, run),
    )


def _given(call: Call, run: OpeningRun | None) -> str:
    if run is None:
        flash(_("Your share is given. The others give theirs before its minutes are over."))
    else:
        flash(_("Enough shares are there. The portal opens the envelopes now."))
    return url_for("committee.opening", slug=call.slug)


@bp.post("/calls/<slug:slug>/opening/again")
@page(Action.OPEN_SEALED, opening_shares.call_by_slug)
def take_up_opening(call: Call) -> ResponseReturnValue:
    """Let the worker try again what was stopped."""
    opening_run.take_up(opening_shares.stopped(call), actor(), now())
    return redirect(url_for("committee.opening", slug=call.slug), 303)


@bp.route("/calls/<slug:slug>/opening/sign", methods=["GET", "POST"])
@page(Action.SIGN_OPENING, opening_record.of_opening)
@limit_passphrases
def sign_opening(run: OpeningRun) -> ResponseReturnValue:
    """Sign the record of the opening of the proposals."""
    return _signing(run)


@bp.route("/calls/<slug:slug>/prices/sign", methods=["GET", "POST"])
@page(Action.SIGN_OPENING, opening_record.of_prices)
@limit_passphrases
def sign_prices(run: OpeningRun) -> ResponseReturnValue:
    """Sign the record of the opening of the prices."""
    return _signing(run)


def _signing(run: OpeningRun) -> ResponseReturnValue:
    shown = opening_record.print_of(run)
    form = RecordForm(data={"fingerprint": shown})
    return save_or_show(
        form,
        lambda: opening_record.sign(run, actor(), form.consent(), now()),
        lambda _theirs: render_template(
            "committee/opening_sign.html",
            form=form,
            call=run.call,
            record=opening_record.record(run, actor(), language()),
            fingerprint=shown,
            prices=request.endpoint == "committee.sign_prices",
        ),
        lambda _done: _signed(run),
    )


def _signed(run: OpeningRun) -> str:
    flash(_("You have signed the record."))
    return url_for("committee.opening", slug=run.call.slug)


@bp.get("/calls/<slug:slug>/prices.pdf")
@page(Action.SEE_EVALUATION, opening.call_by_slug)
def prices_paper(call: Call) -> ResponseReturnValue:
    """Answer with the record of the opening of the prices."""
    return paper("opening_prices", call.id, f"{call.slug}-prices")
