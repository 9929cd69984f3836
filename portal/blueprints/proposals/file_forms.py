"""Forms of the files of a proposal: one sent at once, one announced and sent in parts."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from portal.services.file_checks import Upload
from portal.services.uploads import Announced

AnyForm = TypeVar("AnyForm", bound="FileForm")


class FileForm(FlaskForm):
    """What a file is for, and what it is called."""

    purpose = SelectField(
        _l("What the call asks for"),
        description=_l("Choose the document that this file is, or something else."),
        validate_choice=False,
    )
    title = StringField(
        _l("What this file is"),
        [Length(max=200, message=_l("Use at most 200 characters."))],
        description=_l("Needed for something else; a document of the call has its own title."),
    )

    def validate_title(self, field: StringField) -> None:
        """Refuse a file of the partner's own choice without a title."""
        if not self.purpose.data and not str(field.data or "").strip():
            raise ValidationError(_l("Say what this file is."))

    def named(self) -> str:
        """Return what the file is called: as typed, else as the call calls it."""
        known = dict(self.purpose.choices or [])
        return str(self.title.data or "").strip() or str(known.get(self.purpose.data, ""))[:200]


class AttachmentForm(FileForm):
    """One file sent at once. Its fields follow it, so that its end is never the body's end."""

    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])

    def value(self) -> Upload:
        """Return the file as a value."""
        sent = self.file.data
        with sent.stream:
            content = sent.read()
        asked = purpose_of(str(self.purpose.data or ""))
        return Upload(self.named(), str(sent.filename), content, **asked)


class AnnouncementForm(FileForm):
    """A file that a script sends in parts: its name, its size, its SHA-256 if it can tell."""

    name = StringField(_l("File"), [InputRequired(_l("Choose a file.")), Length(max=500)])
    size = IntegerField(_l("Size"), [InputRequired(_l("Choose a file."))])
    sha256 = StringField(_l("Fingerprint"), [Optional(), Regexp(r"\A[0-9a-f]{64}\Z")])

    def value(self) -> Announced:
        """Return what is announced as a value."""
        return Announced(
            self.named(),
            str(self.purpose.data or "")[:60],
            str(self.name.data),
            int(self.size.data or 0),
            str(self.sha256.data or ""),
        )


def file_form(kind: type[AnyForm], documents: Sequence[Any], proofs: Sequence[Any]) -> AnyForm:
    """Return a form that offers the documents and proofs that the call asks for."""
    form = kind()
    asked = [(f"required:{each.id}", each.title) for each in documents]
    proof = [(f"proves:{each.id}", _l("Proof: %(text)s", text=each.text)) for each in proofs]
    form.purpose.choices = [("", _l("Something else")), *asked, *proof]
    return form


def purpose_of(typed: str) -> dict[str, UUID]:
    """Return what a file is for: a document of the call or a proof by its key, or nothing."""
    kind, _, key = typed.partition(":")
    try:
        return {kind: UUID(key)} if kind in {"required", "proves"} else {}
    except ValueError:
        return {}
