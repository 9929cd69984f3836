"""Forms of sealing on the partner's own computer."""

from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from portal.services import proposal_sealing
from portal.services.uploads import ENVELOPE, Announced
from portal.show import word

AnyForm = TypeVar("AnyForm", bound="_Form")
TITLE = "Envelope"


class PackageForm(FlaskForm):
    """The button that gives out a package."""


class _Form(FlaskForm):
    """What an envelope holds. ``title`` is sent along by the script that sends files."""

    purpose = SelectField(_l("What the envelope holds"))
    title = HiddenField(default=TITLE)


class EnvelopeForm(_Form):
    """An envelope sent at once. Its fields follow it: its end is never the body's end."""

    file = FileField(_l("Sealed envelope"), [FileRequired(_l("Choose a file."))])

    def told(self) -> Announced:
        """Return what is known of the file before it is read."""
        sent = self.file.data
        size = sent.stream.seek(0, 2)
        sent.stream.seek(0)
        return Announced(TITLE, str(self.purpose.data), str(sent.filename), size)


class EnvelopeAnnouncement(_Form):
    """An envelope that a script sends in parts."""

    name = StringField(_l("File"), [InputRequired(_l("Choose a file.")), Length(max=500)])
    size = IntegerField(_l("Size"), [InputRequired(_l("Choose a file."))])
    sha256 = StringField(_l("Fingerprint"), [Optional(), Regexp(r"\A[0-9a-f]{64}\Z")])

    def value(self) -> Announced:
        """Return what is announced as a value."""
        told = (str(self.purpose.data), str(self.name.data), int(self.size.data or 0))
        return Announced(TITLE, *told, str(self.sha256.data or ""))


def envelope_form(kind: type[AnyForm], proposal: Any, *, shown: bool = False) -> AnyForm:  # noqa: ANN401 - a record
    """Return a form that offers what the envelopes of a proposal hold."""
    form = kind(formdata=None) if shown else kind()
    parts = proposal_sealing.parts_of(proposal)
    form.purpose.choices = [(f"{ENVELOPE}{each.value}", word(each)) for each in parts]
    return form
