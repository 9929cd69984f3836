"""Rehearsing an opening: trial shares, trial envelopes, a record that is thrown away."""

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from portal.blueprints.accounts.forms import password_field
from portal.blueprints.call_keys.forms import DoneForm, PassphraseForm
from portal.blueprints.fields import line
from portal.blueprints.passphrases import limit_passphrases
from portal.blueprints.saving import save_or_show
from portal.config import share_minutes
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.services import calls, person_keys, rehearsals
from portal.web import actor, now, page

bp = Blueprint("rehearsals", __name__, url_prefix="/calls/<slug:slug>/rehearsal")


class SignForm(FlaskForm):
    """Name and password, as the real record asks for them."""

    name = line(_l("Your name"), 200, _l("As it stands in your account."))
    password = password_field(
        _l("Your password"),
        _l("Asked again, so that nobody else acts at your open screen."),
        "current-password",
    )

    def typed(self) -> tuple[str, str]:
        """Return what was typed."""
        return str(self["name"].data), str(self.password.data)


@bp.get("")
@page(Action.REHEARSE_OPENING, calls.by_slug)
def show(call: Thing) -> ResponseReturnValue:
    """Show how far a rehearsal is, or offer to begin one."""
    return _page(call)


def _page(call: Thing, **forms: Any) -> str:  # noqa: ANN401 - forms that are shown again
    shown = {
        "share_form": PassphraseForm(formdata=None),
        "sign_form": SignForm(formdata=None),
        "done": DoneForm(formdata=None),
        **forms,
    }
    return render_template(
        "call_keys/rehearsal.html",
        call=call,
        there=rehearsals.standing(call),
        startable=rehearsals.can_start(call),
        own=person_keys.of(actor().person_id),
        who=actor(),
        minutes=share_minutes(),
        **shown,
    )


def _here(call: Thing, text: str) -> str:
    flash(text)
    return url_for("rehearsals.show", slug=call.slug)


@bp.post("/start")
@page(Action.REHEARSE_OPENING, calls.by_slug)
def start(call: Thing) -> ResponseReturnValue:
    """Make trial shares and trial envelopes."""
    form = DoneForm()
    text = _("The rehearsal has begun. Each holder now gives the trial share on this page.")
    return save_or_show(
        form,
        lambda: rehearsals.start(call, actor(), now()),
        lambda _theirs: _page(call, done=form),
        lambda _made: _here(call, text),
    )


@bp.post("/share")
@page(Action.REHEARSE_OPENING, calls.by_slug)
@limit_passphrases
def give(call: Thing) -> ResponseReturnValue:
    """Give one's own trial share."""
    form = PassphraseForm()
    given = _("Your trial share is given. Another holder now gives theirs.")
    opened = _("The trial envelopes are opened. Those present sign the record.")
    return save_or_show(
        form,
        lambda: rehearsals.give(call, str(form.passphrase.data), actor(), now()),
        lambda _theirs: _page(call, share_form=form),
        lambda done: _here(call, opened if done else given),
    )


@bp.post("/sign")
@page(Action.REHEARSE_OPENING, calls.by_slug)
@limit_passphrases
def sign(call: Thing) -> ResponseReturnValue:
    """Sign the record of the rehearsal."""
    form = SignForm()
    return save_or_show(
        form,
        lambda: rehearsals.sign(call, *form.typed(), actor(), now()),
        lambda _theirs: _page(call, sign_form=form),
        lambda _done: _here(call, _("You have signed the record of the rehearsal.")),
    )


@bp.post("/end")
@page(Action.REHEARSE_OPENING, calls.by_slug)
def end(call: Thing) -> ResponseReturnValue:
    """Throw the rehearsal away."""
    form = DoneForm()
    text = _("The rehearsal is thrown away. Nothing of it is left but its events in the log.")
    return save_or_show(
        form,
        lambda: rehearsals.end(call, actor(), now()),
        lambda _theirs: _page(call, done=form),
        lambda _done: _here(call, text),
    )
