"""The end of a contract: what has to stand, who confirms it, and that it is only read then."""

from datetime import UTC, date, datetime

import pytest

from portal.domain.actions import Role
from portal.domain.closing import ITEMS
from portal.domain.errors import (
    Conflict,
    NotAllowed,
    NotFound,
    RuleBroken,
    RulesBroken,
    WrongState,
)
from portal.domain.lifecycle import ContractState, ReportState
from portal.domain.lifecycle_closing import MilestoneState
from portal.domain.policy import POLICY, can
from portal.domain.policy_money import ON_A_CLOSED_CONTRACT
from portal.models import (
    Closing,
    ClosingTick,
    Contract,
    Document,
    Effect,
    Event,
    HandedAsset,
    Refund,
)
from portal.services import accounts, closing, closing_work, contract_checks
from portal.services import closing_finding as finding
from portal.services import closing_handover as handover
from portal.services.closing_handover import Aim, Asset
from tests import factories as make
from tests.ending import CERTIFICATE, DAY, NOTHING, End
from tests.factories import NOON, PASSWORD
from tests.paying import instalment, report

pytestmark = pytest.mark.usefixtures("app")
LATE = datetime(2027, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch):
    """Certifying asks for a password, which is tried elsewhere; here it costs no time."""
    monkeypatch.setattr(accounts, "password_fits", lambda _person, typed: typed == PASSWORD)


def rules(caught):
    error = caught.value
    return [each.rule for each in error.broken] if hasattr(error, "broken") else [error.rule]


def state(end):
    return Contract.get_by_id(end.contract.id).state


def test_a_contract_is_closed_when_everything_stands():
    end = End()
    assert end.open() == ["assets", "data", "milestones"]
    end.settle().close()
    assert state(end) is ContractState.CLOSED
    row = end.now().closing
    assert row.closed_by.id == end.head.person_id
    assert [each["code"] for each in row.facts["items"]] == list(ITEMS)
    assert row.facts["money"] == {
        "paid": "30000",
        "accepted": "30000",
        "refunded": "0",
        "pending": "0",
    }
    kinds = [each.kind for each in Document.select().where(Document.kind == "closing_record")]
    assert len(kinds) == 2
    told = [row.payload["template"] for row in Effect.select().where(Effect.kind == "mail")]
    assert told.count("contract_closed") == 3
    assert Event.select().where(Event.name == "contract.closed").count() == 1


def test_what_does_not_stand_is_told_all_at_once_and_nothing_is_closed():
    end = End(spent=20_000)
    report(end.contract, 2, ReportState.SUBMITTED)
    with pytest.raises(RulesBroken) as caught:
        end.close()
    assert rules(caught) == [
        f"closing_{code}"
        for code in ("reports", "final_report", "money", "assets", "data", "milestones")
    ]
    assert state(end) is ContractState.COMPLETED


def test_open_findings_keep_a_contract_open(monkeypatch):
    end = End().settle()
    monkeypatch.setattr(contract_checks, "FINDINGS", (lambda _contract: 2,))
    assert end.open() == ["findings"]
    with pytest.raises(RulesBroken, match="closing_findings"):
        end.close()


def test_a_request_that_is_under_way_keeps_the_money_open():
    end = End().settle()
    end.table.key = instalment(end.contract, 2, 2_000).id
    end.table.request(staff=500)
    assert end.open() == ["money"]


def test_only_the_head_or_the_named_delegate_closes():
    end = End().settle()
    other = make.actor(Role.LEGAL_OFFICER)
    for who in (end.officer, end.finance, other):
        with pytest.raises(NotAllowed):
            end.close(who)
    with pytest.raises(RuleBroken, match="delegate_unknown"):
        closing.name_delegate(end.now(), end.writer.person_id, end.head, NOON)
    closing.name_delegate(end.now(), other.person_id, end.head, NOON)
    closing.name_delegate(end.now(), None, end.head, NOON)
    with pytest.raises(NotAllowed):
        end.close(other)
    closing.name_delegate(end.now(), other.person_id, end.head, NOON)
    assert [each.word for each in closing_work.work_items(other, NOON)] == [
        "work.close_contract"
    ]
    end.close(other)
    assert Closing.get().closed_by.id == other.person_id


@pytest.mark.parametrize(
    "ended", [ContractState.EXPIRED, ContractState.TERMINATED, ContractState.COMPLETED]
)
def test_a_contract_is_closed_however_it_ended_but_not_while_it_runs(ended):
    end = End(ContractState.IN_FORCE).settle()
    with pytest.raises(WrongState):
        end.close()
    Contract.update(state=ended).execute()
    end.close()
    assert state(end) is ContractState.CLOSED


@pytest.mark.parametrize(
    ("code", "note", "sent", "rule"),
    [
        ("data", "Destroyed.", NOTHING, "closing_certificate"),
        ("data", " ", CERTIFICATE, "closing_note"),
        ("assets", "", NOTHING, "closing_note"),
    ],
)
def test_a_confirmation_needs_its_note_and_its_certificate(code, note, sent, rule):
    end = End()
    with pytest.raises(RuleBroken, match=rule):
        end.confirm(code, note, sent)
    assert ClosingTick.select().count() == 0


def test_nobody_confirms_what_the_facts_decide():
    end = End()
    with pytest.raises(NotFound):
        end.confirm("money")
    end.confirm("assets")
    asset = end.asset()
    assert "assets" in end.open()
    with pytest.raises(RuleBroken, match="closing_by_facts"):
        end.confirm("assets")
    handed = Asset("Van", None, "The partner", "Municipality", DAY, "Transfer act 12")
    handover.change_asset(asset, handed, end.saving())
    assert "assets" not in end.open()


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"value": -1}, "asset_value"),
        ({"handed_to": "Municipality"}, "asset_handed"),
        ({"handed_on": DAY, "evidence": "Act"}, "asset_handed"),
        ({"handed_to": "M", "handed_on": DAY}, "asset_evidence"),
        ({"handed_to": "M", "handed_on": date(2026, 3, 3), "evidence": "A"}, "asset_future"),
    ],
)
def test_an_asset_is_handed_to_somebody_on_a_day_with_evidence(facts, rule):
    end = End()
    with pytest.raises(RulesBroken) as caught:
        end.asset(**facts)
    assert rules(caught) == [rule]
    assert HandedAsset.select().count() == 0


def test_a_milestone_is_reported_by_the_partner_and_decided_by_the_officer():
    end = End()
    row = end.milestone()
    assert "milestones" in end.open()
    with pytest.raises(RuleBroken, match="milestone_evidence"):
        handover.report_milestone(row, " ", end.saving(end.writer))
    with pytest.raises(NotAllowed):
        handover.report_milestone(row, "Voted.", end.saving(end.officer))
    stranger = make.actor(Role.PARTNER_OWNER, partner=make.partner())
    with pytest.raises(NotAllowed):
        handover.report_milestone(row, "Voted.", end.saving(stranger))
    handover.report_milestone(row, "Voted.", end.saving(end.writer, sent=CERTIFICATE))
    assert finding.milestone_by_id(row.id).file.filename == "certificate.pdf"
    words = [each.word for each in closing_work.work_items(end.officer, NOON)]
    assert "work.decide_milestone" in words
    handover.decide_milestone(row, "open", "Which law?", end.officer, NOON)
    handover.report_milestone(row, "Law 12.", end.saving(end.writer))
    handover.decide_milestone(row, "met", "", end.officer, NOON)
    assert finding.milestone_by_id(row.id).state is MilestoneState.MET
    assert "milestones" not in end.open()


def test_the_usual_milestones_are_spread_over_the_contract_once():
    end = End()
    handover.add_usual(end.now(), end.officer, NOON)
    rows = finding.milestones(end.contract)
    assert len(rows) == 10
    assert [each.due_on for each in rows] == sorted(each.due_on for each in rows)
    assert rows[-1].due_on == end.contract.ends_on
    with pytest.raises(RuleBroken, match="milestones_there"):
        handover.add_usual(end.now(), end.officer, NOON)


@pytest.mark.parametrize("decision", ["waived", "open"])
def test_what_is_not_met_is_decided_with_a_reason(decision):
    end = End()
    row = end.milestone()
    with pytest.raises(RuleBroken, match="milestone_reason"):
        handover.decide_milestone(row, decision, " ", end.officer, NOON)
    with pytest.raises(RuleBroken, match="milestone_decision"):
        handover.decide_milestone(row, "perhaps", "Why.", end.officer, NOON)
    assert finding.milestone_by_id(row.id).state is MilestoneState.OPEN


def test_two_officers_on_one_milestone_get_both_versions():
    end = End()
    row = end.milestone()
    aim = Aim("Staff appointed", "Ministry", DAY)
    handover.change_milestone(row, aim, end.saving(seen=1))
    with pytest.raises(Conflict) as caught:
        handover.change_milestone(row, Aim("Other", "Ministry", DAY), end.saving(seen=1))
    assert caught.value.theirs["title"] == "Staff appointed"


def test_a_refund_makes_up_what_was_paid_and_not_accepted():
    end = End(spent=20_000).settle()
    assert end.open() == ["money"]
    end.refund(4_000)
    with pytest.raises(RuleBroken, match="payment_reference_used"):
        end.refund(1_000)
    end.refund(6_000, "BACK-2")
    assert end.open() == []


@pytest.mark.parametrize(
    ("amount", "day", "rule"),
    [
        (10_001, DAY, "refund_above"),
        (0, DAY, "refund_positive"),
        ("0.005", DAY, "amount_too_fine"),
        (5, date(2026, 3, 3), "refund_future"),
    ],
)
def test_a_refund_that_cannot_be_is_refused(amount, day, rule):
    end = End(spent=20_000)
    with pytest.raises((RuleBroken, RulesBroken)) as caught:
        end.refund(amount, day=day)
    assert rules(caught) == [rule]
    assert Refund.select().count() == 0


def test_finance_records_refunds_and_nobody_else():
    end = End(spent=20_000)
    for who in (end.officer, end.writer, end.head):
        with pytest.raises(NotAllowed):
            end.refund(10, by=who)


def test_a_closed_contract_is_only_read():
    end = End().settle()
    row, asset = end.milestone(), end.asset(handed_to="M", handed_on=DAY, evidence="Act")
    handover.decide_milestone(row, "waived", "Not needed.", end.officer, NOON)
    end.close()
    gone = finding.milestone_by_id(row.id), finding.asset_by_id(asset.id)
    tries = [
        end.milestone,
        end.asset,
        lambda: end.refund(1),
        lambda: end.confirm("data"),
        lambda: closing.name_delegate(end.now(), None, end.head, NOON),
        lambda: handover.decide_milestone(gone[0], "open", "Why.", end.officer, NOON),
        lambda: handover.change_asset(gone[1], Asset("Car", None, "M"), end.saving()),
        end.table.request,
    ]
    for attempt in tries:
        with pytest.raises(NotAllowed):
            attempt()
    with pytest.raises(WrongState):
        end.close()


def test_no_role_may_do_anything_under_a_closed_contract():
    end = End(ContractState.CLOSED)
    everybody = make.actor(*Role)
    assert set(POLICY) >= ON_A_CLOSED_CONTRACT
    assert not any(can(everybody, each, end.now()) for each in ON_A_CLOSED_CONTRACT)


def test_each_finds_what_the_end_asks_of_them():
    end = End(ContractState.EXPIRED)
    assert [each.word for each in closing_work.work_items(end.officer, LATE)] == [
        "work.settle_closing"
    ]
    end.milestone()
    assert [each.word for each in closing_work.work_items(end.writer, LATE)] == [
        "work.report_milestone"
    ]
