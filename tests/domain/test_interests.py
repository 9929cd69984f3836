"""What a conflict of interest shuts, for any partners, lots and seats."""

from types import SimpleNamespace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.actions import Action, Role, SeatKind
from portal.domain.interests import Statement, broken_statement, reach
from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.policy import Actor, SeatFacts, can

CALL = UUID(int=1)
LOTS = [UUID(int=number) for number in range(10, 15)]
lots = st.sets(st.sampled_from(LOTS), min_size=1)
proposing = st.dictionaries(st.integers(0, 6), lots, min_size=1)
CONTENT = (Action.SEE_PROPOSAL, Action.SCREEN_PROPOSAL, Action.SEE_SCREENING, Action.SEE_LOT)


def thing(lot):
    """An opened proposal of somebody else for a lot."""
    return SimpleNamespace(
        call_id=CALL,
        lot_id=lot,
        call_state=CallState.OPENED,
        state=ProposalState.ELIGIBLE,
        partner_id=UUID(int=99),
    )


@given(proposing, st.data())
def test_a_conflict_shuts_exactly_the_lots_of_its_partners_whatever_the_role(asked, data):
    tied = data.draw(st.sets(st.sampled_from(sorted(asked))))
    kind = data.draw(st.sampled_from(SeatKind))
    roles = data.draw(st.sets(st.sampled_from(Role)))
    found = reach(tied, asked)
    seat = SeatFacts(kind, declared=True, conflict=found.whole, shut=found.lots)
    actor = Actor(UUID(int=2), "", frozenset(roles), None, {CALL: seat})
    for lot in {each for one in asked.values() for each in one}:
        touched = any(lot in asked[each] for each in tied)
        shut = touched or found.whole
        assert can(actor, Action.SEE_LOT, thing(lot)) is not shut
        if shut:
            assert not any(can(actor, action, thing(lot)) for action in CONTENT)
        elif kind in {SeatKind.VOTING, SeatKind.SECRETARY}:
            assert can(actor, Action.SEE_PROPOSAL, thing(lot))


@given(proposing, st.data())
def test_one_conflict_more_never_opens_a_lot(asked, data):
    fewer = data.draw(st.sets(st.sampled_from(sorted(asked))))
    more = fewer | data.draw(st.sets(st.sampled_from(sorted(asked))))
    assert reach(fewer, asked).lots <= reach(more, asked).lots
    assert reach(more, asked).whole or not reach(fewer, asked).whole


@given(proposing)
def test_without_a_conflict_nothing_is_shut(asked):
    assert reach([], asked) == reach([], {})


def test_a_seat_that_was_left_reads_nothing_and_its_conflict_still_shuts():
    office = frozenset({Role.PROCUREMENT_OFFICER})
    left = SeatFacts(SeatKind.VOTING, declared=True, conflict=False, left=True)
    tied = SeatFacts(SeatKind.VOTING, declared=True, conflict=True, left=True)
    member = Actor(UUID(int=2), seats={CALL: left})
    assert not can(member, Action.SEE_PROPOSAL, thing(LOTS[0]))
    assert not can(Actor(UUID(int=2), "", office, None, {CALL: tied}), Action.SEE_LOT, thing(0))


def test_a_declaration_says_what_it_lacks_in_one_go():
    partners = {1: "Nour", 2: "Jisr"}
    broken = broken_statement(Statement({2: True}), partners)
    assert [(each.rule, each.field) for each in broken] == [
        ("interest_unanswered", "partner_1"),
        ("conflict_words_missing", "text"),
        ("undertaking_missing", "undertaking"),
    ]
    whole = Statement({1: False, 2: True}, "My brother leads it.", undertaking=True)
    assert broken_statement(whole, partners) == []
