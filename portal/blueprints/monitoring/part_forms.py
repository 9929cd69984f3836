"""Forms of the sections of a report, made from what each consists of."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field as Input
from wtforms import FieldList, Form, FormField, HiddenField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from portal.blueprints import rows
from portal.blueprints.calls.fields import maybe
from portal.blueprints.fields import TidyMeta, VersionedForm, line
from portal.blueprints.proposals.part_forms import DayField
from portal.blueprints.rows import KeyedRowForm
from portal.domain.report_parts import LEVELS, Field, Kind, Table, with_days
from portal.services.report_parts import Part
from portal.show import word
from portal.wording import WORDS


class FixedRowForm(Form):
    """A row that the contract fixes: its key travels along, nobody removes it."""

    Meta = type("Meta", (TidyMeta, Form.Meta), {})

    key = HiddenField()


def _line(label: Any, field: Field) -> Input:  # noqa: ANN401 - lazy text
    return line(label, field.most, required=False)


def _text(label: Any, field: Field) -> Input:  # noqa: ANN401 - lazy text
    return TextAreaField(label, [Optional(), Length(max=field.most)])


def _whole(label: Any, field: Field) -> Input:  # noqa: ANN401 - lazy text
    return maybe(label, 0, field.most)


def _choice(label: Any, field: Field) -> Input:  # noqa: ANN401 - lazy text
    listed = [(each.value, word(each)) for each in field.choices or ()]
    return _select(label, listed)


def _level(label: Any, _field: Field) -> Input:  # noqa: ANN401 - lazy text
    return _select(label, [(str(each), str(each)) for each in LEVELS])


def _select(label: Any, listed: list[tuple[str, str]]) -> Input:  # noqa: ANN401 - lazy text
    choices = [SelectChoice(*each) for each in [("", _l("Choose")), *listed]]
    return SelectField(label, choices=choices, default="")


INPUTS: Mapping[Kind, Callable[[Any, Field], Input]] = {
    Kind.LINE: _line,
    Kind.TEXT: _text,
    Kind.DAY: lambda label, _field: DayField(label),
    Kind.WHOLE: _whole,
    Kind.CHOICE: _choice,
    Kind.LEVEL: _level,
}


def part_form(part: Part) -> VersionedForm:
    """Return the form of a section, filled with what is kept or else with what is suggested."""
    fields: dict[str, Any] = {each.name: _input(part, each) for each in part.spec.values}
    for table in part.spec.tables:
        fields[table.name] = _rows(part, table)
    made = type("PartForm", (VersionedForm,), fields)
    content = part.suggested or part.content
    data = {each.name: _typed(each, content["tables"][each.name]) for each in part.spec.tables}
    version = {"version": str(part.row.version)}
    form: VersionedForm = made(data={**content["values"], **data, **version})
    return form


def _input(part: Part, field: Field) -> Input:
    return INPUTS[field.kind](_l(WORDS[f"report_{part.code}.{field.name}"]), field)


def _rows(part: Part, table: Table) -> Any:  # noqa: ANN401 - a field list of a made form
    fields = {each.name: _input(part, each) for each in table.fields}
    label = _l(WORDS[f"report_{part.code}.{table.name}"])
    if table.free:
        return rows.rows(type("PartRowForm", (KeyedRowForm,), fields), label)
    return FieldList(FormField(type("FixedPartRowForm", (FixedRowForm,), fields)), label=label)


def _typed(table: Table, listed: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - plain data
    levels = [each.name for each in table.fields if each.kind is Kind.LEVEL]
    return [
        {**with_days(table, row), **{name: str(row[name] or "") for name in levels}}
        for row in listed
    ]


def spare(form: VersionedForm, part: Part) -> None:
    """Put empty rows below the ones that people add."""
    for table in part.spec.tables:
        if table.free:
            rows.spare(form[table.name])


def typed(form: VersionedForm, part: Part) -> dict[str, Any]:
    """Return the content that was typed, for the service to keep."""
    return {
        "tables": {each.name: _listed(form, each) for each in part.spec.tables},
        "values": {each.name: form[each.name].data for each in part.spec.values},
    }


def _listed(form: VersionedForm, table: Table) -> list[dict[str, Any]]:
    forms = rows.kept(form[table.name]) if table.free else [e.form for e in form[table.name]]
    return [
        {"key": row.key.data, **{each.name: _value(each, row) for each in table.fields}}
        for row in forms
    ]


def _value(field: Field, row: Any) -> Any:  # noqa: ANN401 - a form made above
    value = row[field.name].data
    return int(value) if field.kind is Kind.LEVEL and value else value
