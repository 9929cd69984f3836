"""Forms of memoranda with workers of the State."""

from decimal import Decimal

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.blueprints.clearances.forms import amount
from portal.blueprints.fields import TidyForm, VersionedForm, capitals, line, text
from portal.blueprints.rows import whole
from portal.domain.allowances import DECLARATIONS, Terms
from portal.domain.policy import Thing
from portal.services.memoranda import Signed

_DAY = InputRequired(_l("Choose a day."))


class MemorandumForm(VersionedForm):
    """What is agreed with one worker."""

    staff_code = line(
        _l("Staff code"),
        20,
        _l("The code of the worker at the ministry. Name and identity documents stay outside."),
    )
    function = SelectField(_l("Function"), [InputRequired(_l("Choose one."))])
    ministry = line(_l("Employer"), 200, _l("The ministry or agency that employs the worker."))
    consent_reference = line(_l("Letter of consent of the employer"), 120, _l("Its reference."))
    consent_on = DateField(_l("Date of the letter"), [_DAY])
    tasks = text(_l("Tasks"), _l("What the worker does in the centre. No names."))
    days_week = whole(_l("Days a week"), 1, 7, _l("At most."))
    rate = amount(_l("Allowance for a day"))
    ceiling = amount(_l("Ceiling"), _l("The most for the whole time."))
    starts_on = DateField(_l("From"), [_DAY])
    ends_on = DateField(_l("To"), [_DAY])

    def fill(self, clearance: Thing) -> None:
        """Offer the functions that the clearance covers."""
        names = [each.function for each in clearance.functions]
        self.function.choices = [SelectChoice(name, name) for name in names]

    def terms(self) -> Terms:
        """Return what was typed."""
        return Terms(
            capitals(self.staff_code.data) or "",
            str(self.function.data),
            self.ministry.data or "",
            self.consent_reference.data or "",
            self.consent_on.data,
            self.tasks.data or "",
            self.days_week.data or 0,
            self.rate.data or Decimal(0),
            self.ceiling.data or Decimal(0),
            self.starts_on.data,
            self.ends_on.data,
        )


class ApproveForm(TidyForm):
    """Nothing to type: the act itself."""


class SignForm(TidyForm):
    """What is recorded of the signatures on paper."""

    on = DateField(_l("Date of the signatures"), [_DAY])
    kept_at = line(_l("Where the signed paper is kept"), 200, _l("Such as a file number."))
    no_employment = BooleanField(
        _l("The worker declared that the memorandum makes no employment with IOM.")
    )
    no_double_payment = BooleanField(
        _l("The worker declared that nobody else pays for the same days served.")
    )
    code_of_conduct = BooleanField(
        _l("The worker undertook to keep to the code of conduct and to confidentiality.")
    )

    def signed(self) -> Signed:
        """Return what was typed."""
        declared = [code for code in DECLARATIONS if self[code].data]
        return Signed(self.on.data, self.kept_at.data or "", declared)


class EndForm(TidyForm):
    """When and why a memorandum ends."""

    on = DateField(_l("Last day"), [_DAY])
    reason = text(_l("Reason"), _l("It stays with the record. No names of staff."))
