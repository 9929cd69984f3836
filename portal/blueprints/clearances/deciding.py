"""What is decided on a clearance: consent, refusal, the letter of the donor, withdrawal."""

from collections.abc import Callable

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from portal.blueprints.clearances.forms import AgreeForm, CheckForm, LetterForm, ReasonForm
from portal.blueprints.clearances.routes import CLEARANCE, bp, here, shown
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_clearances import CLEAR_BY_LEGAL, WITHDRAW_CLEARANCE
from portal.domain.policy import Thing
from portal.services import clearance_consents, clearances
from portal.services.clearance_finding import by_id
from portal.web import actor, now, page


def _act(
    clearance: Thing, form: FlaskForm, save: Callable[[], None], kind: str, message: str
) -> ResponseReturnValue:
    def done(_result: None) -> str:
        flash(message)
        return here(clearance)

    return save_or_show(
        form, save, lambda _: shown("act", clearance, form=form, kind=kind), done
    )


@bp.route(f"{CLEARANCE}/agree", methods=["GET", "POST"])
@page(Action.DECIDE_CLEARANCE, by_id, key="clearance_id")
def agree(clearance: Thing) -> ResponseReturnValue:
    """Consent for the legal department."""
    CLEAR_BY_LEGAL.take(clearance.state)
    form = AgreeForm()

    def save() -> None:
        clearance_consents.agree(clearance, form.note.data or "", actor(), now())

    return _act(clearance, form, save, "agree", gettext("The consent is recorded."))


@bp.route(f"{CLEARANCE}/refuse", methods=["GET", "POST"])
@page(Action.DECIDE_CLEARANCE, by_id, key="clearance_id")
def refuse(clearance: Thing) -> ResponseReturnValue:
    """Refuse for the legal department, with a reason."""
    CLEAR_BY_LEGAL.take(clearance.state)
    form = ReasonForm()

    def save() -> None:
        clearance_consents.refuse(clearance, form.reason.data or "", actor(), now())

    return _act(clearance, form, save, "refuse", gettext("The clearance is refused."))


@bp.route(f"{CLEARANCE}/donor", methods=["GET", "POST"])
@page(Action.RECORD_DONOR_LETTER, by_id, key="clearance_id")
def donor(clearance: Thing) -> ResponseReturnValue:
    """Record the letter of the donor."""
    CLEAR_BY_LEGAL.take(clearance.state)
    form = LetterForm()

    def save() -> None:
        clearance_consents.record_letter(clearance, form.letter(), actor(), now())

    said = gettext("Recorded. A second person compares it with the letter.")
    return _act(clearance, form, save, "donor", said)


@bp.route(f"{CLEARANCE}/donor/check", methods=["GET", "POST"])
@page(Action.CHECK_DONOR_LETTER, by_id, key="clearance_id")
def check(clearance: Thing) -> ResponseReturnValue:
    """Confirm as a second person what was recorded of the letter."""
    CLEAR_BY_LEGAL.take(clearance.state)

    def save() -> None:
        clearance_consents.check_letter(clearance, actor(), now())

    return _act(clearance, CheckForm(), save, "check", gettext("The letter is confirmed."))


@bp.route(f"{CLEARANCE}/withdraw", methods=["GET", "POST"])
@page(Action.WRITE_CLEARANCE, by_id, key="clearance_id")
def withdraw(clearance: Thing) -> ResponseReturnValue:
    """Withdraw a clearance with a reason."""
    WITHDRAW_CLEARANCE.take(clearance.state)
    form = ReasonForm()

    def save() -> None:
        clearances.withdraw(clearance, form.reason.data or "", actor(), now())

    return _act(clearance, form, save, "withdraw", gettext("The clearance is withdrawn."))
