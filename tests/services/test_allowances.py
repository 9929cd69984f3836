"""Allowances: nothing without a clearance, no day twice, no ceiling passed."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portal.domain.actions import Action, Role
from portal.domain.clearances import CoverKind
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle_allowances import MemorandumState, SheetState
from portal.domain.policy import can
from portal.models import AllowanceSheet, Document, SheetDay
from portal.services import (
    allowance_finding,
    allowance_steps,
    allowances,
    clearances,
    memoranda,
    work,
)
from portal.services.allowance_finding import Wanted, memorandum_by_id, sheet_by_id
from portal.services.allowance_steps import Payment
from portal.services.allowances import Filled
from tests import factories as make
from tests.clearing import GOVERNMENT, Bureau

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def bureau(app):
    return Bureau()


def rules(refused):
    broken = refused.value
    return [each.rule for each in getattr(broken, "broken", [broken])]


def words(actor, at):
    return [each.word for each in work.items(actor, at)]


def test_a_memorandum_is_approved_printed_signed_and_ended(bureau):
    row = bureau.memorandum()
    assert "work.approve_memorandum" in words(bureau.head, bureau.at)
    memoranda.approve(row, bureau.head, bureau.at)
    asked = Document.select().where(Document.subject_id == row.id)
    assert {each.language for each in asked} == {"en", "fr"}
    memoranda.sign(row, bureau.signing(), bureau.officer, bureau.at)
    memoranda.end(row, bureau.day, "Back to the ministry.", bureau.officer, bureau.at)
    now = memorandum_by_id(row.id)
    assert (now.state, now.ended_on) == (MemorandumState.ENDED, bureau.day)


def test_no_memorandum_without_a_clearance_in_force_that_covers_it(bureau):
    with pytest.raises(RulesBroken) as refused:
        bureau.memorandum(bureau.waiting())
    assert rules(refused) == ["clearance_not_in_force"]
    with pytest.raises(RulesBroken) as refused:
        salaries = bureau.cleared(covers=(CoverKind.SALARY,))
        late = bureau.day + timedelta(days=100)
        bureau.memorandum(salaries, function="Guard", ends_on=late, ceiling=Decimal(9_000))
    assert rules(refused) == [
        "clearance_other_kind",
        "clearance_other_function",
        "clearance_other_days",
        "ceiling_passed",
    ]
    with pytest.raises(RuleBroken) as refused:
        state = Bureau(GOVERNMENT)
        state.memorandum(state.cleared())
    assert rules(refused) == ["memorandum_model"]


def test_all_memoranda_together_never_pass_the_ceiling_nor_the_number_of_people(bureau):
    clearance = bureau.cleared()
    half = {"ceiling": Decimal(3_000)}
    first, second, third = (bureau.memorandum(clearance, **half) for _ in "abc")
    memoranda.approve(first, bureau.head, bureau.at)
    memoranda.approve(second, bureau.head, bureau.at)
    with pytest.raises(RulesBroken) as refused:
        memoranda.approve(third, bureau.head, bureau.at)
    assert rules(refused) == ["ceiling_passed"]
    memoranda.end(first, bureau.day, "Moved.", bureau.officer, bureau.at)
    memoranda.approve(third, bureau.head, bureau.at)
    more = bureau.cleared()
    small = {"ceiling": Decimal(100), "function": "Nurse"}
    bureau.approved(more, **small)
    with pytest.raises(RuleBroken) as refused:
        bureau.approved(more, **small)
    assert rules(refused) == ["memorandum_people"]


def test_a_signature_needs_all_declarations_and_a_day_that_can_be(bureau):
    row = bureau.approved()
    with pytest.raises(RuleBroken) as refused:
        half = bureau.signing(declared=["no_employment"])
        memoranda.sign(row, half, bureau.officer, bureau.at)
    assert rules(refused) == ["memorandum_declared"]
    for days, rule in ((1, "signature_ahead"), (-1, "signature_before_approval")):
        with pytest.raises(RuleBroken) as refused:
            signing = bureau.signing(on=bureau.day + timedelta(days=days))
            memoranda.sign(row, signing, bureau.officer, bureau.at)
        assert rules(refused) == [rule]
    assert memorandum_by_id(row.id).state is MemorandumState.APPROVED


def test_who_wrote_a_memorandum_does_not_approve_it(app, bureau):
    both = make.actor(Role.PROGRAMME_OFFICER, Role.HEAD_OF_OFFICE)
    row = bureau.memorandum()
    memoranda.save(row, bureau.terms(days_week=4), 1, both, bureau.at)
    with pytest.raises(NotAllowed):
        memoranda.approve(memorandum_by_id(row.id), both, bureau.at)
    with pytest.raises(Conflict):
        memoranda.save(row, bureau.terms(), 1, bureau.officer, bureau.at)


def test_a_sheet_goes_from_its_days_to_its_payment_by_three_people(bureau):
    sheet = bureau.sheet(2, 3)
    bureau.fill(sheet, 2, 3, deductions=Decimal("4.50"), deductions_reason="Tax")
    sheet = sheet_by_id(sheet.id)
    assert (sheet.units, sheet.gross, sheet.net) == (2, 40, Decimal("35.5"))
    with pytest.raises(NotAllowed):
        allowance_steps.certify(sheet, "Chief", bureau.officer, bureau.at)
    assert "work.certify_sheet" in words(bureau.colleague, bureau.at)
    allowance_steps.certify(sheet, "Chief", bureau.colleague, bureau.at)
    with pytest.raises(WrongState):
        bureau.fill(sheet, 4)
    assert "work.approve_sheet" in words(bureau.finance, bureau.at)
    allowance_steps.approve(sheet_by_id(sheet.id), bureau.finance, bureau.at)
    payment = Payment("PAY-1", bureau.day)
    allowance_steps.pay(sheet_by_id(sheet.id), payment, bureau.finance, bureau.at)
    assert sheet_by_id(sheet.id).state is SheetState.PAID
    assert Document.select().where(Document.kind == "allowance_sheet").count() == 2
    with pytest.raises(WrongState):
        allowance_steps.pay(sheet_by_id(sheet.id), payment, bureau.finance, bureau.at)


def test_a_day_of_a_worker_stands_on_one_sheet_only_until_that_is_rejected(bureau):
    memorandum = bureau.signed()
    first, second = (bureau.sheet(under=memorandum) for _ in "ab")
    bureau.fill(first, 2, 3)
    with pytest.raises(RuleBroken) as refused:
        bureau.fill(second, 1, 3)
    assert rules(refused) == ["sheet_day_twice"]
    assert refused.value.facts["sheet"] == first.reference
    assert sheet_by_id(second.id).units == 0
    other = bureau.loose(bureau.cleared(), code=memorandum.staff_code)
    with pytest.raises(RuleBroken):
        bureau.fill(other, 3)
    allowance_steps.reject(sheet_by_id(first.id), "Wrong month.", bureau.officer, bureau.at)
    bureau.fill(second, 1, 3)
    assert SheetDay.select().count() == 2


def test_days_ahead_or_outside_the_memorandum_are_not_saved(bureau):
    memorandum = bureau.signed()
    now = allowances.begin(memorandum, bureau.day, bureau.officer, bureau.at)
    ahead = {bureau.day + timedelta(days=1): "1"}
    with pytest.raises(RulesBroken) as refused:
        allowances.save(now, Filled(ahead), 1, bureau.officer, bureau.at)
    assert rules(refused)[0] in {"sheet_day_ahead", "sheet_other_month"}
    memoranda.end(memorandum, bureau.last_month, "Ill.", bureau.officer, bureau.at)
    sheet = bureau.sheet(under=memorandum_by_id(memorandum.id))
    with pytest.raises(RulesBroken) as refused:
        bureau.fill(sheet, 2)
    assert rules(refused) == ["sheet_day_outside"]
    assert SheetDay.select().count() == 0
    with pytest.raises(RuleBroken) as refused:
        next_month = bureau.day + timedelta(days=40)
        allowances.begin(memorandum, next_month, bureau.officer, bureau.at)
    assert rules(refused) == ["sheet_month_ahead"]


def test_sheets_pass_neither_the_ceiling_of_the_memorandum_nor_that_of_the_clearance(bureau):
    clearance = bureau.cleared(ceiling=Decimal(130))
    memorandum = bureau.signed(clearance, ceiling=Decimal(60))
    sheet = bureau.sheet(1, 2, 3, under=memorandum)
    with pytest.raises(RulesBroken) as refused:
        bureau.fill(sheet, 1, 2, 3, 4)
    assert rules(refused) == ["ceiling_passed"]
    loose = bureau.loose(clearance, 1, 2)
    with pytest.raises(RulesBroken) as refused:
        bureau.fill(loose, 1, 2, 3)
    assert refused.value.broken[0].facts["left"] == 70
    assert allowance_finding.taken(clearance) == 120


def test_half_days_and_an_empty_sheet(bureau):
    sheet = bureau.sheet()
    with pytest.raises(RuleBroken) as refused:
        allowance_steps.certify(sheet, "Chief", bureau.colleague, bureau.at)
    assert rules(refused) == ["allowance_no_days"]
    bureau.fill(sheet, days=bureau.days(5, part="0.5"))
    now = sheet_by_id(sheet.id)
    assert (now.units, now.gross) == (Decimal("0.5"), 10)


def test_nothing_is_paid_under_a_clearance_that_was_withdrawn_but_days_before_its_end_are(
    bureau,
):
    clearance = bureau.cleared()
    sheet = bureau.certified(2, under=bureau.signed(clearance))
    clearances.expire_due(bureau.at + timedelta(days=91))
    allowance_steps.approve(sheet, bureau.finance, bureau.at)
    again = bureau.cleared()
    other = bureau.certified(5, under=bureau.signed(again))
    clearances.withdraw(again, "Fraud.", bureau.officer, bureau.at)
    with pytest.raises(RulesBroken) as refused:
        allowance_steps.approve(other, bureau.finance, bureau.at)
    assert rules(refused) == ["clearance_not_in_force"]


def test_a_payment_has_its_own_reference_and_a_day_from_its_approval_on(bureau):
    memorandum = bureau.signed()
    first, second = (bureau.certified(n, under=memorandum) for n in (2, 3))
    for each in (first, second):
        allowance_steps.approve(each, bureau.finance, bureau.at)
    for days, rule in ((1, "payment_in_future"), (-1, "payment_before_approval")):
        with pytest.raises(RuleBroken) as refused:
            payment = Payment("PAY-1", bureau.day + timedelta(days=days))
            allowance_steps.pay(first, payment, bureau.finance, bureau.at)
        assert rules(refused) == [rule]
    allowance_steps.pay(first, Payment("PAY-1", bureau.day), bureau.finance, bureau.at)
    with pytest.raises(RuleBroken) as refused:
        allowance_steps.pay(second, Payment(" PAY-1", bureau.day), bureau.finance, bureau.at)
    assert rules(refused) == ["payment_reference_used"]


def test_two_who_fill_in_a_sheet_do_not_overwrite_each_other(bureau):
    sheet = bureau.sheet(2)
    with pytest.raises(Conflict) as stale:
        filled = Filled(bureau.days(9))
        allowances.save(sheet, filled, 1, bureau.colleague, bureau.at)
    assert list(stale.value.theirs["days"].values()) == ["1"]
    assert SheetDay.select().count() == 1


def test_lists_are_of_one_state_or_centre_and_not_for_everybody(bureau):
    sheet = bureau.certified(2)
    assert allowance_finding.listed_sheets(Wanted("certified")) == [sheet]
    assert allowance_finding.listed_sheets(Wanted("paid")) == []
    here = Wanted("signed", bureau.centre.slug)
    assert [each.id for each in allowance_finding.listed_memoranda(here)] == [
        sheet.memorandum_id
    ]
    for role in (Role.PROCUREMENT_OFFICER, Role.COMMITTEE_MEMBER, Role.ADMINISTRATOR):
        assert not can(make.actor(role), Action.SEE_ALLOWANCES, sheet)
    assert can(make.actor(Role.AUDITOR), Action.SEE_ALLOWANCES, sheet)
    assert AllowanceSheet.select().count() == 1


def test_a_day_after_the_end_of_a_memorandum_is_not_paid_though_it_was_certified(bureau):
    memorandum = bureau.signed()
    sheet = bureau.certified(2, 5, under=memorandum)
    end = bureau.last_month.replace(day=3)
    memoranda.end(memorandum, end, "Moved.", bureau.officer, bureau.at)
    with pytest.raises(RulesBroken) as refused:
        allowance_steps.approve(sheet, bureau.finance, bureau.at)
    assert rules(refused) == ["sheet_day_outside"]
    assert refused.value.broken[0].facts["day"] == end.replace(day=5)
    assert sheet_by_id(sheet.id).state is SheetState.CERTIFIED
    allowance_steps.reject(sheet, "Two days too many.", bureau.finance, bureau.at)


def test_a_week_in_two_months_is_counted_over_both_sheets(app):
    bureau = Bureau(at=datetime(2026, 5, 20, 9, tzinfo=UTC))
    memorandum = bureau.signed(days_week=3)
    bureau.sheet(29, 30, under=memorandum)
    may = allowances.begin(memorandum, bureau.day, bureau.officer, bureau.at)
    days = {bureau.day.replace(day=number): "1" for number in (1, 2)}
    with pytest.raises(RulesBroken) as refused:
        allowances.save(may, Filled(days), 1, bureau.officer, bureau.at)
    assert rules(refused) == ["sheet_week_full"]
    assert refused.value.broken[0].facts["day"] == date(2026, 4, 27)
    allowances.save(may, Filled(dict([days.popitem()])), 1, bureau.officer, bureau.at)


def test_a_week_holds_no_more_days_than_the_memorandum_says(bureau):
    memorandum = bureau.signed(days_week=2)
    sheet = bureau.sheet(under=memorandum)
    monday = next(n for n in range(1, 8) if bureau.last_month.replace(day=n).weekday() == 0)
    bureau.fill(sheet, monday, monday + 1)
    with pytest.raises(RulesBroken) as refused:
        bureau.fill(sheet, monday, monday + 1, monday + 2)
    assert rules(refused) == ["sheet_week_full"]
