"""The pages of memoranda and of daily allowances."""

import pytest
from babel.dates import format_date

from portal.models import AllowanceSheet, Memorandum, Person
from portal.services.allowance_finding import sheet_by_id
from tests import factories as make
from tests.clearing import Bureau


@pytest.fixture
def bureau(app):
    return Bureau()


def enter(app, actor):
    return make.sign_in(app.test_client(), Person.get_by_id(actor.person_id))


def text(answer):
    return " ".join(answer.get_data(as_text=True).split())


def month_named(day):
    return format_date(day, "LLLL y", locale="en")


def agreed(bureau, **changes):
    terms = bureau.terms()
    given = {name: getattr(terms, name) for name in terms.__dataclass_fields__}
    days = {name: given[name].isoformat() for name in ("consent_on", "starts_on", "ends_on")}
    return {**given, **days, "staff_code": "mas-0412", "version": "1", **changes}


def test_a_memorandum_is_written_approved_signed_and_ended_on_its_pages(app, bureau):
    clearance = bureau.cleared()
    officer, head = enter(app, bureau.officer), enter(app, bureau.head)
    new = f"/clearances/{clearance.id}/memoranda/new"
    assert new in text(officer.get(f"/clearances/{clearance.id}"))
    assert officer.post(new, data=agreed(bureau)).status_code == 303
    path = f"/memoranda/{Memorandum.get().id}"
    assert officer.post(f"{path}/edit", data=agreed(bureau, days_week="4")).status_code == 303
    assert head.post(f"{path}/approve").status_code == 303
    ticks = dict.fromkeys(("no_employment", "no_double_payment", "code_of_conduct"), "y")
    signing = {"on": bureau.day.isoformat(), "kept_at": "File 12", **ticks}
    assert "all three" in text(
        officer.post(f"{path}/sign", data={**signing, "no_employment": ""})
    )
    assert officer.post(f"{path}/sign", data=signing).status_code == 303
    page = text(officer.get(path))
    assert "MAS-0412" in page
    assert "Begin a sheet" in page
    end = {"on": bureau.day.isoformat(), "reason": "Moved."}
    assert officer.post(f"{path}/end", data=end).status_code == 303
    assert "MAS-0412" in text(officer.get("/memoranda/?state=ended"))


def test_a_memorandum_that_is_not_covered_keeps_what_was_typed(app, bureau):
    clearance, officer = bureau.cleared(), enter(app, bureau.officer)
    new = f"/clearances/{clearance.id}/memoranda/new"
    answer = officer.post(new, data=agreed(bureau, ceiling="7000", staff_code="Fatou"))
    assert answer.status_code == 422
    assert "would pass the ceiling" in text(answer)
    assert "No name." in text(answer)
    assert "Receives families." in text(answer)
    assert Memorandum.select().count() == 0


def grid(bureau, *served, **changes):
    rows = {}
    for position, number in enumerate(range(1, 29)):
        day = bureau.last_month.replace(day=number)
        rows[f"days-{position}-day"] = day.isoformat()
        rows[f"days-{position}-part"] = "1" if number in served else "0"
    return {**rows, "version": "1", "deductions": "", **changes}


def test_a_sheet_is_begun_filled_in_certified_approved_and_paid_on_its_pages(app, bureau):
    memorandum = bureau.signed()
    officer, finance = enter(app, bureau.officer), enter(app, bureau.finance)
    colleague = enter(app, bureau.colleague)
    month = {"month": bureau.last_month.strftime("%Y-%m")}
    begun = officer.post(f"/memoranda/{memorandum.id}/sheets/new", data=month)
    path = f"/allowances/{AllowanceSheet.get().id}"
    assert begun.location == f"{path}/edit"
    assert text(officer.get(f"{path}/edit")).count("<select") >= 20
    half = grid(bureau, 20, 21, **{"days-21-part": "0.5"})
    assert officer.post(f"{path}/edit", data=half).status_code == 303
    assert f">{month_named(bureau.last_month)}<" in text(officer.get(path))
    assert "USD 50" in text(officer.get(path))
    assert colleague.post(f"{path}/certify", data={"supervisor": "Chief"}).status_code == 303
    assert "Approve the sheet" in text(finance.get(path))
    assert finance.post(f"{path}/approve").status_code == 303
    paid = {"reference": "PAY-1", "on": bureau.day.isoformat()}
    assert finance.post(f"{path}/pay", data=paid).status_code == 303
    assert "The allowances are paid" in text(officer.get(path))
    assert AllowanceSheet.get().reference in text(officer.get("/allowances/?state=paid"))


def test_a_refused_grid_keeps_every_day(app, bureau):
    memorandum, officer = bureau.signed(), enter(app, bureau.officer)
    bureau.sheet(20, under=memorandum)
    sheet = bureau.sheet(under=memorandum)
    answer = officer.post(f"/allowances/{sheet.id}/edit", data=grid(bureau, 20, 22))
    page = text(answer)
    assert answer.status_code == 422
    assert "stands on sheet" in page
    assert page.count('<option selected value="1">') == 2
    assert sheet_by_id(sheet.id).units == 0


def test_a_stale_grid_shows_both(app, bureau):
    sheet, officer = bureau.sheet(20), enter(app, bureau.officer)
    late = officer.post(f"/allowances/{sheet.id}/edit", data=grid(bureau, 21))
    assert late.status_code == 409
    assert text(late).count("saved: ") == 2


def test_a_sheet_without_memorandum_is_begun_under_a_clearance_and_given_up(app, bureau):
    clearance, officer = bureau.cleared(), enter(app, bureau.officer)
    month = bureau.last_month.strftime("%Y-%m")
    typed = {"month": month, "staff_code": "k9", "function": "Nurse", "rate": "30"}
    assert officer.post(f"/clearances/{clearance.id}/sheets/new", data=typed).status_code == 303
    path = f"/allowances/{AllowanceSheet.get().id}"
    assert officer.post(f"{path}/drop", data={"reason": "Wrong."}).status_code == 303
    assert "Rejected with a reason" in text(officer.get(path))
