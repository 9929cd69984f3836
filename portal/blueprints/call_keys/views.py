"""The key of a call: made, tried by its holders, printed for escrow; each act one button."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.call_keys.forms import (
    DoneForm,
    MakeForm,
    PassphraseForm,
    least_holders,
)
from portal.blueprints.call_keys.paper import escrow_paper
from portal.blueprints.passphrases import limit_passphrases
from portal.blueprints.saving import save_or_show, tell
from portal.config import key_threshold, share_minutes
from portal.domain.actions import Action, Role
from portal.domain.errors import RuleBroken
from portal.domain.policy import Thing
from portal.services import call_ceremony, calls, events, person_keys
from portal.services.call_ceremony import HOLDER_ROLES
from portal.web import actor, language, now, page

bp = Blueprint("call_keys", __name__, url_prefix="/calls/<slug:slug>/key")
EVENTS = (
    "call.key_made",
    "call.share_released",
    "call.key_tried",
    "call.escrow_given",
    "call.escrow_confirmed",
    "call.holder_removed",
)


@bp.get("")
@page(Action.SEE_CALL_KEY, calls.by_slug)
def show(call: Thing) -> ResponseReturnValue:
    """Show how far the key of a call is, and who still has to do what."""
    return _page(call)


def _page(call: Thing, **forms: Any) -> str:  # noqa: ANN401 - forms that are shown again
    make, there = forms.pop("make", None) or MakeForm(), call_ceremony.ceremony(call)
    make.offer(
        call_ceremony.candidates(*HOLDER_ROLES), call_ceremony.candidates(Role.HEAD_OF_OFFICE)
    )
    shown = {"trial": PassphraseForm(), "escrow": PassphraseForm(), "done": DoneForm(), **forms}
    return render_template(
        "call_keys/show.html",
        call=call,
        there=there,
        make=make,
        without=call_ceremony.without_key(),
        own=person_keys.of(actor().person_id),
        least=least_holders(),
        threshold=there.key.threshold if there else key_threshold(),
        minutes=share_minutes(),
        history=events.timeline([call.id], EVENTS),
        **shown,
    )


def _here(call: Thing, text: str) -> str:
    flash(text)
    return url_for("call_keys.show", slug=call.slug)


@bp.post("/make")
@page(Action.MAKE_CALL_KEY, calls.by_slug)
def make(call: Thing) -> ResponseReturnValue:
    """Make the key, or make it anew with other holders."""
    form = MakeForm()
    heads = call_ceremony.candidates(Role.HEAD_OF_OFFICE)
    form.offer(call_ceremony.candidates(*HOLDER_ROLES), heads)
    return save_or_show(
        form,
        lambda: call_ceremony.make(call, form.choice(), actor(), now()),
        lambda _theirs: _page(call, make=form),
        lambda _made: _here(call, _("The key is made. Its holders now try it.")),
    )


@bp.post("/trial")
@page(Action.TRY_CALL_KEY, calls.by_slug)
@limit_passphrases
def trial(call: Thing) -> ResponseReturnValue:
    """Give one's own share for the trial."""
    form = PassphraseForm()
    given = _("Your share is given for the trial. Another holder now gives theirs.")
    opened = _("The trial envelope was opened: these shares open the proposals.")
    return save_or_show(
        form,
        lambda: call_ceremony.give_for_trial(call, str(form.passphrase.data), actor(), now()),
        lambda _theirs: _page(call, trial=form),
        lambda tried: _here(call, opened if tried else given),
    )


@bp.post("/escrow.pdf")
@page(Action.PRINT_ESCROW, calls.by_slug)
@limit_passphrases
def escrow(call: Thing) -> ResponseReturnValue:
    """Give the paper with the share in escrow; nothing of it is kept."""
    form = PassphraseForm()
    if not form.validate_on_submit():
        return _page(call, escrow=form), 422
    try:
        words = call_ceremony.escrow_words(call, str(form.passphrase.data), actor(), now())
    except RuleBroken as broken:
        tell(form, [broken])
        return _page(call, escrow=form), 422
    return _pdf(escrow_paper(call, words, language(), now()), f"{call.slug}-escrow")


def _pdf(content: bytes, name: str) -> Response:
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


@bp.post("/escrow/confirm")
@page(Action.PRINT_ESCROW, calls.by_slug)
def confirm_escrow(call: Thing) -> ResponseReturnValue:
    """Note that the paper lies in the safe; the portal forgets the share."""
    form = DoneForm()
    return save_or_show(
        form,
        lambda: call_ceremony.confirm_escrow(call, actor(), now()),
        lambda _theirs: _page(call, done=form),
        lambda _done: _here(call, _("Noted. The portal has forgotten this share.")),
    )


@bp.post("/shares/<uuid:share_id>/remove")
@page(Action.REMOVE_HOLDER, calls.by_slug)
def remove(call: Thing, share_id: UUID) -> ResponseReturnValue:
    """Let a share count no more, because its holder has left."""
    form = DoneForm()
    return save_or_show(
        form,
        lambda: call_ceremony.remove(call, share_id, actor(), now()),
        lambda _theirs: _page(call, done=form),
        lambda _done: _here(call, _("This share counts no more.")),
    )
