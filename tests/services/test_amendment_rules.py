"""Amendments: an earlier end, payment rules in what both sides agree on, reminders."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.domain.amendments import AmendmentKind
from portal.domain.contracts import fingerprint
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.instalments import FINAL, Condition, Due, PaymentRule, Wait
from portal.domain.lifecycle import ContractState
from portal.models import Contract, Effect, Event, Instalment
from portal.services import (
    amendment_changes,
    amendment_reminders,
    amendment_view,
    consolidated,
    contract_signatures,
    contract_text,
    events,
    report_kinds,
)
from tests.amended import BEFORE_END, House, extension, quick_passwords

K = AmendmentKind
DAY = timedelta(days=1)
SEPTEMBER = {"ends_on": "2026-09-30"}
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def house(app, monkeypatch):
    quick_passwords(monkeypatch)
    return House()


def broken(attempt):
    with pytest.raises(RulesBroken) as kept:
        attempt()
    return [each.rule for each in kept.value.broken]


def targets(report):
    return [each.target for each in report.actuals]


def test_an_earlier_end_takes_periods_away_and_spreads_their_targets(house):
    house.file(1)
    one = house.start(K.SHORTENING, **SEPTEMBER)
    rows = [(each.number, each.effect) for each in amendment_view.of(one).periods]
    assert rows == [(1, "filed"), (2, "unchanged"), (3, "due_changed"), (4, "gone")]
    house.send(one)
    assert list(house.waiting(one)) == ["legal"]
    house.agree(one, "legal")
    house.agree(one, "head")
    house.sign(one)
    assert len(house.reports()) == 4
    house.countersign(one)
    assert house.now().ends_on == date(2026, 9, 30)
    assert [targets(each) for each in house.reports()] == [[100], [150], [150]]
    kept = amendment_view.of(house.find(one)).periods
    assert [(each.number, each.effect) for each in kept] == [(4, "gone")]


def test_a_period_that_is_cut_ends_with_the_contract_and_its_report_is_due_earlier(house):
    one = house.start(K.SHORTENING, ends_on="2026-10-31")
    row = amendment_view.of(one).periods[-1]
    assert (row.effect, row.ends_on, row.was_ending) == (
        "cut",
        date(2026, 10, 31),
        date(2026, 12, 31),
    )
    days = timedelta(days=report_kinds.final_days(house.now()))
    house.in_force(one)
    last = house.reports()[-1]
    assert (last.number, last.ends_on, last.due_on) == (4, row.ends_on, row.ends_on + days)
    kept = amendment_view.of(house.find(one)).periods
    assert [(each.number, each.effect, each.due_on) for each in kept] == [
        (4, "cut", last.due_on)
    ]


def test_what_was_reported_is_not_cut_away(house):
    house.file(4)
    filed = house.start(K.SHORTENING, **SEPTEMBER)
    assert "amendment_period_filed" in broken(lambda: house.send(filed))
    assert len(house.reports()) == 4


def test_a_report_that_was_begun_does_not_fall_away(house):
    last = house.reports()[-1]
    events.record(house.signatory, "report.section_saved", last, BEFORE_END, section="end")
    begun = house.start(K.SHORTENING, **SEPTEMBER)
    assert broken(lambda: house.send(begun)) == ["amendment_period_begun"]
    house.save(begun, ends_on="2026-11-30")
    house.send(begun)


def test_an_earlier_end_leaves_no_instalment_without_its_report(house):
    waits = PaymentRule(Due.REPORT, None, 4).columns()
    last = house.whole().instalments[-1]
    Instalment.update(**waits).where(Instalment.id == last.id).execute()
    one = house.start(K.SHORTENING, **SEPTEMBER)
    assert broken(lambda: house.send(one)) == ["amendment_instalment_report"]
    rule = PaymentRule(Due.REPORT, None, FINAL)
    house.save(one, instalments=rewritten(house, rule))
    house.send(one)


def rewritten(house, rule):
    """The instalments as an amendment holds them, the last one due by another rule."""
    *kept, last = [
        (each.amount, each.condition, each.rule) for each in house.whole().instalments
    ]
    typed = amendment_changes.Typed(instalments=[*kept, (*last[:2], rule)])
    return amendment_changes.changes(house.whole(), typed)["instalments"]


def test_a_new_instalment_of_an_amendment_has_its_own_due_rule(house):
    amount = house.now().amount
    rule = PaymentRule(Due.DATE, date(2026, 8, 1), None, (Condition(Wait.FINDINGS),))
    there = [
        (amount - 1000, "When both have signed.", PaymentRule()),
        (Decimal(1000), "August.", rule),
    ]
    typed = amendment_changes.Typed(ends_on=date(2027, 3, 31), instalments=there)
    house.in_force(house.start(**amendment_changes.changes(house.whole(), typed)))
    assert [each.rule for each in house.whole().instalments] == [PaymentRule(), rule]
    told = consolidated.on(house.now(), date(2026, 7, 1)).instalments[-1]["rule"]
    assert (told["due"], told["due_on"]) == (Due.DATE, date(2026, 8, 1))


def test_a_rule_typed_again_keeps_the_percent_that_was_agreed(house):
    agreed = PaymentRule(Due.REPORT, None, 2, (Condition(Wait.ADVANCE, 70),))
    last = house.whole().instalments[-1]
    Instalment.update(**agreed.columns()).where(Instalment.id == last.id).execute()
    typed = PaymentRule(Due.REPORT, date(2026, 1, 1), 2, (Condition(Wait.ADVANCE, 80),))
    assert rewritten(house, typed) is None


def test_the_rules_of_instalments_are_part_of_what_is_signed(house):
    Contract.update(state=ContractState.APPROVED).execute()
    now = house.now()
    contract_signatures.require_signable(now, now.fingerprint)
    first = house.whole().instalments[0]
    Instalment.update(due=Due.REPORT, due_report=1).where(Instalment.id == first.id).execute()
    with pytest.raises(RuleBroken, match="contract_changed"):
        contract_signatures.require_signable(now, now.fingerprint)


def test_a_contract_approved_before_its_rules_were_told_keeps_its_fingerprint(house):
    now = contract_text.content(house.whole())
    older = contract_text.without_rules(now)
    assert all("rule" not in row for row in older["instalments"])
    Contract.update(fingerprint=fingerprint(older)).execute()
    contract_signatures.require_signable(house.now(), fingerprint(older))
    assert contract_text.same_payments(older, now)
    moved = {**older, "instalments": [{**older["instalments"][0], "amount": "1"}]}
    assert not contract_text.same_payments(moved, now)


def test_an_amendment_offered_before_its_rules_were_told_is_still_signed(house):
    one = house.agreed(house.start(**extension()))
    older = older_print(one)
    type(one).update(fingerprint=older).execute()
    house.sign(one)
    assert house.find(one).state.value == "partner_signed"


def older_print(one):
    told = {"kind": one.kind.value, "reason": one.reason}
    both = {
        name: contract_text.without_rules(getattr(one, name)) for name in ("before", "after")
    }
    return fingerprint({"amendment": one.reference, **told, **both})


def test_who_approves_an_amendment_is_reminded_again_after_some_days(house):
    one, after = house.start(K.SHORTENING, **SEPTEMBER), 3 * DAY
    house.send(one)
    assert amendment_reminders.remind(BEFORE_END + 2 * DAY, after) == 0
    assert amendment_reminders.remind(BEFORE_END + 3 * DAY, after) == 1
    assert amendment_reminders.remind(BEFORE_END + 3 * DAY, after) == 0
    assert amendment_reminders.remind(BEFORE_END + 6 * DAY, after) == 1
    assert mails("amendment_review_due") == [house.person(house.legal).email] * 2
    assert Event.select().where(Event.name == "amendment.reminded").count() == 2
    house.agree(one, "legal")
    house.agree(one, "head")
    assert amendment_reminders.remind(BEFORE_END + 9 * DAY, after) == 0


def mails(template):
    rows = Effect.select().where(Effect.kind == "mail")
    return [row.payload["to"] for row in rows if row.payload["template"] == template]
