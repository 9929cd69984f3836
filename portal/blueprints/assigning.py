"""The form that gives the sections of a draft or of a report to the people who write them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from portal.domain.errors import NotFound
from portal.services.draft_assigning import Wish


def typed_key(typed: object) -> UUID:
    """Read a key as a form brings it; ``NotFound`` if it is none."""
    try:
        return UUID(str(typed))
    except ValueError as error:
        raise NotFound from error


class AssignForm(FlaskForm):
    """Who writes what: one choice for each section."""

    def value(self) -> dict[str, Wish]:
        """Return the wishes by section."""
        fields = [each for each in self if isinstance(each, SelectField)]
        return {
            each.description: Wish(
                _person(each.data), _person(self[f"seen_{each.short_name}"].data)
            )
            for each in fields
        }


def _person(typed: object) -> UUID | None:
    return typed_key(typed) if typed else None


def assign_form(sections: Sequence[Any], people: Sequence[Any], given: Any) -> AssignForm:  # noqa: ANN401 - records
    """Return a form with a choice for each section, filled with who writes it now."""
    nobody = SelectChoice("", gettext("Nobody in particular"))
    choices = [nobody, *(SelectChoice(str(each.id), each.name) for each in people)]
    fields: dict[str, Any] = {}
    data = {}
    for number, section in enumerate(sections):
        name, seen = f"section_{number}", f"seen_section_{number}"
        fields[name] = SelectField(
            section.key, choices=choices, validate_choice=False, description=section.key
        )
        fields[seen] = HiddenField()
        now = given.get(section.key)
        data[name] = data[seen] = str(now.person_id) if now else ""
    made: AssignForm = type("SectionsForm", (AssignForm,), fields)(data=data)
    return made
