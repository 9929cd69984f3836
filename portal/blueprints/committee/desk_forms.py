"""Forms of the scoring desk: one score with its reason, notes to oneself, words to look for."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from portal.blueprints.committee.forms import reason_field, score_field
from portal.blueprints.fields import LONGEST_TEXT, VersionedForm
from portal.domain.texts import number_of
from portal.services.desk import Draft
from portal.services.marking import Mark
from portal.services.scoring import Criterion

LONGEST_SEARCH = 200


class MarkForm(VersionedForm):
    """A score and its reason; ``agreed`` is the version that a choice was made against.

    The two fields are added for the scale of a criterion.
    """

    agreed = HiddenField()

    def seen(self) -> int:
        """Return the version that the writer saw, or decided against."""
        agreed = number_of(self.agreed.data)
        return super().seen() if agreed is None else agreed

    def draft(self, criterion: Criterion) -> Draft:
        """Return the score that was typed for a criterion."""
        mark = Mark(self["score"].data, self["reason"].data or "")
        return Draft(criterion, mark, self.seen())


def mark_form(criterion: Criterion, mark: Mark, version: int) -> MarkForm:
    """Return the form of one criterion, filled with what stands."""
    fields = {"score": score_field(criterion, mark), "reason": reason_field(mark)}
    made: MarkForm = type("MarkForm", (MarkForm,), fields)(version=str(version))
    return made


class NoteForm(VersionedForm):
    """A member's notes to themselves."""

    text = TextAreaField(
        _l("Notes to yourself"),
        [Length(max=LONGEST_TEXT, message=_l("This text is longer than the portal keeps."))],
        description=_l("Nobody else ever sees them; they stand on no other page and paper."),
    )


def note_form(note: Any, **options: Any) -> NoteForm:  # noqa: ANN401 - a record or none
    """Return the form of the notes, filled with what stands."""
    text, version = (note.text, str(note.version)) if note else ("", "0")
    return NoteForm(text=text, version=version, **options)


def searched() -> str:
    """Return what was typed to look for."""
    return request.args.get("q", "").strip()[:LONGEST_SEARCH]
