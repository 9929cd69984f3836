"""Submitting a proposal: everything on one page, the password once more, then the receipt.

The password can be typed some minutes before, so that its check does not wait in a rush.
"""

from collections.abc import Callable
from typing import Any, TypeAlias

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from portal.blueprints.accounts.forms import password_field
from portal.blueprints.passphrases import limit_passphrases
from portal.blueprints.proposals.forms import SubmitForm
from portal.blueprints.proposals.views import OWN, bp, facts_of
from portal.blueprints.saving import save_or_show
from portal.config import proof_minutes
from portal.domain.actions import Action
from portal.domain.errors import WrongState
from portal.domain.lifecycle import SUBMIT_PROPOSAL
from portal.services import accounts, call_keys, person_keys, proofs, proposals
from portal.web import actor, now, page

Submit: TypeAlias = Callable[[Any, str], ResponseReturnValue]
"""Submits a proposal from a form, and leads to the address of its receipt."""


class SealForm(SubmitForm):
    """The button that submits, and the password of the account once more."""

    password = password_field(
        _l("Password of your account"),
        _l("Asked again, so that nobody else submits at your open screen."),
        "current-password",
    )


@bp.get(OWN + "/submit")
@page(Action.SEE_PROPOSAL, proposals.by_id, key="proposal_id")
def check(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Show everything on one page before it is submitted."""
    if not proposals.writable(proposal):
        return redirect(url_for("proposals.show", proposal_id=proposal.id))
    return _check_page(proposal, SealForm())


def _check_page(proposal: Any, form: SubmitForm) -> str:  # noqa: ANN401 - a record
    proposal = proposals.by_id(proposal.id)
    form.show(proposal.call.edition)
    proved = proofs.until(proposal, current_user.get_id(), now())
    whole = proposals.contents(proposal, actor())
    return render_template(
        "proposals/submit.html",
        proposal=proposal,
        whole=whole,
        form=form,
        standing=proposals.standing(proposal),
        needs_key=needs_key(proposal),
        proved=proved,
        minutes=proof_minutes(),
        **facts_of(whole),
    )


def needs_key(proposal: Any) -> bool:  # noqa: ANN401 - a record
    """Say whether the signatory has to make a key first, to read what is sealed."""
    return call_keys.has(proposal.call) and person_keys.of(actor().person_id) is None


@bp.post(OWN + "/submit/password")
@page(Action.SUBMIT_PROPOSAL, proposals.by_id, key="proposal_id")
@limit_passphrases
def prove(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Take the password beforehand; for some minutes the button alone then submits."""
    SUBMIT_PROPOSAL.take(proposal.state)
    form = SealForm()
    return save_or_show(
        form,
        lambda: _prove(proposal, str(form.password.data)),
        lambda _theirs: _check_page(proposal, form),
        lambda _done: url_for("proposals.check", proposal_id=proposal.id) + "#final",
    )


def _prove(proposal: Any, password: str) -> None:  # noqa: ANN401 - a record
    proofs.give(proposal, password, current_user.get_id(), actor(), now())


@bp.post(OWN + "/submit")
@page(Action.SUBMIT_PROPOSAL, proposals.by_id, key="proposal_id")
@limit_passphrases
def submit(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Submit sealed and lead to the receipt; a second click leads to the same receipt."""
    return once(proposal, _submit)


def once(proposal: Any, submit: Submit) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Submit with a key of one's own; what was submitted before leads to its receipt."""
    if proposals.writable(proposal) and needs_key(proposal):
        return _to_key(proposal)
    receipt = url_for("proposals.receipt", proposal_id=proposal.id)
    try:
        SUBMIT_PROPOSAL.take(proposal.state)
        return submit(proposal, receipt)
    except WrongState:
        flash(_("This proposal was submitted before. Nothing was submitted twice."))
        return redirect(receipt, 303)


def _to_key(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Lead a signatory to the page of the key, and back."""
    flash(_("First make a key of your own. Then submit: nothing of the proposal is lost."))
    back = url_for("proposals.check", proposal_id=proposal.id)
    return redirect(url_for("accounts.key", next=back), 303)


def _submit(proposal: Any, receipt: str) -> ResponseReturnValue:  # noqa: ANN401 - a record
    proved = proofs.until(proposal, current_user.get_id(), now())
    asked = proved is None or bool(request.form.get("password"))
    form: SubmitForm = SealForm() if asked else SubmitForm()
    return save_or_show(
        form,
        lambda: _seal(proposal, form),
        lambda _theirs: _check_page(proposal, form),
        lambda _done: receipt,
    )


def _seal(proposal: Any, form: SubmitForm) -> None:  # noqa: ANN401 - a record
    if isinstance(form, SealForm):
        accounts.require_own_password(actor(), str(form.password.data))
    proposals.submit(proposal, actor(), now(), form.seen())
