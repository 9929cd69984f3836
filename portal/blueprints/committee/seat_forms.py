"""Forms of a seat: its declaration, its replacement, an observer's comment, an objection."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, Optional

from portal.blueprints.fields import TidyForm, line, text
from portal.domain.interests import Statement
from portal.services.committee_seats import Successor
from portal.services.declarations import Proposing
from portal.services.file_checks import Upload

NONE, CONFLICT = "none", "conflict"
_ANSWERS = [
    SelectChoice(NONE, _l("No conflict")),
    SelectChoice(CONFLICT, _l("Conflict of interest")),
]


class DeclarationForm(TidyForm):
    """What the holder of a seat declares on each proposing partner, and confidentiality."""

    text = text(
        _l("What the conflict is"),
        _l(
            "Needed with a conflict. Name the partner and what ties you to it: work, family, "
            "money or friendship, now or in the last years, also where it could only seem so."
        ),
        required=False,
    )
    undertaking = BooleanField(_l("I agree to each of these points."))

    def statement(self, asked: Sequence[Proposing]) -> Statement[UUID]:
        """Return what was declared on each partner; one without an answer is left out."""
        given = {
            each.partner.id: str(self[f"partner_{place}"].data) == CONFLICT
            for place, each in enumerate(asked, 1)
            if str(self[f"partner_{place}"].data) in {NONE, CONFLICT}
        }
        return Statement(given, self["text"].data or "", bool(self.undertaking.data))


def declaration_form(asked: Sequence[Proposing], before: Mapping[str, bool]) -> DeclarationForm:
    """Return the form of a declaration: a choice for each partner, as it was ``before``."""
    words = {True: CONFLICT, False: NONE, None: None}
    fields: dict[str, Any] = {
        f"partner_{place}": RadioField(
            each.partner.name,
            choices=_ANSWERS,
            validate_choice=False,
            default=words[before.get(str(each.partner.id))],
        )
        for place, each in enumerate(asked, 1)
    }
    made: DeclarationForm = type("DeclarationForm", (DeclarationForm,), fields)()
    return made


class SuccessorForm(TidyForm):
    """Who takes a seat over, and why."""

    person = SelectField(_l("New member"), validate_choice=False)
    institution = line(_l("Institution"), 200, required=False)
    appointment = line(
        _l("Letter of appointment"), 200, _l("Its number or title."), required=False
    )
    appointed_on = DateField(_l("Date of the letter"), [Optional()])
    reason = text(
        _l("Reason"), _l("It is printed in the minutes. Write nothing about health or family.")
    )

    def offer(self, people: Iterable[Any]) -> None:
        """Fill the list of those who could take the seat."""
        nobody = ("", gettext("Choose somebody"))
        self.person.choices = [nobody, *((str(each.id), each.name) for each in people)]

    def value(self) -> Successor:
        """Return what was typed."""
        known = {str(key) for key, _name in self.person.choices or []} - {""}
        chosen = str(self.person.data or "")
        return Successor(
            UUID(chosen) if chosen in known else None,
            self.reason.data or "",
            self.institution.data or "",
            self.appointment.data or "",
            self.appointed_on.data,
        )


class AppointmentForm(TidyForm):
    """The letter by which somebody holds a seat."""

    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])
    title = line(_l("What this file is"), 200, _l("For example: letter of the ministry."))

    def upload(self) -> Upload:
        """Return the file as it was sent."""
        sent = self.file.data
        with sent.stream:
            return Upload(str(self.title.data), str(sent.filename), sent.read())


class ObservationForm(TidyForm):
    """A comment of an observer for the minutes."""

    text = text(_l("Your comment"), _l("It stands in the minutes as you write it."))


class ObjectionForm(TidyForm):
    """The answer of a government to a recommended award."""

    answer = RadioField(
        _l("Does your authority object to this award?"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice("no", _l("No objection. The award can be approved.")),
            SelectChoice("yes", _l("Objection. The recommendation goes back to procurement.")),
        ],
    )
    reasons = text(
        _l("Reasons for an objection"),
        _l("Needed with an objection. Procurement and the committee read them."),
        required=False,
    )
