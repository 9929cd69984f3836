"""The money of a report: plan, variance, cash that ties, rates, what is not eligible."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken
from portal.domain.lifecycle import ReportState
from portal.domain.report_money import Cash, Rate
from portal.models import Event, Expenditure, IneligibleAmount, Instalment, Report, ReportRate
from portal.services import (
    accounts,
    ineligible,
    money_certificates,
    monitoring,
    report_cash,
    report_money,
    report_rates,
    report_sections,
)
from portal.services.ineligible import Finding
from portal.services.monitoring import Save
from tests import factories as make

APRIL = datetime(2026, 4, 10, 9, tzinfo=UTC)
JULY = datetime(2026, 7, 10, 9, tzinfo=UTC)


@pytest.fixture
def contract(app):
    made = make.contract(make.partner())
    Instalment.create(contract=made, position=1, percent=40, amount=42_800, condition="Signed")
    monitoring.make_periods(made, make.NOON)
    return made


def report_of(contract, number=1):
    return monitoring.by_slug(f"{contract.slug}-P{number}")


@pytest.fixture
def report(contract):
    return report_of(contract)


@pytest.fixture
def owner(report):
    return accounts.actor_of(make.person(Role.PARTNER_OWNER, partner=report.partner))


@pytest.fixture
def officer(app):
    return make.actor(Role.FINANCE_OFFICER)


def spend(report, staff="20000", indirect="1400"):
    for code, amount in (("staff", staff), ("indirect", indirect)):
        row = (Expenditure.report == report.id) & (Expenditure.category == code)
        Expenditure.update(amount=Decimal(amount)).where(row).execute()


def to(report, state):
    Report.update(state=state, submitted_at=APRIL).where(Report.id == report.id).execute()
    return monitoring.by_slug(report.slug)


def stated(*amounts, note=""):
    return Cash(*(None if each is None else Decimal(each) for each in amounts), note)


def told(report, code):
    lines = {each.code: each for each in report_sections.lines(report)}
    return {(each.rule, each.field): each.facts for each in lines[code].problems}


def test_a_line_tells_plan_variance_and_what_was_accepted_without_what_is_not_eligible(
    contract, officer
):
    first, second = report_of(contract), report_of(contract, 2)
    spend(first)
    ineligible.find(
        to(first, ReportState.ACCEPTED), Finding("staff", Decimal(500), "No"), officer, JULY
    )
    spend(second, staff="40000")
    line = report_money.ledger(second, "en")[0]
    assert (line.planned, line.accepted, line.so_far) == (
        Decimal("49589.04"),
        Decimal(19_500),
        Decimal(59_500),
    )
    assert (line.variance, line.varies, line.left) == (Decimal("20.0"), False, Decimal(40_500))
    total = report_money.total(report_money.ledger(second, "en"))
    assert (total.amount, total.accepted, total.ineligible) == (41_400, 20_900, 0)


def test_spending_far_off_its_plan_is_to_be_explained(report, monkeypatch):
    spend(report, staff="19000")
    key = ("variance_notes_missing", "expenditure")
    assert told(report, "expenditure")[key] == {"count": 1, "percent": 20}
    monkeypatch.setenv("PORTAL_VARIANCE_PERCENT", "30")
    assert key not in told(report, "expenditure")


def test_the_cash_of_a_period_ties_with_its_spending_and_the_next_opening(contract, owner):
    first, second = report_of(contract), report_of(contract, 2)
    spend(first)
    assert ("cash_missing", "cash") in told(first, "cash")
    cash = stated("0", "42800", "12.50", "21412.50", note="Interest of the bank")
    report_cash.save(first, cash, Save(owner, APRIL, 1))
    assert told(first, "cash") == {}
    report_cash.save(second, stated("20000", "0", "0", "0"), Save(owner, JULY, 1))
    broken = told(second, "cash")
    opening = broken["cash_opening_differs", "cash#opening"]
    assert (opening["given"], opening["wanted"]) == (20_000, Decimal("21412.50"))
    assert broken["cash_closing_differs", "cash#closing"]["wanted"] == 20_000


def test_other_income_says_where_it_comes_from(report, owner):
    spend(report)
    report_cash.save(report, stated("0", "42800", "10", "21410"), Save(owner, APRIL, 1))
    assert set(told(report, "cash")) == {("cash_note_missing", "cash#other_note")}


def test_two_who_state_the_cash_both_keep_what_they_typed(report, owner):
    report_cash.save(report, stated("0", "1", None, None), Save(owner, APRIL, 1))
    with pytest.raises(Conflict) as caught:
        report_cash.save(report, stated("0", "2", None, None), Save(owner, APRIL, 1))
    assert (caught.value.version, caught.value.theirs["received"]) == (2, 1)
    assert report_cash.of(report).received == 1


@pytest.mark.parametrize(
    ("cash", "rule", "field"),
    [
        (stated("0", "-1", "0", "0"), "amount_negative", "received"),
        (stated("0.001", "0", "0", "0"), "amount_too_fine", "opening"),
    ],
)
def test_impossible_cash_is_refused_at_its_field(report, owner, cash, rule, field):
    with pytest.raises(RuleBroken, match=rule) as caught:
        report_cash.save(report, cash, Save(owner, APRIL, 1))
    assert caught.value.field == field
    assert report_cash.of(report).missing == 4


def test_a_contract_without_instalments_asks_for_no_cash(app):
    made = make.contract(make.partner())
    monitoring.make_periods(made, make.NOON)
    assert "cash" not in [each.code for each in report_sections.lines(report_of(made))]


def test_a_rate_is_kept_with_source_and_day_and_one_of_the_same_day_is_replaced(report, owner):
    save = Save(owner, APRIL, 0)
    for rate in ("9.85", "9.9"):
        kept = Rate("USD", date(2026, 1, 1), Decimal(rate), "UN rate, January")
        report_rates.keep(report, kept, save)
    (row,) = ReportRate.select()
    assert (row.rate, row.source, row.kept_by_id) == (
        Decimal("9.9"),
        "UN rate, January",
        owner.person_id,
    )
    report_rates.drop(report, "USD", date(2026, 1, 1), save)
    with pytest.raises(NotFound):
        report_rates.drop(report, "USD", date(2026, 1, 1), save)
    assert Event.select().where(Event.name == "report.rate_dropped").count() == 1


@pytest.mark.parametrize(
    ("currency", "day", "rule"),
    [
        ("MAD", date(2026, 1, 1), "rate_of_own"),
        ("USD", date(2026, 4, 1), "rate_after_period"),
    ],
)
def test_a_rate_that_cannot_hold_is_refused(report, owner, currency, day, rule):
    with pytest.raises(RuleBroken, match=rule):
        report_rates.keep(report, Rate(currency, day, Decimal(2)), Save(owner, APRIL, 0))
    assert not ReportRate.select().exists()


def test_what_is_not_eligible_is_kept_deducted_and_can_be_accepted_after_all(report, officer):
    spend(report)
    filed = to(report, ReportState.SUBMITTED)
    ineligible.find(filed, Finding("staff", Decimal(500), " A fine. "), officer, APRIL)
    assert report_money.ledger(filed, "en")[0].net == 19_500
    (row,) = ineligible.of(filed)
    with pytest.raises(RuleBroken, match="ineligible_reason"):
        ineligible.lift(row, " ", officer, APRIL)
    ineligible.lift(row, "The receipt came.", officer, JULY)
    with pytest.raises(RuleBroken, match="ineligible_lifted"):
        ineligible.lift(row, "Again", officer, JULY)
    now, then = (report_money.ledger(filed, "en", at)[0].net for at in (None, APRIL))
    assert (now, then) == (20_000, 19_500)
    (kept,) = ineligible.of(filed)
    assert (kept.reason, kept.lift_reason) == ("A fine.", "The receipt came.")


def test_a_finding_never_passes_what_was_stated(report, officer):
    spend(report)
    filed = to(report, ReportState.SUBMITTED)
    ineligible.find(filed, Finding("indirect", Decimal(1000), "No proof"), officer, APRIL)
    with pytest.raises(RuleBroken, match="ineligible_too_much") as caught:
        ineligible.find(filed, Finding("indirect", Decimal(401), "No proof"), officer, APRIL)
    assert caught.value.facts["most"] == 400
    with pytest.raises(RuleBroken, match="ineligible_not_positive"):
        ineligible.find(filed, Finding("indirect", Decimal(0), "No proof"), officer, APRIL)
    assert IneligibleAmount.select().count() == 1


def test_amounts_are_found_by_finance_or_programme_in_a_filed_report_only(
    report, owner, officer
):
    finding = Finding("staff", Decimal(1), "No")
    spend(report)
    with pytest.raises(NotAllowed):
        ineligible.find(report, finding, officer, APRIL)
    returned = to(report, ReportState.RETURNED)
    with pytest.raises(RuleBroken, match="ineligible_not_now"):
        ineligible.find(returned, finding, officer, APRIL)
    filed = to(report, ReportState.SUBMITTED)
    for wrong in (owner, make.actor(Role.PROCUREMENT_OFFICER)):
        with pytest.raises(NotAllowed):
            ineligible.find(filed, finding, wrong, APRIL)


def test_a_certificate_holds_the_fingerprint_of_every_figure(report, owner):
    before = money_certificates.fingerprint(report)
    spend(report)
    after = money_certificates.fingerprint(report)
    report_cash.save(report, stated("0", "1", "0", "0"), Save(owner, APRIL, 1))
    assert len({before, after, money_certificates.fingerprint(report)}) == 3
    money_certificates.certify(report, owner, APRIL)
    last = money_certificates.last(report)
    assert (last.number, last.fingerprint) == (1, money_certificates.fingerprint(report))
