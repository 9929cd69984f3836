"""Forms of the ceremony in which the key of a call is made."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.blueprints.calls.forms import Boxes
from portal.blueprints.passphrases import passphrase_field
from portal.config import key_shares, key_threshold
from portal.services.call_ceremony import Choice


class MakeForm(FlaskForm):
    """Who holds the shares, and whose share goes to escrow."""

    holders = Boxes(_l("Who holds a share"), choices=[])
    escrow = SelectField(
        _l("Head of office, whose share is printed and kept in a safe"),
        [InputRequired(_l("Choose the head of office."))],
        choices=[],
    )

    def offer(self, holders: Sequence[Any], heads: Sequence[Any]) -> None:
        """Offer the people who can hold a share."""
        self.holders.choices = [SelectChoice(str(each.id), each.name) for each in holders]
        self.escrow.choices = [SelectChoice(str(each.id), each.name) for each in heads]

    def choice(self) -> Choice:
        """Return who was chosen."""
        holders = [UUID(each) for each in self.holders.data or []]
        return Choice(holders, UUID(str(self.escrow.data)), key_threshold())


class PassphraseForm(FlaskForm):
    """The passphrase of one's own key, for one's own share."""

    passphrase = passphrase_field()


class DoneForm(FlaskForm):
    """A step that asks for nothing but to be confirmed."""


def least_holders() -> int:
    """Return how many people hold a share at least, beside the one in escrow."""
    return max(key_threshold(), key_shares() - 1)
