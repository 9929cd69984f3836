"""Forms of the area: partners."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    DateField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from portal.blueprints.accounts.forms import address_field
from portal.blueprints.choosing import ChoiceForm
from portal.blueprints.countries import country_choices
from portal.blueprints.fields import (
    LONGEST_TEXT,
    TidyForm,
    VersionedForm,
    WholeField,
    Written,
    currency,
    line,
    tidied,
)
from portal.domain.actions import Role
from portal.domain.partner_house import DocumentKind, Opinion
from portal.services.bank_details import Wish as BankWish
from portal.services.file_checks import Upload
from portal.services.partner_documents import Paper
from portal.show import word
from portal.wording import WORDS

WEB_ADDRESS = r"https?://[^\s<>\"]+$"
MEMBER_ROLES = (Role.PARTNER_OWNER, Role.PARTNER_EDITOR, Role.PARTNER_SIGNATORY)


def _label(name: str) -> Any:  # noqa: ANN401 - a lazy text
    return _l(WORDS[f"partner.{name}"])


def _number(name: str, least: int, most: int) -> WholeField:
    message = _l("Enter a number from %(least)s to %(most)s.", least=least, most=most)
    return WholeField(_label(name), [Optional(), NumberRange(least, most, message)])


def _with_scheme(typed: str | None) -> str:
    address = (typed or "").strip()
    return f"https://{address}" if address and "://" not in address else address


class ProfileForm(VersionedForm):
    """The essentials of a profile; they can be saved before they are complete."""

    name = line(_label("name"))
    acronym = line(_label("acronym"), 30, required=False)
    country = SelectField(_label("country"))
    city = line(_label("city"), 120, required=False)
    address = line(_label("address"), required=False)
    registration = line(_label("registration"), 120, required=False)
    founded = _number("founded", 1800, 2200)
    website = StringField(
        _label("website"),
        [
            Optional(),
            Length(max=200),
            Regexp(WEB_ADDRESS, message=_l("Enter an address like www.example.org.")),
        ],
        filters=[_with_scheme],
    )
    mandate = TextAreaField(
        _label("mandate"),
        [Optional(), Length(max=LONGEST_TEXT)],
        description=_l("What your organisation is for, in a few sentences."),
    )

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.country.choices = country_choices()

    def profile(self) -> dict[str, object]:
        """Return what was typed, by the name of its column."""
        typed = {field.name: field.data for field in self}
        columns = set(typed) - {"version", "csrf_token"}
        return {name: typed[name] for name in columns}


class OrganisationForm(ChoiceForm):
    """An organisation registered by somebody who has an account."""

    organisation = line(_l("Name of the partner organisation"))
    country = SelectField(_l("Country of registration"), [Written(_l("Fill this in."))])
    registration = line(
        _l("Registration number"), 120, _l("As on the certificate of registration.")
    )

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.country.choices = country_choices()

    def organisation_told(self) -> tuple[str, str, str]:
        """Return name, country and registration number."""
        fields = (self.organisation, self.country, self.registration)
        name, country, number = (str(field.data) for field in fields)
        return name, country, number


class RolesForm(TidyForm):
    """The roles of a member."""

    roles = SelectMultipleField(
        _l("Roles"),
        description=_l(
            "Owners look after profile and members, editors write, signatories sign."
        ),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.roles.choices = [SelectChoice(each.value, word(each)) for each in MEMBER_ROLES]

    def chosen(self) -> list[Role]:
        """Return the roles that were ticked."""
        return [Role(code) for code in self.roles.data or []]


class InviteForm(RolesForm):
    """Whom to invite, and as what."""

    email = address_field()


class ConfirmForm(TidyForm):
    """A step that asks for nothing but to be confirmed."""


class BankForm(TidyForm):
    """A bank account that is to be used from now on."""

    holder = line(_label("bank_holder"), 200, _l("The name under which the account is held."))
    bank = line(_l("Bank"), 200)
    country = SelectField(_l("Country of the bank"), [Written(_l("Fill this in."))])
    number = line(_l("Account number or IBAN"), 60)
    bic = StringField(
        _l("BIC (SWIFT code)"),
        [
            Optional(),
            Regexp(
                r"[A-Za-z]{6}[A-Za-z0-9]{2}([A-Za-z0-9]{3})?$",
                message=_l("Enter the 8 or 11 letters and digits of the BIC."),
            ),
        ],
        filters=[tidied, lambda typed: typed.upper() if typed else ""],
    )
    currency = currency(_l("Currency of the account"))

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.country.choices = country_choices()

    def wish(self) -> BankWish:
        """Return the account as a value."""
        names = BankWish.__dataclass_fields__
        return BankWish(**{name: str(self[name].data or "") for name in names})


class BankConfirmForm(TidyForm):
    """The number typed a second time, by a second person."""

    number = line(
        _l("Account number or IBAN"),
        60,
        _l("Type it from a letter of the bank, not from what your colleague tells you."),
    )


class ReasonForm(TidyForm):
    """Why something is declined."""

    reason = line(_l("Reason"), 300)


class RemarkForm(TidyForm):
    """What procurement found when it looked."""

    remark = TextAreaField(
        _l("What you found"), [Written(_l("Fill this in.")), Length(max=2000)]
    )


class PaperForm(TidyForm):
    """A file of the profile, and what is told of it."""

    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])
    kind = SelectField(_l("Kind of document"))
    title = line(_l("What this file is"), 200)
    issued_on = DateField(_l("Issued on"), [Optional()])
    expires_on = DateField(
        _l("Valid until"),
        [Optional()],
        description=_l("The owner is reminded 60, 30 and 7 days before, and when it is over."),
    )
    year = WholeField(
        _l("Year audited"),
        [Optional(), NumberRange(1950, 2100, _l("Enter a year."))],
        description=_l("For an audit report."),
    )
    opinion = SelectField(_l("Opinion of the auditor"), description=_l("For an audit report."))

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.kind.choices = [SelectChoice(each.value, word(each)) for each in DocumentKind]
        opinions = [SelectChoice(each.value, word(each)) for each in Opinion]
        self.opinion.choices = [SelectChoice("", ""), *opinions]

    def paper(self) -> Paper:
        """Return the file and its facts as a value."""
        sent, opinion = self.file.data, self.opinion.data
        with sent.stream:
            upload = Upload(str(self.title.data), str(sent.filename), sent.read())
        days = (self.issued_on.data, self.expires_on.data, self.year.data)
        kind = DocumentKind(self.kind.data)
        return Paper(upload, kind, *days, Opinion(opinion) if opinion else None)
