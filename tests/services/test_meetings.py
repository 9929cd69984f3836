"""Meetings of a management committee: convened, held with a quorum, agreed by both sides."""

import pytest

from portal.domain.actions import Role
from portal.domain.agreements import JointSide
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle_meetings import DecisionState, MeetingState
from portal.models import Document
from portal.services import (
    agreement_steps,
    management_committee,
    meeting_decisions,
    meetings,
    work,
)
from portal.services.meeting_decisions import Wanted
from tests import counting
from tests import factories as make
from tests.joint import Committee, Joint

pytestmark = pytest.mark.usefixtures("app")
IOM, GOVERNMENT = JointSide


@pytest.fixture
def at_work(app):
    return Committee()


def test_a_side_has_one_chair_and_members_leave_after_they_came(at_work):
    two = [at_work.member(IOM, name, chair=True) for name in ("A", "B")]
    gone = at_work.member(GOVERNMENT, "C", until_on=at_work.later(-3000).date())
    with pytest.raises(RulesBroken) as refused:
        management_committee.name_members(
            at_work.fresh, [*two, gone], at_work.fresh.version, at_work.officer, at_work.at
        )
    assert [each.rule for each in refused.value.broken] == ["member_two_chairs", "member_days"]
    assert len(management_committee.members(at_work.centre)) == 4
    with pytest.raises(Conflict):
        management_committee.name_members(at_work.fresh, [], 1, at_work.officer, at_work.at)


def test_a_meeting_needs_an_agreement_in_force_and_members_of_both_sides(at_work):
    other = Joint()
    with pytest.raises(RuleBroken) as refused:
        summons = meetings.Summons(other.today, "10:00", "Conakry", ["Beds"])
        meetings.convene(other.centre, summons, other.officer, other.at)
    assert refused.value.rule == "meeting_no_agreement"
    with pytest.raises(RuleBroken) as refused:
        at_work.convened(on=at_work.later(-3000).date())
    assert refused.value.rule == "meeting_no_members"


def test_a_meeting_without_a_quorum_takes_no_decision_and_stays_as_it_was(at_work):
    meeting = at_work.convened()
    alone = at_work.written(meeting, sides=[IOM])
    with pytest.raises(RulesBroken) as refused:
        meetings.record(meeting, alone, at_work.officer, at_work.at)
    facts = refused.value.broken[0].facts
    assert (facts["government_present"], facts["government_needed"]) == (0, 1)
    assert meetings.by_id(meeting.id).state is MeetingState.CONVENED
    talk = at_work.written(meeting, sides=[IOM], decisions=0)
    meetings.record(meeting, talk, at_work.officer, at_work.at)
    held = meetings.by_id(meeting.id)
    assert (held.state, meetings.quorum_of(held).holds) == (MeetingState.HELD, False)


def test_a_meeting_ahead_is_not_recorded_and_can_be_cancelled_with_a_reason(at_work):
    meeting = at_work.convened(on=at_work.later(3).date())
    with pytest.raises(RuleBroken) as refused:
        meetings.record(meeting, at_work.written(meeting), at_work.officer, at_work.at)
    assert refused.value.rule == "meeting_ahead"
    with pytest.raises(RuleBroken):
        meetings.cancel(meeting, " ", at_work.officer, at_work.at)
    meetings.cancel(meeting, "The road is closed.", at_work.officer, at_work.at)
    with pytest.raises(WrongState):
        meetings.record(meeting, at_work.written(meeting), at_work.officer, at_work.at)


def test_two_writers_of_minutes_do_not_overwrite_each_other(at_work):
    meeting = at_work.convened()
    stale = at_work.written(meeting, decisions=2)
    meetings.record(meeting, at_work.written(meeting), at_work.officer, at_work.at)
    with pytest.raises(Conflict):
        meetings.record(meetings.by_id(meeting.id), stale, at_work.officer, at_work.at)
    assert len(meetings.decisions_of(meeting)) == 1


def refusal_of(at_work, meeting, given, consent):
    """The rule by which a consent to the minutes is refused."""
    with pytest.raises(RuleBroken) as refused:
        meetings.agree(meeting, given, consent, at_work.officer, at_work.at)
    return refused.value.rule


def test_a_consent_needs_the_password_the_same_text_and_the_letter_of_the_government(at_work):
    meeting = at_work.circulated()
    ours, theirs = at_work.given(IOM), at_work.given(GOVERNMENT, scan_reference="")
    wrong, other = (
        at_work.consent(meeting, **{name: "0" * 64}) for name in ("password", "fingerprint")
    )
    right = at_work.consent(meeting)
    assert refusal_of(at_work, meeting, ours, wrong) == "signing_password"
    assert refusal_of(at_work, meeting, ours, other) == "record_changed"
    assert refusal_of(at_work, meeting, theirs, right) == "minutes_proof_missing"
    ahead = at_work.given(IOM, on=at_work.later(1).date())
    assert refusal_of(at_work, meeting, ahead, right) == "minutes_agreed_on"
    assert meeting.consents.count() == 0


def test_minutes_are_agreed_by_both_sides_once_and_then_issued(at_work):
    meeting = at_work.circulated()
    who, at = at_work.officer, at_work.at
    ours = at_work.given(IOM)
    meetings.agree(meeting, ours, at_work.consent(meeting), who, at)
    assert refusal_of(at_work, meeting, ours, at_work.consent(meeting)) == "record_signed"
    minutes = Document.kind == meetings.KIND
    assert Document.select().where(minutes).count() == 0
    meetings.agree(meeting, at_work.given(GOVERNMENT), at_work.consent(meeting), who, at)
    assert meetings.by_id(meeting.id).state is MeetingState.AGREED
    assert Document.get(minutes).number == f"{meeting.reference}-MINUTES-EN"


def test_minutes_taken_back_are_agreed_to_anew(at_work):
    meeting = at_work.circulated()
    consent = at_work.consent(meeting)
    meetings.agree(meeting, at_work.given(IOM), consent, at_work.officer, at_work.at)
    meetings.give_back(meeting, "Item 2 is wrong.", at_work.officer, at_work.at)
    assert meeting.consents.count() == 0
    assert meetings.by_id(meeting.id).state is MeetingState.HELD


def test_an_item_without_minutes_is_not_circulated(at_work):
    meeting = at_work.convened()
    written = at_work.written(meeting)
    bare = meetings.Written(written.present, meeting.agenda, written.decisions, written.seen)
    meetings.record(meeting, bare, at_work.officer, at_work.at)
    with pytest.raises(RulesBroken) as refused:
        meetings.circulate(meetings.by_id(meeting.id), at_work.officer, at_work.at)
    assert [each.facts["number"] for each in refused.value.broken] == [1, 2]


def test_late_minutes_are_shown_and_are_the_officers_work(at_work):
    meeting = at_work.circulated()
    assert not meetings.is_late(meeting, meeting.minutes_due_on)
    assert meetings.is_late(meeting, at_work.later(30).date())
    words = [each.word for each in work.items(at_work.officer, at_work.at)]
    assert "work.agree_meeting_minutes" in words


def test_the_next_meeting_is_due_by_the_frequency_and_told_when_overdue(at_work):
    begun = management_committee.next_meeting(at_work.centre, at_work.today)
    assert (begun.due_on - at_work.today).days == 31
    meeting = at_work.convened(on=at_work.today)
    meetings.record(meeting, at_work.written(meeting), at_work.officer, at_work.at)
    after = at_work.later(32).date()
    assert management_committee.next_meeting(at_work.centre, after).overdue
    assert management_committee.overdue_centres(after) == {at_work.centre.id}
    assert management_committee.overdue_centres(at_work.today) == set()
    agreement_steps.suspend(at_work.agreement, "Unrest.", at_work.head, at_work.at)
    with pytest.raises(RuleBroken):
        at_work.convened()


def test_what_is_overdue_is_found_in_as_many_queries_for_one_centre_as_for_three(at_work):
    def asked():
        with counting.queries() as sent:
            management_committee.overdue_centres(at_work.today)
        return len(sent)

    one = asked()
    for _more in range(2):
        Joint().in_force()
    assert asked() == one == 2


def test_decisions_are_followed_up_in_a_register_with_reasons(at_work):
    meeting = at_work.agreed(decisions=3)
    first, second, third = meetings.decisions_of(meeting)
    who, at = at_work.officer, at_work.at
    meeting_decisions.follow(meeting_decisions.by_id(first.id), "do", "", who, at)
    with pytest.raises(RuleBroken):
        meeting_decisions.follow(meeting_decisions.by_id(second.id), "drop", " ", who, at)
    meeting_decisions.follow(meeting_decisions.by_id(second.id), "drop", "No funds.", who, at)
    later = at_work.later(5).date()

    def register(**wanted):
        found = meeting_decisions.register(at_work.centre, Wanted(**wanted), later)
        return [each.id for each in found]

    assert register() == [third.id, first.id, second.id]
    assert register(state="overdue") == register(state="open") == [third.id]
    assert register(state="dropped", side="government") == [second.id]
    assert register(side="iom") == []
    meeting_decisions.follow(meeting_decisions.by_id(first.id), "reopen", "Undone.", who, at)
    assert meeting_decisions.by_id(first.id).state is DecisionState.OPEN


def test_decisions_wait_for_the_minutes_and_others_follow_none(at_work):
    (decision,) = meetings.decisions_of(at_work.circulated())
    with pytest.raises(RuleBroken) as refused:
        found = meeting_decisions.by_id(decision.id)
        meeting_decisions.follow(found, "do", "", at_work.officer, at_work.at)
    assert refused.value.rule == "decision_not_agreed"
    with pytest.raises(NotAllowed):
        meeting_decisions.follow(found, "do", "", make.actor(Role.AUDITOR), at_work.at)
