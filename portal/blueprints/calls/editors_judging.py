"""The sections on judging a call: each form, filled, and how it is saved."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.blueprints.calls import forms_judging as forms
from portal.blueprints.calls.editor import Editor, columns_of, rows_of, saving
from portal.blueprints.calls.forms_timetable import TimetableForm, local_times
from portal.domain.calls import Notice
from portal.services import call_dates, measures
from portal.services import call_judging as judging
from portal.services.call_parts import PARTS
from portal.services.calls import FullCall


def _timetable(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    given = columns_of(whole, TimetableForm.COLUMNS) | local_times(whole.call)
    return TimetableForm(whole.call.zone, data=given)


def _suggested(whole: FullCall, typed: Any, at: datetime, notice: Notice) -> Any:  # noqa: ANN401 - any form
    dates = call_dates.suggested(whole.call, typed.publication.data, at, notice)
    return TimetableForm(whole.call.zone, formdata=None, data={**typed.typed(), **dates})


def _criteria(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    names = ("key", "name", "guidance", "weight", "scale", "least")
    given = rows_of(whole, whole.criteria, names)
    listed: Any = given["rows"]
    for row, each in zip(listed, whole.criteria, strict=True):
        row["score_guidance"] = forms.guidance_lines(each.score_guidance)
    return forms.CriteriaForm(data=given | columns_of(whole, PARTS["criteria"].columns))


def _questions(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    given = rows_of(whole, whole.questions, ("key", "text", "words"))
    listed: Any = given["rows"]
    for row, each in zip(listed, whole.questions, strict=True):
        row["criterion"] = str(each.criterion.key)
    return forms.QuestionsForm(whole.criteria, data=given)


def _indicators(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    names = ("key", "name", "unit", "over_100", "baseline", "target", "verification")
    given = rows_of(whole, whole.indicators, names)
    listed: Any = given["rows"]
    for row, each in zip(listed, whole.indicators, strict=True):
        row["dimensions"] = [one.value for one in measures.dimensions(each)]
        row |= {"kind": each.kind.value, "adding": each.adding.value}
    chosen = whole.call.breakdown_values or measures.all_usual()
    return forms.IndicatorsForm(data={**given, "breakdown_values": chosen})


def _committee(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    listed = [
        {
            "person": str(seat.person_id),
            "kind": seat.kind.value,
            "chair": seat.chair,
            "government": seat.government,
            "institution": seat.institution,
            "appointment": seat.appointment,
            "appointed_on": seat.appointed_on,
            "alternate": str(seat.alternate_id or ""),
            "hides_proposals": not seat.reads_proposals,
        }
        for seat in whole.seats
    ]
    given = columns_of(whole, PARTS["committee"].columns) | {"rows": listed}
    return forms.CommitteeForm(data=given)


def _their_times(call: Any) -> Mapping[str, object]:  # noqa: ANN401 - a record of the services
    return {name: getattr(call, name) for name in TimetableForm.COLUMNS} | local_times(call)


EDITORS: Mapping[str, Editor] = {
    "criteria": Editor(
        _criteria,
        lambda whole, form, edit: judging.save_criteria(
            whole.call, form.row_values(), form.values(), edit
        ),
    ),
    "questions": Editor(
        _questions,
        lambda whole, form, edit: judging.save_questions(whole.call, form.row_values(), edit),
    ),
    "indicators": Editor(
        _indicators,
        lambda whole, form, edit: judging.save_indicators(
            whole.call, form.row_values(), edit, form.breakdown_values.data
        ),
    ),
    "timetable": Editor(_timetable, saving("timetable", _their_times), _suggested),
    "committee": Editor(
        _committee,
        lambda whole, form, edit: judging.save_committee(
            whole.call, form.row_values(), form.values(), edit
        ),
    ),
}
