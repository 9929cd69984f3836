"""The form that takes a sealed file to be looked at."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class SealForm(FlaskForm):
    """A file whose seal is looked at; it is not kept."""

    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])

    def content(self) -> bytes:
        """Return the bytes of the file."""
        with self.file.data.stream as sent:
            return bytes(sent.read())
