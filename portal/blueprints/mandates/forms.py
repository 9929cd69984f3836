"""The form of a mandate: who may sign, from when, until when, up to which amount."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from portal.blueprints.fields import AmountField, TidyForm, Written, currency, line
from portal.services.file_checks import Upload
from portal.services.mandates import Wish

NEEDED = _l("Fill this in.")


class MandateForm(TidyForm):
    """A mandate and the file that shows it."""

    person = SelectField(_l("Who may sign"), [Written(NEEDED)])
    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])
    title = line(_l("What this file is"), 200, _l("For example: decision of the board."))
    limit = AmountField(
        _l("Highest amount of a contract"),
        [Optional()],
        description=_l("Leave it empty when the document sets no limit."),
    )
    currency = currency(_l("Currency of the limit"), required=False)
    valid_from = DateField(_l("Valid from"), [InputRequired(NEEDED)])
    valid_until = DateField(
        _l("Last day"),
        [Optional()],
        description=_l("Leave it empty when the document sets no end."),
    )

    def offer(self, people: Iterable[Any]) -> None:
        """Let the form choose among these people."""
        chosen = [SelectChoice(str(each.id), each.name) for each in people]
        self.person.choices = [SelectChoice("", ""), *chosen]

    def wish(self) -> Wish:
        """Return the mandate and its file as a value."""
        sent, currency = self.file.data, self.currency.data or ""
        with sent.stream:
            upload = Upload(str(self.title.data), str(sent.filename), sent.read())
        days = (self.valid_from.data, self.valid_until.data)
        return Wish(upload, UUID(self.person.data), self.limit.data, currency, *days)
