"""Forms of the area: accounts."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
)
from wtforms.validators import Email, EqualTo, InputRequired, Length

from portal.blueprints.choosing import ChoiceForm
from portal.blueprints.countries import country_choices
from portal.blueprints.fields import TidyForm, line
from portal.domain.passwords import LEAST
from portal.services.partner_members import Newcomer
from portal.services.partners import Registration
from portal.services.person_keys import Wish
from portal.services.second_factor import Proof

LONGEST_PASSWORD = 200
LONGEST_CODE = 60
_NEEDED = _l("Fill this in.")


def address_field() -> EmailField:
    """Return the field for an e-mail address, checked for its form."""
    return EmailField(
        _l("E-mail address"),
        [
            InputRequired(_NEEDED),
            Length(max=254),
            Email(_l("Enter an address like name@example.org.")),
        ],
        render_kw={"autocomplete": "email"},
    )


def password_field(label: Any, hint: Any = "", use: str = "new-password") -> PasswordField:  # noqa: ANN401 - lazy texts
    """Return a password field; ``use`` tells the browser which password is meant."""
    checks = [InputRequired(_NEEDED), Length(max=LONGEST_PASSWORD)]
    return PasswordField(label, checks, description=hint, render_kw={"autocomplete": use})


def new_password_field(label: Any) -> PasswordField:  # noqa: ANN401 - a lazy text
    """Return the field for a password that is being chosen."""
    hint = _l(
        "At least %(least)s characters, without your name or address. Several words are good.",
        least=LEAST,
    )
    return password_field(label, hint)


class SignInForm(FlaskForm):
    """Address and password; a mistyped address is refused like an unknown one."""

    email = EmailField(
        _l("E-mail address"), [InputRequired(_NEEDED)], render_kw={"autocomplete": "username"}
    )
    password = password_field(_l("Password"), use="current-password")


class OwnPasswordForm(FlaskForm):
    """The password of the account once more, before something grave."""

    password = password_field(
        _l("Password of your account"),
        _l("Asked again, so that nobody else does this at your open screen."),
        "current-password",
    )


def code_field(hint: Any) -> StringField:  # noqa: ANN401 - a lazy text
    """Return the field for a code of the second factor."""
    return StringField(
        _l("Code"),
        [InputRequired(_NEEDED), Length(max=LONGEST_CODE)],
        description=hint,
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "off"},
    )


class CodeForm(FlaskForm):
    """A code of the authenticator, or a recovery code."""

    code = code_field(_l("The six digits that your authenticator shows now."))

    def typed(self) -> str:
        """Return what was typed, for the service."""
        return str(self.code.data)


class ProofForm(OwnPasswordForm):
    """The password and a code, before the second factor changes."""

    code = code_field(
        _l("The six digits that your authenticator shows now, or a recovery code.")
    )

    def proof(self) -> Proof:
        """Return what was typed, for the service."""
        return Proof(str(self.password.data), str(self.code.data))


class AddressForm(FlaskForm):
    """The address that a link is to be mailed to."""

    email = address_field()


class ConfirmForm(FlaskForm):
    """Only a button: programs that follow links in mails must not confirm."""


class ResetForm(FlaskForm):
    """A new password, chosen after a mailed link."""

    password = new_password_field(_l("New password"))


class ChangeForm(FlaskForm):
    """A new password, chosen by somebody who knows the present one."""

    present = password_field(_l("Present password"), use="current-password")
    new = new_password_field(_l("New password"))


class RegisterForm(ChoiceForm):
    """A partner and the first person of its team."""

    organisation = line(_l("Name of the partner organisation"))
    country = SelectField(_l("Country of registration"), [InputRequired(_NEEDED)])
    registration = line(
        _l("Registration number"), 120, _l("As on the certificate of registration.")
    )
    name = line(_l("Your name"), 200)
    email = address_field()
    password = new_password_field(_l("Password"))
    language = SelectField(_l("Language of mails to you"), [InputRequired(_NEEDED)])

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.country.choices = country_choices()
        self.language.choices = [("en", "English"), ("fr", "Français")]

    def wish(self) -> Registration:
        """Return what was typed, for the service."""
        typed = {name: str(self[name].data) for name in Registration.__dataclass_fields__}
        password = typed.pop("password")
        trimmed = {name: value.strip() for name, value in typed.items()}
        return Registration(password=password, **trimmed)


class AcceptForm(TidyForm):
    """What somebody without an account fills in to join."""

    name = line(_l("Your name"), 200)
    password = new_password_field(_l("Password"))

    def newcomer(self, language: str) -> Newcomer:
        """Return who joins."""
        return Newcomer(str(self.name.data), str(self.password.data), language)


class ProveForm(TidyForm):
    """What somebody who has an account fills in to join."""

    password = password_field(_l("Password of your account"), use="current-password")

    def newcomer(self, language: str) -> Newcomer:
        """Return who joins."""
        return Newcomer("", str(self.password.data), language)


class KeyForm(FlaskForm):
    """A passphrase for a key, typed twice, and the password of the account once more."""

    passphrase = password_field(
        _l("Passphrase"),
        _l(
            "At least %(least)s characters, without your name or address, and not the "
            "password of your account. Several words are good.",
            least=LEAST,
        ),
    )
    again = PasswordField(
        _l("The same passphrase again"),
        [
            InputRequired(_NEEDED),
            EqualTo("passphrase", _l("The two passphrases differ. Type both again.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    password = password_field(
        _l("Password of your account"),
        _l("Asked again, so that nobody else makes a key at your open screen."),
        "current-password",
    )

    def wish(self) -> Wish:
        """Return what was typed, for the service."""
        return Wish(str(self.passphrase.data), str(self.password.data))


class ReplaceKeyForm(KeyForm):
    """The same for a key that takes the place of ``old``, after a warning."""

    old = HiddenField()
    understood = BooleanField(
        _l("I understand that this cannot be undone"), [InputRequired(_l("Confirm this."))]
    )

    def replaced(self) -> UUID | None:
        """Return which key the page showed."""
        try:
            return UUID(str(self.old.data))
        except ValueError:
            return None
