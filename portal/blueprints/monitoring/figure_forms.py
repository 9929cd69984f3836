"""The form of a report's figures: each indicator with the parts that the contract fixed."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, FieldList, Form, FormField, HiddenField
from wtforms.validators import NumberRange, Optional

from portal.blueprints.fields import VersionedForm, WholeField, line, text
from portal.domain.indicators import Entry, Figure, Place
from portal.services import measures
from portal.services.figures import Given
from portal.services.indicator_lines import IndicatorLine
from portal.web import language

LARGEST_COUNT = 10_000_000


def _count(label: Any) -> WholeField:  # noqa: ANN401 - lazy text
    within = _l("Enter a number from %(least)s to %(most)s.", least=0, most=LARGEST_COUNT)
    bounds = NumberRange(0, LARGEST_COUNT, message=within)
    return WholeField(label, [Optional(), bounds], render_kw={"inputmode": "numeric"})


class PartForm(Form):
    """One part of a figure; ``place`` is its dimension and value: ``sex_age.women``."""

    place = HiddenField()
    total = _count(_l("Number"))
    denominator = _count(_l("Out of"))


class ActualForm(Form):
    """The figure of one indicator with its parts."""

    key = HiddenField()
    total = _count(_l("Total"))
    denominator = _count(_l("Out of"))
    parts = FieldList(FormField(PartForm))
    note = line(_l("Note"), 500, required=False)


class ActualsForm(VersionedForm):
    """All indicators of a report. Refusals find each input by its address in the page."""

    rows = FieldList(FormField(ActualForm), label=_l("Indicators"))

    def inputs(self) -> dict[str, Field]:
        """Return every input of every row by its name."""
        return {each.name: each for each in _inputs(self.rows)}

    @property
    def errors(self) -> dict[Any, Any]:
        """Return the messages by field; rows also count when one of their inputs has some."""
        found = dict(super().errors)
        if any(each.errors for each in _inputs(self.rows)):
            found.setdefault("rows", [])
        return found

    def refused(self, row: Form) -> list[tuple[Field, str]]:
        """Return each input of a row that has to be corrected with its first message."""
        inputs = (one for field in row for one in _inputs(field))
        return [(each, str(each.errors[0])) for each in inputs if each.errors]

    def breakdowns(
        self,
        row: Any,  # noqa: ANN401 - a filled row
        about: IndicatorLine,
    ) -> list[tuple[str, list[tuple[str, Form]]]]:
        """Return the inputs of a row's parts by dimension, each with its name."""
        boxes = {_place(each.form.place.data): each.form for each in row.parts}
        return [
            (
                each.dimension,
                [
                    (measures.name_of(place, language()), boxes[place])
                    for value in each.values
                    if (place := (each.dimension, value)) in boxes
                ],
            )
            for each in about.measure.breakdowns
        ]

    def __contains__(self, name: str) -> bool:
        """Say whether there is a field or an input of a row of this name."""
        return super().__contains__(name) or name in self.inputs()

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - WTForms' own
        """Return a field, or an input of a row."""
        return super().__getitem__(name) if super().__contains__(name) else self.inputs()[name]

    def pairs(self, lines: Sequence[IndicatorLine]) -> list[tuple[Any, IndicatorLine]]:
        """Return each row beside the indicator that it is about."""
        by_key = {str(each.actual.id): each for each in lines}
        rows = [each.form for each in self.rows]
        return [(row, by_key[row.key.data]) for row in rows if row.key.data in by_key]

    def given(self) -> dict[str, Given]:
        """Return what was typed, by the key of its row."""
        return {str(each.form.key.data): _given(each.form) for each in self.rows}


class CorrectionForm(ActualsForm):
    """A new figure for one that was accepted, and why."""

    reason = text(_l("Why the accepted figure was wrong"), required=False)


class DecisionForm(FlaskForm):
    """What the second person says about a correction."""

    answer = text(_l("Your answer"), _l("Needed to refuse."), required=False)


def _inputs(field: Field) -> Iterator[Field]:
    """Walk through the inputs of nested fields."""
    if isinstance(field, FieldList):
        for entry in field.entries:
            yield from _inputs(entry)
    elif isinstance(field, FormField):
        for each in field.form:
            yield from _inputs(each)
    else:
        yield field


def _given(row: Any) -> Given:  # noqa: ANN401 - a filled row
    parts = {_place(each.form.place.data): _figure(each.form) for each in row.parts}
    return Given(_figure(row), parts, row.note.data or "")


def _figure(form: Any) -> Figure:  # noqa: ANN401 - a row or a part of one
    return Figure(form["total"].data, form["denominator"].data)


def _place(name: str | None) -> Place:
    dimension, _, value = str(name).partition(".")
    return dimension, value


def filled(lines: Sequence[IndicatorLine], version: int) -> ActualsForm:
    """Return the form with what was saved, every part that the contract fixed prepared."""
    return ActualsForm(
        data={"rows": [_row(each, each.entry) for each in lines], "version": version}
    )


def correcting(one: IndicatorLine, now: Entry) -> "CorrectionForm":
    """Return the form for a new figure, filled with the one that stands."""
    return CorrectionForm(data={"rows": [_row(one, now)]})


def _row(one: IndicatorLine, entry: Entry) -> dict[str, object]:
    parts = [
        {"place": ".".join(place), **_data(entry.part(place))} for place in one.measure.places()
    ]
    about = {"key": str(one.actual.id), "note": one.actual.note, "parts": parts}
    return {**about, **_data(entry.whole)}


def _data(figure: Figure) -> dict[str, int | None]:
    return {"total": figure.total, "denominator": figure.denominator}
