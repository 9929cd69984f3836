"""Forms of action points."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.blueprints.fields import LONGEST_TEXT, TidyForm
from portal.blueprints.fields import text as prose
from portal.blueprints.visits.forms import NO_NAMES, people
from portal.services.action_points import Done, New
from portal.services.file_checks import Upload


class OwnerForm(TidyForm):
    """Who does an action, and by when."""

    owner = SelectField(_l("Who does it"))
    due_on = DateField(_l("By when"), [InputRequired(_l("Choose a day."))])

    def fill(self, owners: Sequence[Any]) -> None:
        """Offer the people of both sides."""
        self.owner.choices = people(owners)

    def terms(self) -> New:
        """Return the owner and the day that were chosen."""
        return New("", UUID(str(self.owner.data)), self.due_on.data)


class PointForm(OwnerForm):
    """An action point that comes of no finding."""

    text = prose(_l("What has to be done"), NO_NAMES)

    def new(self) -> New:
        """Return what was typed."""
        return New(self.text.data or "", UUID(str(self.owner.data)), self.due_on.data)


class DoneForm(FlaskForm):
    """What the owner did, with evidence."""

    text = TextAreaField(_l("What was done"), [Length(max=LONGEST_TEXT)], description=NO_NAMES)
    file = FileField(_l("Evidence"), description=_l("PDF, DOCX, XLSX, JPEG or PNG. Optional."))

    def done(self) -> Done:
        """Return what was typed, with the file."""
        sent = self.file.data
        upload = Upload("", sent.filename, sent.read()) if sent else None
        return Done(self.text.data or "", upload)


class RemarkForm(FlaskForm):
    """A remark, which a step back needs and a step forward may have."""

    remark = TextAreaField(
        _l("Remark"),
        [Length(max=LONGEST_TEXT)],
        description=_l("Needed to open it again or to give it up: the owner reads it."),
    )
