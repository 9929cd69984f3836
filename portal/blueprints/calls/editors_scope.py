"""The sections on the scope of a call: each form, filled, and how it is saved."""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.blueprints.calls import forms_rules, forms_scope
from portal.blueprints.calls.editor import Editor, columns_of, saving
from portal.services import call_scope
from portal.services.calls import FullCall


def _rows(listed: Iterable[Any], names: tuple[str, ...]) -> dict[str, object]:
    """Return rows as a table is filled with them, each with its key."""
    return {"rows": [{name: getattr(row, name) for name in ("key", *names)} for row in listed]}


def _basics(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    country = whole.call.centre.country
    given = columns_of(whole, forms_scope.BasicsForm.COLUMNS)
    return forms_scope.BasicsForm(country, data=given | {"kind": whole.call.kind.value})


def _terms(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    return forms_scope.TermsForm(data=columns_of(whole, forms_scope.TermsForm.COLUMNS))


def _lots(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    listed = _rows(whole.lots, forms_scope.LotForm.NAMES)
    for row, lot in zip(listed["rows"], whole.lots, strict=True):  # type: ignore[call-overload]
        row["site"] = str(lot.site_id or "")
    given = columns_of(whole, ("lots_to_win",)) | listed
    return forms_scope.LotsForm(call_scope.sites(whole.call), data=given)


def _services(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    listed = _rows(whole.scope.needs, forms_scope.NeedForm.NAMES)
    for row, need in zip(listed["rows"], whole.scope.needs, strict=True):  # type: ignore[call-overload]
        row["frequency"] = need.frequency.value
    given = columns_of(whole, forms_scope.ServicesForm.COLUMNS) | listed
    return forms_scope.ServicesForm(data=given)


def _staffing(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    listed = [
        {
            **{name: getattr(each, name) for name in ("key", "function", "people", "note")},
            **dict.fromkeys(each.shifts, True),
        }
        for each in whole.scope.posts
    ]
    given = columns_of(whole, forms_rules.StaffingForm.COLUMNS) | {"rows": listed}
    return forms_rules.StaffingForm(data=given)


def _eligibility(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    listed = [
        {
            **{name: getattr(each, name) for name in ("key", "text", "figure", "evidence")},
            "passing": each.passing.value,
        }
        for each in whole.scope.eligibility
    ]
    return forms_rules.QuestionsForm(data=columns_of(whole, ()) | {"rows": listed})


def _documents(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    listed = _rows(whole.scope.documents, ("title", "note", "mandatory"))
    given = columns_of(whole, ("proposal_parts", "own_sealing"))
    return forms_rules.DocumentsForm(data=given | listed)


def _budget(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    listed = _rows(whole.scope.categories, ("name", "ceiling"))
    return forms_rules.BudgetForm(
        data=columns_of(whole, ("indirect_ceiling", "price_rule")) | listed
    )


def _data(whole: FullCall) -> Any:  # noqa: ANN401 - any form of a section
    return forms_rules.DataForm(data=columns_of(whole, forms_rules.DataForm.COLUMNS))


EDITORS: Mapping[str, Editor] = {
    "basics": Editor(_basics, saving("basics")),
    "lots": Editor(
        _lots,
        lambda whole, form, edit: call_scope.save_lots(
            whole.call, form.row_values(), form.lots_to_win.data, edit
        ),
    ),
    "terms": Editor(_terms, saving("terms")),
    "services": Editor(
        _services,
        lambda whole, form, edit: call_scope.save_services(
            whole.call, form.values(), form.row_values(), edit
        ),
    ),
    "staffing": Editor(
        _staffing,
        lambda whole, form, edit: call_scope.save_staffing(
            whole.call, form.values(), form.row_values(), edit
        ),
    ),
    "eligibility": Editor(
        _eligibility,
        lambda whole, form, edit: call_scope.save_eligibility(
            whole.call, form.row_values(), edit
        ),
    ),
    "documents": Editor(
        _documents,
        lambda whole, form, edit: call_scope.save_documents(
            whole.call, form.row_values(), edit, form.values()
        ),
    ),
    "budget": Editor(
        _budget,
        lambda whole, form, edit: call_scope.save_budget(
            whole.call, form.row_values(), form.values(), edit
        ),
    ),
    "data": Editor(_data, saving("data")),
}
