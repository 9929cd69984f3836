"""The sections of a draft: for each its form, filled from the call, and how it is saved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.blueprints.calls import forms
from portal.blueprints.rows import spare
from portal.services import call_drafting as drafting
from portal.services.calls import FullCall


@dataclass(frozen=True)
class Editor:
    """How one section is shown and saved."""

    form: Callable[[FullCall], Any]
    save: Callable[[FullCall, Any, drafting.Edit], None]


def prepare(form: Any) -> Any:  # noqa: ANN401 - any form of a section
    """Put spare rows below a table and fill its lists, before a form is checked or shown."""
    if "rows" in form:
        spare(form.rows)
    if isinstance(form, forms.CommitteeForm):
        form.offer()
    return form


def _columns(whole: FullCall, names: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(whole.call, name) for name in ("version", *names)}


def _rows(whole: FullCall, rows: list[Any], names: tuple[str, ...]) -> dict[str, object]:
    listed = [{name: getattr(row, name) for name in names} for row in rows]
    return {"version": whole.call.version, "rows": listed}


def _basics(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    country = whole.call.centre.country
    return forms.BasicsForm(country, data=_columns(whole, forms.BasicsForm.COLUMNS))


def _terms(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    return forms.TermsForm(data=_columns(whole, forms.TermsForm.COLUMNS))


def _timetable(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    given = _columns(whole, forms.TimetableForm.COLUMNS) | forms.local_times(whole.call)
    return forms.TimetableForm(whole.call.zone, data=given)


def _lots(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    names = ("city", "title", "scope", "places", "apartments", "ceiling")
    return forms.LotsForm(data=_rows(whole, whole.lots, names))


def _criteria(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    names = ("name", "question", "guidance", "weight", "words")
    given = _rows(whole, whole.criteria, names) | {"threshold": whole.call.threshold}
    return forms.CriteriaForm(data=given)


def _indicators(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    names = ("name", "unit", "target", "disaggregated")
    return forms.IndicatorsForm(data=_rows(whole, whole.indicators, names))


def _committee(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    listed = [
        {
            "person": str(seat.person_id),
            "kind": seat.kind.value,
            "chair": seat.chair,
            "government": seat.government,
        }
        for seat in whole.seats
    ]
    given = _columns(whole, ("government_reason",)) | {"rows": listed}
    return forms.CommitteeForm(data=given)


def _save_columns(section: str, theirs: Any = None) -> Callable[..., None]:  # noqa: ANN401 - a callback
    def save(whole: FullCall, form: Any, edit: drafting.Edit) -> None:  # noqa: ANN401 - any form
        drafting.save_columns(whole.call, section, form.values(), edit, theirs)

    return save


def _their_times(call: Any) -> Mapping[str, object]:  # noqa: ANN401 - a record of the services
    names = forms.TimetableForm.COLUMNS
    return {name: getattr(call, name) for name in names} | forms.local_times(call)


EDITORS: Mapping[str, Editor] = {
    "basics": Editor(_basics, _save_columns("basics")),
    "lots": Editor(
        _lots,
        lambda whole, form, edit: drafting.save_lots(whole.call, form.row_values(), edit),
    ),
    "terms": Editor(_terms, _save_columns("terms")),
    "criteria": Editor(
        _criteria,
        lambda whole, form, edit: drafting.save_criteria(
            whole.call, form.row_values(), form.threshold.data, edit
        ),
    ),
    "indicators": Editor(
        _indicators,
        lambda whole, form, edit: drafting.save_indicators(whole.call, form.row_values(), edit),
    ),
    "timetable": Editor(_timetable, _save_columns("timetable", _their_times)),
    "committee": Editor(
        _committee,
        lambda whole, form, edit: drafting.save_committee(
            whole.call, form.row_values(), form.government_reason.data or "", edit
        ),
    ),
}
