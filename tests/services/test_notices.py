"""Suspension, resumption and termination of a contract, and its end by itself."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken, WrongState
from portal.domain.lifecycle import PAYABLE_CONTRACT_STATES, ContractState, ReportState
from portal.domain.lifecycle_amendments import AmendmentState
from portal.domain.lifecycle_notices import NoticeState
from portal.domain.notices import NoticeKind
from portal.models import (
    ContractClause,
    ContractNotice,
    Document,
    Effect,
    Event,
    Report,
)
from portal.services import (
    clock,
    contract_ends,
    contract_money,
    notice_grounds,
    notices,
)
from portal.services.contract_signatures import Consent
from portal.services.notices import Wish
from tests import factories as make
from tests.amended import BEFORE_END, House, extension, quick_passwords
from tests.factories import PASSWORD

K, S = ContractState, NoticeState
SUSPENSION, RESUMPTION, TERMINATION = NoticeKind
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def house(app, monkeypatch):
    quick_passwords(monkeypatch)
    return House()


def write(house, kind=TERMINATION, ground="with_notice", **facts):
    wish = Wish(kind, ground, "The donor wrote.", **facts)
    return notices.write(house.now(), wish, house.procurement, BEFORE_END)


def given(house, kind=TERMINATION, ground="with_notice", **facts):
    made = write(house, kind, ground, **facts)
    notices.give(made, house.head, BEFORE_END)
    return again(made)


def again(notice):
    return notices.by_id(notice.id)


def consent(who):
    return Consent(who.name, PASSWORD, "")


def mails(template):
    rows = Effect.select().where(Effect.kind == "mail")
    return [row.payload["to"] for row in rows if row.payload["template"] == template]


def test_a_contract_is_suspended_at_once_and_resumed(house):
    notice = given(house, SUSPENSION, "persons_at_risk")
    assert house.now().state is K.SUSPENDED
    assert (notice.state, notice.effective_on) == (S.IN_EFFECT, BEFORE_END.date())
    assert house.person(house.signatory).email in mails("notice_given")
    assert Document.get(Document.kind == "notice").number.endswith("-N1-EN")
    given(house, RESUMPTION, "cause_gone")
    assert house.now().state is K.IN_FORCE
    names = [each.name for each in Event.select().order_by(Event.id)]
    assert names.index("contract.suspended") < names.index("contract.resumed")


def test_while_suspended_nothing_is_paid_or_amended_but_reports_go_on(house):
    one = house.agreed(house.start(**extension()))
    given(house, SUSPENSION, "late_reports")
    assert K.SUSPENDED not in PAYABLE_CONTRACT_STATES
    for attempt in (house.start, lambda: house.sign(one)):
        with pytest.raises(RuleBroken, match="contract_not_in_force"):
            attempt()
    house.file(1, ReportState.SUBMITTED)
    given(house, RESUMPTION, "cause_gone")
    house.sign(one)
    assert house.find(one).state is AmendmentState.PARTNER_SIGNED


def test_a_termination_runs_for_the_days_of_the_contracts_own_clause(house):
    row = house.now().clauses.where(ContractClause.code == "C26").get()
    assert notice_grounds.period(house.now(), notice_grounds.every()["with_notice"]).days == 30
    text = row.text.replace("30 days", "45 days")
    ContractClause.update(given={"notice_days": "45"}, text=text).where(
        ContractClause.id == row.id
    ).execute()
    notice = given(house)
    assert notice.effective_on == BEFORE_END.date() + timedelta(days=45)
    assert house.now().state is K.IN_FORCE
    assert contract_ends.end_due(BEFORE_END + timedelta(days=45)) == 0
    assert contract_ends.end_due(BEFORE_END + timedelta(days=46)) == 1
    assert house.now().state is K.TERMINATED
    assert again(notice).state is S.IN_EFFECT
    assert house.person(house.signatory).email in mails("contract_ended")


def test_a_clause_in_words_of_its_own_asks_for_its_days(house):
    ContractClause.update(text="Twenty days of notice.").where(
        ContractClause.code == "C26"
    ).execute()
    with pytest.raises(RuleBroken, match="notice_days"):
        write(house)
    notice = given(house, days=20)
    assert notice.effective_on == BEFORE_END.date() + timedelta(days=20)


def test_grave_grounds_end_it_at_once_with_its_reports_and_its_open_amendment(house):
    house.file(1)
    one = house.start(**extension())
    given(house, ground="fraud")
    assert house.now().state is K.TERMINATED
    assert house.find(one).state is AmendmentState.LAPSED
    rows = [(each.number, each.ends_on, each.due_on) for each in house.reports()]
    assert rows == [
        (1, date(2026, 3, 31), date(2026, 4, 30)),
        (2, BEFORE_END.date(), BEFORE_END.date() + timedelta(days=60)),
    ]


def test_what_was_paid_and_not_spent_is_to_be_paid_back(house, monkeypatch):
    house.file(1, spent=40)
    monkeypatch.setattr(contract_money, "paid", lambda _contract: Decimal(100))
    notice = given(house)
    found = notices.settlement(notice)
    assert (found.to_recover, found.to_pay) == (60, 0)
    house.file(2, spent=80)
    assert notices.settlement(again(notice)) == found


def test_clauses_that_go_on_are_those_that_stand_in_the_contract(house):
    ContractClause.update(left_out=True).where(ContractClause.code == "C10").execute()
    codes = [each.code for each in notice_grounds.surviving(house.now())]
    assert {"C17", "D14"} <= set(codes)
    assert "C10" not in codes


def test_who_writes_a_notice_does_not_give_it_and_one_is_open_at_a_time(house):
    notice = write(house)
    assert house.person(house.head).email in mails("notice_to_give")
    both = type(house.head)(house.procurement.person_id, roles=frozenset({Role.HEAD_OF_OFFICE}))
    with pytest.raises(NotAllowed):
        notices.give(notice, both, BEFORE_END)
    with pytest.raises(RuleBroken, match="notice_open"):
        write(house)
    notices.withdraw(notice, "A mistake.", house.programme, BEFORE_END)
    assert write(house).number == 2


def test_a_notice_that_runs_is_withdrawn_by_the_side_that_gave_it(house):
    notice = given(house)
    for who in (house.signatory, house.procurement):
        with pytest.raises(NotAllowed):
            notices.withdraw(notice, "Settled.", who, BEFORE_END)
    with pytest.raises(RuleBroken, match="notice_reason"):
        notices.withdraw(notice, " ", house.head, BEFORE_END)
    notices.withdraw(notice, "Settled.", house.head, BEFORE_END)
    assert house.person(house.signatory).email in mails("notice_withdrawn")
    assert contract_ends.end_due(BEFORE_END + timedelta(days=60)) == 0


def test_the_partner_ends_the_contract_with_notice_and_its_own_name(house):
    who = house.signatory
    wish = Wish(TERMINATION, "with_notice", "Our lease ends.")
    with pytest.raises(RuleBroken, match="signing_password"):
        wrong = Consent(who.name, "wrong", "")
        notices.give_for_partner(house.now(), wish, wrong, who, BEFORE_END)
    with pytest.raises(RuleBroken, match="notice_ground"):
        fraud = Wish(TERMINATION, "fraud", "They lie.")
        notices.give_for_partner(house.now(), fraud, consent(who), who, BEFORE_END)
    assert ContractNotice.select().count() == 0
    made = notices.give_for_partner(house.now(), wish, consent(who), who, BEFORE_END)
    assert (made.side.value, made.state) == ("partner", S.GIVEN)
    assert house.person(house.head).email in mails("notice_received")


def test_both_agree_on_the_last_day_or_the_contract_goes_on(house):
    with pytest.raises(RuleBroken, match="notice_day_missing"):
        write(house, ground="agreement")
    day = date(2026, 8, 31)
    notice = given(house, ground="agreement", last_day=day)
    assert notice.state is S.PROPOSED
    notices.decline(notice, "Not in summer.", house.signatory, BEFORE_END)
    assert house.now().state is K.IN_FORCE
    second = given(house, ground="agreement", last_day=day)
    with pytest.raises(NotAllowed):
        stranger = make.actor(Role.PARTNER_SIGNATORY, partner=make.partner())
        notices.agree(second, consent(stranger), stranger, BEFORE_END)
    late = datetime(2026, 9, 1, 12, tzinfo=UTC)
    with pytest.raises(RuleBroken, match="notice_day"):
        notices.agree(second, consent(house.signatory), house.signatory, late)
    notices.agree(second, consent(house.signatory), house.signatory, BEFORE_END)
    assert again(second).state is S.GIVEN
    assert contract_ends.end_due(late) == 1
    assert house.now().state is K.TERMINATED


def test_a_contract_expires_by_itself_and_is_completed_when_every_report_is_accepted(house):
    one, notice = house.start(**extension()), write(house)
    last = datetime(2026, 12, 31, 12, tzinfo=UTC)
    assert contract_ends.end_due(last) == 0
    assert contract_ends.end_due(last + timedelta(days=1)) == 1
    assert house.now().state is K.EXPIRED
    assert house.find(one).state is AmendmentState.LAPSED
    assert again(notice).state is S.WITHDRAWN
    assert len(house.reports()) == 4
    with pytest.raises(RuleBroken, match="contract_reports_open"):
        contract_ends.complete(house.now(), house.programme, last)
    Report.update(state=ReportState.ACCEPTED).execute()
    with pytest.raises(NotAllowed):
        contract_ends.complete(house.now(), house.procurement, last)
    contract_ends.complete(house.now(), house.programme, last)
    assert house.now().state is K.COMPLETED


def test_only_what_fits_the_state_of_the_contract_is_written(house):
    with pytest.raises(RuleBroken, match="notice_state_resumption"):
        write(house, RESUMPTION, "cause_gone")
    notice = given(house, ground="donor_ends")
    for kind, ground in ((SUSPENSION, "late_reports"), (TERMINATION, "fraud")):
        with pytest.raises(RuleBroken, match=f"notice_state_{kind}"):
            write(house, kind, ground)
    with pytest.raises(WrongState):
        notices.withdraw(again(notice), "Late.", house.head, BEFORE_END)


def test_the_worker_ends_every_hour_what_has_run_out(app, house, monkeypatch):
    given(house)
    jobs = app.extensions["jobs"]
    for days, ended in ((30, 0), (31, 1), (31, 0)):
        moment = BEFORE_END + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        assert jobs.end.call_local() == ended
    assert house.now().state is K.TERMINATED
