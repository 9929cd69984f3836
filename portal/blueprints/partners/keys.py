"""The key of a partner: who of its people holds a copy, and giving one to a colleague."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal.blueprints.partners.routes import bp
from portal.blueprints.passphrases import limit_passphrases, passphrase_field
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.services import partner_keys, partners, person_keys
from portal.web import actor, now, page

ADDRESS = "/<uuid:partner_id>/key"


class GiveForm(FlaskForm):
    """The passphrase of one's own key, to give a colleague a copy."""

    passphrase = passphrase_field()


class MakeForm(FlaskForm):
    """A step that asks for nothing but to be confirmed."""


def _page(partner: Any, form: FlaskForm) -> str:  # noqa: ANN401 - a record
    return render_template(
        "partners/keys.html",
        partner=partner,
        form=form,
        key=partner_keys.of(partner.id),
        members=partner_keys.members(partner),
        own=person_keys.of(actor().person_id),
        holds=partner_keys.copy_of(actor()) is not None,
    )


def _here(partner_id: UUID, text: str) -> str:
    flash(text)
    return url_for("partners.keys", partner_id=partner_id)


@bp.get(ADDRESS)
@page(Action.KEEP_PARTNER_KEY, partners.by_id, key="partner_id")
def keys(partner: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Show who of a partner can read what it has submitted sealed."""
    return _page(partner, GiveForm())


@bp.post(ADDRESS + "/make")
@page(Action.KEEP_PARTNER_KEY, partners.by_id, key="partner_id")
def make_key(partner: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Make the key of a partner before its first submission."""
    form = MakeForm()
    return save_or_show(
        form,
        lambda: partner_keys.make(partner, actor(), now()),
        lambda _theirs: _page(partner, form),
        lambda _made: _here(partner.id, _("The key of your organisation is made.")),
    )


@bp.post(ADDRESS + "/<uuid:person_id>/give")
@page(Action.KEEP_PARTNER_KEY, partners.by_id, key="partner_id")
@limit_passphrases
def give_key(partner: Any, person_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Give a colleague a copy of the key."""
    form = GiveForm()
    return save_or_show(
        form,
        lambda: partner_keys.give(
            partner, person_id, str(form.passphrase.data), actor(), now()
        ),
        lambda _theirs: _page(partner, form),
        lambda _done: _here(partner.id, _("Your colleague has a copy of the key now.")),
    )
