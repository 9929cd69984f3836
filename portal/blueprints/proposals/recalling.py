"""A submitted proposal before the deadline: read it again, withdraw it, take it back."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from portal.blueprints.accounts.forms import password_field
from portal.blueprints.passphrases import limit_passphrases
from portal.blueprints.proposals.sealed_page import ReadForm, sealed_page
from portal.blueprints.proposals.views import OWN, bp, facts_of
from portal.blueprints.saved_file import saved_file
from portal.blueprints.saving import save_or_show, tell
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import REVISE_PROPOSAL, WITHDRAW_PROPOSAL
from portal.services import (
    accounts,
    partner_keys,
    proposal_recall,
    proposal_receipt,
    proposal_sealing,
    proposals,
)
from portal.web import actor, now, page


class WithdrawForm(FlaskForm):
    """The password of the account once more."""

    password = password_field(
        _l("Password of your account"),
        _l("Asked again, so that nobody else withdraws it at your open screen."),
        "current-password",
    )


class UnsealedForm(FlaskForm):
    """The button that takes back what was never sealed to a key."""


@bp.post(OWN + "/read")
@page(Action.READ_SEALED_COPY, proposals.by_id, key="proposal_id")
@limit_passphrases
def read(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Read the partner's own copy of a sealed proposal; nothing of it is kept."""
    form = ReadForm()
    if not form.validate_on_submit():
        return sealed_page(proposal, form), 422
    try:
        whole = proposal_recall.read(proposal, str(form.passphrase.data), actor())
    except RuleBroken as broken:
        tell(form, [broken])
        return sealed_page(proposal, form), 422
    return _copy(whole)


def _copy(whole: Any) -> str:  # noqa: ANN401 - contents
    proposal = whole.proposal
    return render_template(
        "proposals/read.html",
        proposal=proposal,
        whole=whole,
        standing=proposals.standing(proposal),
        intact=proposal_receipt.is_intact(proposal),
        copy=True,
        form=ReadForm(formdata=None),
        **facts_of(whole),
    )


@bp.post(OWN + "/read/<uuid:attachment_id>")
@page(Action.READ_SEALED_COPY, proposals.by_id, key="proposal_id")
@limit_passphrases
def read_file(proposal: Any, attachment_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Give one file out of the partner's own copy; nothing of it is kept."""
    form = ReadForm()
    if not form.validate_on_submit():
        return _page("sealed_file", proposal, form), 422
    typed = str(form.passphrase.data)
    try:
        kept, content = proposal_recall.read_file(proposal, attachment_id, typed, actor())
    except RuleBroken as broken:
        tell(form, [broken])
        return _page("sealed_file", proposal, form), 422
    return saved_file(content, kept)


@bp.route(OWN + "/withdraw", methods=["GET", "POST"])
@page(Action.SUBMIT_PROPOSAL, proposals.by_id, key="proposal_id")
@limit_passphrases
def withdraw(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Withdraw what was submitted, until the deadline."""
    form = WithdrawForm()
    WITHDRAW_PROPOSAL.take(proposal.state)
    return save_or_show(
        form,
        lambda: _withdraw(proposal, form),
        lambda _theirs: _page("withdraw", proposal, form),
        lambda _done: _shown(proposal, _("The proposal is withdrawn. Nobody will open it.")),
    )


def _withdraw(proposal: Any, form: WithdrawForm) -> None:  # noqa: ANN401 - a record
    accounts.require_own_password(actor(), str(form.password.data))
    proposal_recall.withdraw(proposal, actor(), now())


@bp.route(OWN + "/take-back", methods=["GET", "POST"])
@page(Action.SUBMIT_PROPOSAL, proposals.by_id, key="proposal_id")
@limit_passphrases
def take_back(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Take a submitted or withdrawn proposal back, to revise and submit it again."""
    form = ReadForm() if proposal_sealing.is_sealed(proposal) else UnsealedForm()
    REVISE_PROPOSAL.take(proposal.state)
    typed = str(form.passphrase.data) if "passphrase" in form else ""
    told = _("The proposal is a draft again. Submit it before the deadline.")
    return save_or_show(
        form,
        lambda: proposal_recall.take_back(proposal, typed, actor(), now()),
        lambda _theirs: _page("take_back", proposal, form),
        lambda _done: _shown(proposal, told),
    )


def _page(name: str, proposal: Any, form: FlaskForm) -> str:  # noqa: ANN401 - a record
    return render_template(
        f"proposals/{name}.html",
        proposal=proposal,
        form=form,
        holds=partner_keys.copy_of(actor()) is not None,
        reference=proposals.lot_reference(proposal),
        standing=proposals.standing(proposal),
    )


def _shown(proposal: Any, text: str) -> str:  # noqa: ANN401 - a record
    flash(text)
    return url_for("proposals.show", proposal_id=proposal.id)
