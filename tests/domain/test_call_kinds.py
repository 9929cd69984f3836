"""What each kind of call demands, where a call stands, and what a concept note needs."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.domain import concepts
from portal.domain.call_kinds import CallKind, DirectReason, KindFacts, broken_rules
from portal.domain.call_standing import CallStanding, standing
from portal.domain.calls import SECTIONS
from portal.domain.lifecycle import CALL_STEPS, CANCEL_CALL, CallState
from portal.wording import WORDS

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KINDS = st.builds(
    KindFacts,
    kind=st.sampled_from(CallKind),
    invited=st.integers(0, 40),
    reason=st.none() | st.sampled_from(DirectReason),
    reason_text=st.text(max_size=20),
    evidence=st.text(max_size=20),
)


def names(facts):
    return {each.rule for each in broken_rules(facts)}


@given(KINDS)
def test_every_broken_rule_has_words_and_a_section(facts):
    for each in broken_rules(facts):
        assert f"rule.{each.rule}" in WORDS
        assert each.field in SECTIONS


@given(KINDS)
def test_an_open_call_breaks_no_rule_of_its_kind(facts):
    assert facts.kind is not CallKind.OPEN or not broken_rules(facts)


@given(KINDS)
def test_a_direct_selection_holds_only_with_one_partner_a_reason_and_evidence(facts):
    if facts.kind is CallKind.DIRECT:
        full = facts.reason and facts.reason_text.strip() and facts.evidence.strip()
        assert (not broken_rules(facts)) is bool(facts.invited == 1 and full)


@given(st.integers(0, 40))
def test_a_shortlist_has_at_least_two_partners(count):
    facts = KindFacts(CallKind.INVITATION, count)
    assert ("invited_few" in names(facts)) is (count < 2)


@given(st.sampled_from(CallState), st.integers(-3, 3), st.none() | st.integers(-3, 3))
def test_a_state_is_told_as_it_is_unless_time_has_changed_it(state, days, planned):
    deadline = NOON + timedelta(days=days)
    plan = None if planned is None else NOON + timedelta(days=planned)
    told = standing(state, deadline, plan, NOON)
    if state is CallState.PUBLISHED and days <= 0:
        assert told is CallStanding.CLOSED
    elif state is CallState.APPROVED and plan:
        assert told is CallStanding.PLANNED
    else:
        assert told is state
    assert f"{type(told).__name__}.{told.value}" in WORDS


def test_every_call_can_be_cancelled_but_one_that_ended_and_nothing_follows():
    ended = {CallState.AWARDED, CallState.FAILED, CallState.CANCELLED, CallState.MERGED}
    assert CANCEL_CALL.start == set(CallState) - ended
    assert not [step for step in CALL_STEPS if CallState.CANCELLED in step.start]


@given(st.sets(st.sampled_from(concepts.NEEDED)))
def test_a_concept_note_lacks_exactly_what_is_empty(empty):
    note = {name: " " if name in empty else "x" for name in concepts.NEEDED}
    broken = concepts.broken_rules(note)
    assert {each.field for each in broken} == empty
    assert all(f"rule.{each.rule}" in WORDS for each in broken)
