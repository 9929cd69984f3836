"""The bank account of a partner, changed by two people."""

from typing import Any

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.partners.forms import BankConfirmForm, BankForm, ReasonForm
from portal.blueprints.partners.routes import bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.services import bank_details, partners
from portal.web import actor, now, page


def _done(account: Any, message: str) -> str:  # noqa: ANN401 - a record
    flash(message)
    return url_for("partners.bank", partner_id=account.partner_id)


@bp.get("/<uuid:partner_id>/bank")
@page(Action.SEE_PARTNER, partners.by_id, key="partner_id")
def bank(partner: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Show the bank account in use and the one that waits for its confirmation."""
    shown = bank_details.accounts_of(partner, actor())
    return render_template("partners/bank.html", partner=partner, accounts=shown)


@bp.route("/<uuid:partner_id>/bank/change", methods=["GET", "POST"])
@page(Action.ASK_BANK, partners.by_id, key="partner_id")
def ask_bank(partner: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Ask for another bank account to be used from now on."""
    form = BankForm(country=partner.country)
    return save_or_show(
        form,
        lambda: bank_details.ask(partner, form.wish(), actor(), now()),
        lambda _theirs: render_template("partners/bank_ask.html", form=form, partner=partner),
        lambda made: _done(made, _("A second person has to confirm this account now.")),
    )


@bp.route("/accounts/<uuid:account_id>/confirm", methods=["GET", "POST"])
@page(Action.CONFIRM_BANK, bank_details.by_id, key="account_id")
def confirm_bank(account: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Confirm an account by typing its number a second time."""
    form = BankConfirmForm()
    typed = form.number
    return save_or_show(
        form,
        lambda: bank_details.confirm(account, str(typed.data), actor(), now()),
        lambda _theirs: _asked("bank_confirm", form, account),
        lambda _result: _done(account, _("The account is confirmed.")),
    )


def _asked(name: str, form: Any, account: Any) -> str:  # noqa: ANN401 - a record
    return render_template(f"partners/{name}.html", form=form, account=account)


@bp.route("/accounts/<uuid:account_id>/decline", methods=["GET", "POST"])
@page(Action.DECLINE_BANK, bank_details.by_id, key="account_id")
def decline_bank(account: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Decline an account that was asked for."""
    form = ReasonForm()
    reason = form.reason
    return save_or_show(
        form,
        lambda: bank_details.decline(account, str(reason.data), actor(), now()),
        lambda _theirs: _asked("bank_decline", form, account),
        lambda _result: _done(account, _("The change is declined.")),
    )
