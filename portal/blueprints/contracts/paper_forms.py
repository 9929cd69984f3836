"""Forms of a contract that is signed on paper: the scan, and what a second person says."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.blueprints.fields import LONGEST_TEXT, TidyForm, Written
from portal.services.contract_paper import Shown, Told
from portal.services.file_checks import Upload

NEEDED = _l("Fill this in.")


class PaperActForm(FlaskForm):
    """Who signed on paper, on which day, and the scan of the signed print."""

    person = SelectField(_l("Who signed"), [Written(NEEDED)])
    signed_on = DateField(_l("Day of the signature"), [InputRequired(NEEDED)])
    file = FileField(
        _l("Scan of the whole signed contract"),
        [FileRequired(_l("Choose a file."))],
        description=_l("Every page, with the signature: PDF, JPEG or PNG."),
    )

    def offer(self, people: Iterable[Any]) -> None:
        """Let the form choose among these people."""
        chosen = [SelectChoice(str(each.id), each.name) for each in people]
        self.person.choices = [SelectChoice("", ""), *chosen]

    def told(self) -> Told:
        """Return what was typed, with the scan, as a value."""
        sent = self.file.data
        with sent.stream:
            upload = Upload("", str(sent.filename), sent.read())
        day = self.signed_on.data
        return Told(upload, UUID(self.person.data), day)


class PaperCheckForm(TidyForm):
    """What a second person says about a scan, and the hashes that were shown to them."""

    fingerprint = HiddenField()
    sha256 = HiddenField()
    comment = TextAreaField(
        _l("Comment"), [Length(max=LONGEST_TEXT)], description=_l("Needed only if you decline.")
    )

    def shown(self) -> Shown:
        """Return the hashes that the page showed."""
        return Shown(self.fingerprint.data or "", self.sha256.data or "")
