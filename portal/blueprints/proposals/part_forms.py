"""Forms of the parts of a proposal, made from what a part consists of."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from portal.blueprints.calls.fields import maybe
from portal.blueprints.fields import VersionedForm, line
from portal.blueprints.rows import KeyedRowForm, kept, rows
from portal.domain.call_terms import Shift
from portal.domain.proposal_parts import LEVELS, Column, Kind, PartKey, Reply, note_name
from portal.services.proposal_parts import Part
from portal.show import word
from portal.wording import WORDS

SHIFTS = tuple(each.value for each in Shift)


class DayField(DateField):
    """A day, typed or chosen; what is no day is told in words."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day; nothing typed is no day."""
        if not valuelist or not str(valuelist[0]).strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(str(_l("Enter a day such as 2027-02-28."))) from error


def _line(label: Any, column: Column) -> Field:  # noqa: ANN401 - lazy text
    return line(label, column.most, column.hint, required=False)


def _text(label: Any, column: Column) -> Field:  # noqa: ANN401 - lazy text
    checks = [Optional(), Length(max=column.most)]
    return TextAreaField(label, checks, description=column.hint)


def _whole(label: Any, column: Column) -> Field:  # noqa: ANN401 - lazy text
    return maybe(label, 0, column.most, column.hint)


def _choice(label: Any, _column: Column) -> Field:  # noqa: ANN401 - lazy text
    return SelectField(label, default="", validate_choice=True)


def _answer(label: Any, column: Column) -> Field:  # noqa: ANN401 - lazy text
    choices = [SelectChoice(each.value, word(each)) for each in Reply]
    return RadioField(label, choices=choices, validate_choice=False, description=column.hint)


FIELDS: Mapping[Kind, Callable[[Any, Column], Field]] = {
    Kind.LINE: _line,
    Kind.TEXT: _text,
    Kind.DAY: lambda label, _column: DayField(label),
    Kind.WHOLE: _whole,
    Kind.LEVEL: _choice,
    Kind.POST: _choice,
    Kind.ANSWER: _answer,
}


def part_form(part: Part) -> VersionedForm:
    """Return the form of a part, filled with what is kept of it."""
    fields: dict[str, Any] = {each.name: _field(part, each) for each in part.spec.values}
    if part.spec.rows:
        label = _l(WORDS[f"part_rows.{part.key}"])
        fields["rows"] = rows(_row_form(part), label)
    made = type("PartForm", (VersionedForm,), fields)
    form: VersionedForm = made(data=_data(part))
    _offer(form, part)
    return form


def _field(part: Part, column: Column) -> Field:
    if column.label:
        return FIELDS[column.kind](column.label, column)
    label = _l("Reason, where it is lower") if part.spec.rows else _l("How, and what is open")
    return FIELDS[column.kind](label, column)


def _row_form(part: Part) -> type[KeyedRowForm]:
    fields: dict[str, Any] = {}
    for each in part.spec.rows:
        if each.kind is Kind.SHIFTS:
            fields |= {shift: BooleanField(_l(WORDS[f"Shift.{shift}"])) for shift in SHIFTS}
        else:
            label = _l(WORDS[f"{part.key}.{each.name}"])
            fields[each.name] = FIELDS[each.kind](label, each)
    return type("PartRowForm", (KeyedRowForm,), {**fields, "KEPT": SHIFTS})


def _data(part: Part) -> dict[str, Any]:
    listed = [_typed_row(part, row) for row in part.rows]
    return {**part.values, "rows": listed, "version": str(part.version)}


def _typed_row(part: Part, row: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(row)
    for each in part.spec.rows:
        if each.kind is Kind.LEVEL:
            given[each.name] = str(row[each.name] or "")
        if each.kind is Kind.SHIFTS:
            given |= {shift: shift in (row[each.name] or []) for shift in SHIFTS}
    return given


def _offer(form: VersionedForm, part: Part) -> None:
    """Fill the lists to choose from in each row."""
    if not part.spec.rows:
        return
    for entry in form["rows"].entries:
        for each in part.spec.rows:
            if each.kind in {Kind.LEVEL, Kind.POST}:
                entry.form[each.name].choices = choices(part, each)
            if each.kind is Kind.DAY:
                entry.form[each.name].render_kw = _limits(part)


def _limits(part: Part) -> dict[str, str]:
    """Return the days between which a calendar lets people choose: those of the contract."""
    days = {"min": part.wanted.starts_on, "max": part.wanted.ends_on}
    return {name: day.isoformat() for name, day in days.items() if day}


def choices(part: Part, column: Column) -> list[SelectChoice]:
    """Return what a field of a row offers: levels from 1 to 5, or the posts of the call."""
    if column.kind is Kind.LEVEL:
        told = [(str(each), word(each, column.name)) for each in LEVELS]
        return [SelectChoice(*each) for each in [("", _l("Choose")), *told]]
    posts = [(each.key, each.name) for each in part.wanted.posts]
    return [SelectChoice(*each) for each in [("", _l("None of them")), *posts]]


def spare(form: VersionedForm, part: Part, fill: Callable[[Any], None]) -> None:
    """Put empty rows below the filled ones and offer them the same lists."""
    if part.spec.rows:
        fill(form["rows"])
        _offer(form, part)


def typed(form: VersionedForm, part: Part) -> dict[str, Any]:
    """Return the content that was typed, for the service to keep."""
    listed = kept(form["rows"]) if part.spec.rows else []
    return {
        "rows": [_row_value(part, row) for row in listed],
        "values": {each.name: form[each.name].data for each in part.spec.values},
    }


def _row_value(part: Part, row: Any) -> dict[str, Any]:  # noqa: ANN401 - a form made above
    given: dict[str, Any] = {"key": row.key.data}
    for each in part.spec.rows:
        if each.kind is Kind.SHIFTS:
            given[each.name] = [shift for shift in SHIFTS if row[shift].data]
        elif each.kind is Kind.LEVEL:
            given[each.name] = int(row[each.name].data) if row[each.name].data else None
        else:
            given[each.name] = row[each.name].data
    return given


def columns(part: Part) -> list[str]:
    """Name the fields of a row in the order of its table."""
    names = [[*SHIFTS] if each.kind is Kind.SHIFTS else [each.name] for each in part.spec.rows]
    return [name for each in names for name in each]


def groups(part: Part, form: VersionedForm) -> list[tuple[Field, Field | None]]:
    """Return the single fields in their order, each with the field of the words beside it."""
    named = {each.name: form[each.name] for each in part.spec.values}
    notes = {note_name(name) for name in named}
    return [
        (field, named.get(note_name(name)))
        for name, field in named.items()
        if name not in notes
    ]


WIDE: Mapping[PartKey, tuple[str, ...]] = {
    PartKey.WORK_PLAN: ("activity", "milestone"),
    PartKey.INDICATORS: ("name", "verification"),
    PartKey.STAFFING: ("role",),
    PartKey.RISKS: ("risk", "mitigation"),
}
"""The columns of each table that take the room that the others leave."""
