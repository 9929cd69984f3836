"""Forms of procedures: texts, sections, rows of the matrix, steps, budget lines."""

from datetime import date
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from portal.blueprints.fields import AmountField, TidyForm, VersionedForm, currency, text
from portal.blueprints.fields import line as one_line
from portal.blueprints.rows import whole
from portal.domain.procedures import BudgetLevel, Duty, Party
from portal.services.procedure_parts import MOST_PARTS, RowDraft, SectionDraft
from portal.services.procedure_steps import Agreement
from portal.services.procedures import Text
from portal.services.state_budgets import Entry
from portal.wording import WORDS, word_key

_DAY = InputRequired(_l("Choose a day."))
_DUTIES = [
    SelectChoice("", "\N{EN DASH}"),
    *(SelectChoice(each.value, _l(WORDS[word_key(each)])) for each in Duty),
]
_LEVELS = [SelectChoice(each.value, _l(WORDS[word_key(each)])) for each in BudgetLevel]
_LANGUAGES = [SelectChoice("en", _l("English")), SelectChoice("fr", _l("French"))]
_NO_DETAILS = _l("No names or other details of migrants.")


class StartForm(FlaskForm):
    """In which language the first version is written."""

    language = RadioField(
        _l("Language of the procedures"),
        [InputRequired(_l("Choose one."))],
        choices=_LANGUAGES,
    )


class TextForm(VersionedForm):
    """The purpose and the legal basis."""

    purpose = text(_l("Purpose"), _l("What the procedures are for, in a few sentences."))
    basis = text(
        _l("Legal basis"),
        _l("Laws, decrees, agreements and mandates that the cooperation rests on."),
    )

    def given(self) -> Text:
        """Return what was typed."""
        return Text(self.purpose.data or "", self.basis.data or "")


class SectionForm(VersionedForm):
    """One section."""

    number = whole(_l("Number"), 1, MOST_PARTS, _l("Its place among the sections."))
    title = one_line(_l("Title"), 200)
    text = text(_l("Text"), _NO_DETAILS, required=False)

    def draft(self) -> SectionDraft:
        """Return what was typed."""
        number = self.number.data or 1
        return SectionDraft(self.title.data or "", self.text.data or "", number)


def _duty(party: Party) -> SelectField:
    return SelectField(_l(WORDS[word_key(party)]), choices=_DUTIES)


class RowForm(VersionedForm):
    """One service in the matrix: who does what for it, and how."""

    number = whole(_l("Number"), 1, MOST_PARTS, _l("Its place in the matrix."))
    name = one_line(_l("Service or function"), 200)
    always = BooleanField(
        _l("Around the clock"),
        description=_l("At every hour of every day: say below what happens if it fails."),
    )
    ministry = _duty(Party.MINISTRY)
    director = _duty(Party.DIRECTOR)
    caseworker = _duty(Party.CASEWORKER)
    iom = _duty(Party.IOM)
    partner = _duty(Party.PARTNER)
    health = _duty(Party.HEALTH)
    police = _duty(Party.POLICE)
    interpreters = _duty(Party.INTERPRETERS)
    response = one_line(
        _l("Response time"), 200, _l("For example: within 2 hours."), required=False
    )
    form = one_line(_l("Form used"), 200, required=False)
    escalation = text(_l("Escalation"), _l("Who is told if it is not done."), required=False)
    fallback = text(_l("If it fails"), _l("Who steps in, and how."), required=False)

    def draft(self) -> RowDraft:
        """Return what was typed."""
        return RowDraft(
            self.name.data or "",
            self.number.data or 1,
            {each: Duty(self[each.value].data) for each in Party if self[each.value].data},
            bool(self.always.data),
            self.response.data or "",
            self["form"].data or "",
            self.escalation.data or "",
            self.fallback.data or "",
        )


class ReviewForm(FlaskForm):
    """The reviewer confirms a version under their own name."""


class RemarkForm(TidyForm):
    """What is to be changed first."""

    remark = text(_l("What is to be changed"), _l("The author reads it."))


class AgreeForm(TidyForm):
    """By what the authority and IOM agreed."""

    agreed_on = DateField(_l("Day of the agreement"), [_DAY])
    letter = one_line(_l("Reference of the letter"), 120)
    state_signatory = one_line(
        _l("Who signed for the State"), 200, _l("Name and function, as under the paper.")
    )
    office_signatory = one_line(
        _l("Who signed for IOM"), 200, _l("Name and function, as under the paper.")
    )

    def agreement(self, agreed_on: date) -> Agreement:
        """Return what was typed."""
        texts = (self.letter, self.state_signatory, self.office_signatory)
        return Agreement(agreed_on, *(str(each.data).strip() for each in texts))


class ForceForm(FlaskForm):
    """From which day on a version applies."""

    starts_on = DateField(_l("In force from"), [_DAY])


class WithdrawForm(TidyForm):
    """Why a version is withdrawn."""

    reason = text(_l("Reason"))


class BudgetForm(VersionedForm):
    """A budget line of the State for one year."""

    year = whole(_l("Budget year"), 2000, 2100)
    level = RadioField(_l("Which budget"), [InputRequired(_l("Choose one."))], choices=_LEVELS)
    line = one_line(_l("Budget line"), 200, _l("Its number or title in the budget."))
    currency = currency(_l("Currency"))
    committed = AmountField(
        _l("Promised by the State"),
        [InputRequired(_l("Enter an amount in figures.")), NumberRange(0)],
    )
    paid = AmountField(
        _l("Paid by the State so far"),
        [Optional(), NumberRange(0)],
        description=_l("Leave it empty when nothing is known to be paid."),
    )
    source = one_line(
        _l("Where it is written"), 300, _l("The finance law, a letter."), required=False
    )

    def entry(self) -> Entry:
        """Return what was typed."""
        return Entry(
            self.year.data or 0,
            BudgetLevel(str(self.level.data)),
            self.line.data or "",
            str(self.currency.data),
            self.committed.data or Decimal(0),
            self.paid.data or Decimal(0),
            self.source.data or "",
        )
