"""Forms of an opening by shares, and of signing its record."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.blueprints.fields import line
from portal.blueprints.passphrases import LONGEST, passphrase_field
from portal.services.opening_record import Consent
from portal.services.opening_shares import Paper

_NEEDED = _l("Fill this in.")
LONGEST_SHARE = 1_000


def _password() -> PasswordField:
    return PasswordField(
        _l("Your password"),
        [InputRequired(_NEEDED), Length(max=LONGEST)],
        description=_l("Asked again, so that nobody else acts at your open screen."),
        render_kw={"autocomplete": "current-password"},
    )


class ShareForm(FlaskForm):
    """The passphrase that unlocks one's own share."""

    passphrase = passphrase_field()


class PaperForm(FlaskForm):
    """The words of the share in escrow, and the password of who types them."""

    words = TextAreaField(
        _l("Words of the share on paper"),
        [InputRequired(_NEEDED), Length(max=LONGEST_SHARE)],
        description=_l("All 33 words in their order. Numbers and line ends do not matter."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    password = _password()

    def paper(self) -> Paper:
        """Return what was typed."""
        return Paper(self.words.data or "", self.password.data or "")


class RecordForm(FlaskForm):
    """Name, password, and the fingerprint of the record that the page shows."""

    fingerprint = HiddenField()
    name = line(_l("Your name"), 200, _l("As it stands in your account."))
    password = _password()

    def consent(self) -> Consent:
        """Return what was typed."""
        given = (self["name"].data, self.password.data, self.fingerprint.data)
        return Consent(*(each or "" for each in given))
