"""Cooperation agreements: written, reviewed by others, signed, amended and ended."""

from datetime import timedelta

import pytest

from portal.domain.actions import Action, Role
from portal.domain.agreements import Chairing, Ending
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle_joint import AgreementState
from portal.domain.policy import can
from portal.models import Document
from portal.services import agreement_changes, agreement_steps, agreements, events, work
from portal.services.agreement_steps import End
from tests import factories as make
from tests.joint import Joint

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def joint(app):
    return Joint()


def test_an_agreement_begins_with_the_model_wording_and_the_settings(joint, monkeypatch):
    monkeypatch.setenv("PORTAL_MANAGEMENT_MEETING_DAYS", "14")
    row = agreements.begin(joint.centre, "fr", joint.officer, joint.at)
    assert row.reference == f"{joint.centre.reference}/A1"
    assert "privilèges et immunités" in row.privileges
    assert (row.frequency_days, row.minutes_days) == (14, 5)
    names = [each["name"] for each in agreements.rows_of(row, "parties")]
    assert names[1] == "Ministry of social affairs"
    assert len(agreements.rows_of(row, "duties")) == 2


def test_only_a_jointly_managed_centre_has_one_and_one_version_at_a_time(joint):
    with pytest.raises(RuleBroken) as refused:
        agreements.begin(make.centre(), "en", joint.officer, joint.at)
    assert refused.value.rule == "agreement_not_joint"
    joint.begun()
    with pytest.raises(RuleBroken) as refused:
        joint.begun()
    assert refused.value.rule == "agreement_open"


def test_a_financing_line_changes_the_sums_by_party_and_year(joint):
    row = joint.draft()
    rows = agreements.rows_of(row, "financing")
    more = {**rows[0], "key": None, "name": "Rent", "amount": 500, "year": 2027}
    before = agreements.sums_of(row)[0]
    typed = joint.typed(row, "financing", [*rows, more])
    agreements.save(row, "financing", typed, joint.officer, joint.at)
    after = agreements.sums_of(row)[0]
    assert (before.total, after.total) == (150_000, 150_500)
    assert after.years == [2026, 2027]
    assert [list(amounts) for _name, amounts, _total in after.rows] == [
        [60_000, 500],
        [90_000, 0],
    ]


def test_a_stale_part_is_a_conflict_that_holds_what_stands(joint):
    row = joint.draft()
    stale = joint.typed(row, "parties", purpose="Mine.")
    first = joint.typed(row, "parties", purpose="Theirs.")
    agreements.save(row, "parties", first, joint.officer, joint.at)
    with pytest.raises(Conflict) as refused:
        agreements.save(row, "parties", stale, joint.officer, joint.at)
    assert refused.value.theirs["purpose"] == "Theirs."
    assert len(refused.value.theirs["rows"]) == 2


def test_rules_of_the_committee_without_a_quorum_are_refused(joint):
    row = joint.draft()
    typed = joint.typed(row, "working", quorum_iom=0, chairing=Chairing.IN_TURN)
    with pytest.raises(RulesBroken):
        agreements.save(row, "working", typed, joint.officer, joint.at)
    assert joint.now(row).chairing is Chairing.TOGETHER


def test_an_incomplete_draft_is_not_sent_and_stays_a_draft(joint):
    row = joint.begun()
    with pytest.raises(RulesBroken) as refused:
        agreement_steps.send(row, joint.officer, joint.at)
    parts = {agreements.part_of(each) for each in refused.value.broken}
    assert parts == {"financing", "duration"}
    assert joint.now(row).state is AgreementState.DRAFT


def test_what_is_sent_is_judged_as_it_stands_not_as_it_was_shown(joint):
    shown = joint.draft()
    emptied = joint.typed(shown, "premises", premises="")
    agreements.save(shown, "premises", emptied, joint.officer, joint.at)
    with pytest.raises(RulesBroken) as refused:
        agreement_steps.send(shown, joint.officer, joint.at)
    assert [each.rule for each in refused.value.broken] == ["agreement_premises_missing"]
    assert joint.now(shown).state is AgreementState.DRAFT


def test_who_wrote_it_neither_reviews_nor_approves_it(joint):
    both = make.actor(Role.PROGRAMME_OFFICER, Role.LEGAL_OFFICER, Role.HEAD_OF_OFFICE)
    row = joint.draft()
    typed = joint.typed(row, "premises", premises="A house.")
    agreements.save(row, "premises", typed, both, joint.at)
    agreement_steps.send(joint.now(row), joint.officer, joint.at)
    with pytest.raises(NotAllowed):
        agreement_steps.clear(joint.now(row), both, joint.at)
    agreement_steps.clear(joint.now(row), joint.legal, joint.at)
    with pytest.raises(NotAllowed):
        agreement_steps.approve(joint.now(row), both, joint.at)


def test_a_text_is_given_back_with_what_is_to_be_changed(joint):
    row = joint.draft()
    agreement_steps.send(row, joint.officer, joint.at)
    with pytest.raises(RuleBroken):
        agreement_steps.take(joint.now(row), "return", " ", joint.legal, joint.at)
    agreement_steps.take(joint.now(row), "return", "Say who insures.", joint.legal, joint.at)
    back = joint.now(row)
    assert (back.state, back.comment) == (AgreementState.DRAFT, "Say who insures.")


def test_a_text_that_was_sent_is_no_longer_written(joint):
    row = joint.approved()
    with pytest.raises(WrongState):
        typed = joint.typed(row, "premises", premises="Other.")
        agreements.save(row, "premises", typed, joint.officer, joint.at)
    agreement_steps.take(row, "rewrite", "The minister asks for it.", joint.officer, joint.at)
    assert joint.now(row).state is AgreementState.DRAFT


def test_signatures_are_recorded_whole_and_issue_the_agreement_once(joint):
    row = joint.approved()
    with pytest.raises(RulesBroken) as refused:
        missing = joint.signatures(scan_reference=" ", on=joint.later(1).date())
        agreement_steps.sign(row, missing, joint.officer, joint.at)
    assert [each.field for each in refused.value.broken] == ["scan_reference", "on"]
    assert Document.select().count() == 0
    agreement_steps.sign(row, joint.signatures(), joint.officer, joint.at)
    issued = [(each.kind, each.number) for each in Document.select()]
    assert issued == [("agreement", f"{row.reference}-EN")]
    with pytest.raises(WrongState):
        agreement_steps.sign(joint.now(row), joint.signatures(), joint.officer, joint.at)


def test_a_signed_agreement_waits_for_its_first_day(joint):
    row = joint.signed(joint.draft(starts_on=joint.later(10).date()))
    with pytest.raises(RuleBroken) as refused:
        agreement_steps.start(row, joint.officer, joint.at)
    assert refused.value.rule == "agreement_too_early"
    agreement_steps.start(row, joint.officer, joint.later(10))
    assert joint.now(row).in_force_on == joint.later(10).date()


def test_a_new_version_shows_what_it_changes_and_replaces_the_one_before(joint):
    first = joint.in_force()
    second = joint.begun()
    assert (second.number, second.amends_id) == (2, first.id)
    assert agreement_changes.told(second) == []
    rows = agreements.rows_of(second, "financing")
    raised = [{**rows[0], "amount": 70_000}, *rows[1:]]
    agreements.save(
        second, "financing", joint.typed(second, "financing", raised), joint.officer, joint.at
    )
    (change,) = agreement_changes.told(joint.now(second))
    told = {each["name"]: (each["before"], each["after"]) for each in change["values"]}
    assert (change["label"], told) == ("Staff", {"amount": ("60000", "70000")})
    joint.in_force(joint.completed(second))
    assert joint.now(first).state is AgreementState.REPLACED
    assert agreements.standing(joint.centre).id == second.id


def test_it_is_suspended_resumed_and_ended_by_the_head_with_reasons(joint):
    row = joint.in_force()
    with pytest.raises(NotAllowed):
        agreement_steps.suspend(row, "Unrest.", joint.officer, joint.at)
    agreement_steps.suspend(row, "Unrest.", joint.head, joint.at)
    agreement_steps.resume(joint.now(row), "Calm again.", joint.head, joint.at)
    expired = End(Ending.EXPIRY, joint.today, "Over.")
    with pytest.raises(RuleBroken) as refused:
        agreement_steps.end(joint.now(row), expired, joint.head, joint.at)
    assert refused.value.rule == "agreement_not_expired"
    ended = End(Ending.TERMINATION, joint.today, "Handed over to the State.")
    agreement_steps.end(joint.now(row), ended, joint.head, joint.at)
    assert joint.now(row).ending is Ending.TERMINATION
    names = [each.name for each in events.timeline([row.id])][:3]
    assert names == ["agreement.ended", "agreement.resumed", "agreement.suspended"]
    again = joint.begun()
    assert (again.number, again.amends_id) == (2, None)
    assert again.purpose == row.purpose


def test_it_does_not_end_before_the_day_on_which_it_came_into_force(joint):
    row = joint.in_force()
    before = End(Ending.TERMINATION, joint.today - timedelta(days=1), "Never begun.")
    with pytest.raises(RuleBroken) as refused:
        agreement_steps.end(joint.now(row), before, joint.head, joint.at)
    assert refused.value.rule == "agreement_end_early"


def test_it_is_the_work_of_whoever_holds_the_pen(joint):
    def words(actor, at=joint.at):
        mine = [each.word for each in work.items(actor, at)]
        return [each for each in mine if each.endswith("_agreement")]

    row = joint.draft()
    assert words(joint.officer) == ["work.finish_agreement"]
    agreement_steps.send(row, joint.officer, joint.at)
    assert words(joint.legal) == ["work.review_agreement"]
    agreement_steps.clear(joint.now(row), joint.legal, joint.at)
    assert words(joint.head) == ["work.approve_agreement"]
    agreement_steps.approve(joint.now(row), joint.head, joint.at)
    agreement_steps.sign(joint.now(row), joint.signatures(), joint.officer, joint.at)
    assert words(joint.officer) == ["work.start_agreement"]
    agreement_steps.start(joint.now(row), joint.officer, joint.at)
    assert words(joint.officer) == []
    assert words(joint.officer, joint.later(300)) == ["work.renew_agreement"]


def test_the_office_and_the_auditor_read_it_and_no_partner(joint):
    row = joint.draft()
    partner = make.partner()
    assert can(make.actor(Role.AUDITOR), Action.SEE_AGREEMENT, row)
    assert not can(make.actor(Role.PARTNER_OWNER, partner=partner), Action.SEE_AGREEMENT, row)
