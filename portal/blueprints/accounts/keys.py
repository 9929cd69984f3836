"""A person's own key: what it is for, making it, replacing it."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.accounts.forms import KeyForm, ReplaceKeyForm
from portal.blueprints.accounts.views import bp
from portal.blueprints.local import local
from portal.blueprints.passphrases import limit_passphrases
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.services import person_keys
from portal.web import actor, now, page


def _goal(message: str) -> str:
    flash(message)
    return local(request.args.get("next"), url_for("accounts.key"))


@bp.route("/account/key", methods=["GET", "POST"])
@page(Action.USE_ACCOUNT)
@limit_passphrases
def key() -> ResponseReturnValue:
    """Show the person's key, or let them make one."""
    form, own = KeyForm(), person_keys.of(actor().person_id)
    print_ = person_keys.fingerprint(own) if own else ""
    return save_or_show(
        form,
        lambda: person_keys.make(actor(), form.wish(), now()),
        lambda _theirs: render_template(
            "accounts/key.html", form=form, own=own, fingerprint=print_
        ),
        lambda _result: _goal(_("Your key is made. Keep the passphrase safe.")),
    )


@bp.route("/account/key/replace", methods=["GET", "POST"])
@page(Action.USE_ACCOUNT)
@limit_passphrases
def replace_key() -> ResponseReturnValue:
    """Replace the person's key by a new one, after a warning of what is lost."""
    own = person_keys.required(actor())
    form, lost = ReplaceKeyForm(old=own.id), person_keys.losses(own)
    return save_or_show(
        form,
        lambda: person_keys.replace(actor(), form.replaced(), form.wish(), now()),
        lambda _theirs: render_template("accounts/replace_key.html", form=form, lost=lost),
        lambda _result: _goal(_("Your key is replaced. Keep the new passphrase safe.")),
    )
