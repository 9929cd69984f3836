"""The rules of minutes: quorum, votes, majority."""

from datetime import date, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.minutes import Decision, Meeting, Vote, broken_rules, carried, tally

DAY = date(2026, 5, 4)
VOTES = st.lists(st.sampled_from(Vote), min_size=1, max_size=7)


def meeting(votes, quorum=3, agenda="Decisions", chair=0, held_on=DAY):
    people = [uuid4() for _ in votes]
    given = {who: vote for who, vote in zip(people, votes, strict=True) if vote}
    decision = Decision(1, None, given)
    return Meeting(held_on, agenda, people, people[chair], quorum, [decision])


def rules(of, since=DAY, today=DAY):
    return [each.rule for each in broken_rules(of, since, today)]


def test_minutes_with_a_quorum_and_a_majority_hold():
    assert rules(meeting([Vote.FOR, Vote.FOR, Vote.AGAINST])) == []


def test_minutes_without_a_quorum_do_not_hold():
    assert rules(meeting([Vote.FOR, Vote.FOR])) == ["minutes_quorum"]


def test_everybody_present_votes_or_abstains():
    assert rules(meeting([Vote.FOR, Vote.FOR, None])) == ["vote_missing"]


def test_more_against_than_for_carries_nothing():
    assert rules(meeting([Vote.FOR, Vote.AGAINST, Vote.AGAINST])) == ["vote_not_carried"]


def test_equal_votes_are_settled_by_the_chair():
    votes = [Vote.FOR, Vote.AGAINST, Vote.ABSTAIN]
    assert rules(meeting(votes)) == []
    assert rules(meeting(votes, chair=1)) == ["vote_not_carried"]
    assert rules(meeting(votes, chair=2)) == ["vote_not_carried"]


def test_the_meeting_lies_between_the_opening_and_today():
    held = meeting([Vote.FOR] * 3)
    later = DAY + timedelta(days=1)
    assert rules(held, since=later, today=later) == ["minutes_day"]
    assert rules(meeting([Vote.FOR] * 3, held_on=later)) == ["minutes_day"]


def test_minutes_have_an_agenda():
    assert rules(meeting([Vote.FOR] * 3, agenda=" ")) == ["minutes_agenda"]


@given(VOTES)
def test_every_vote_is_counted_once(votes):
    held = meeting(votes)
    assert sum(tally(held.decisions[0].votes, held.voters).values()) == len(votes)


@given(VOTES, st.randoms())
def test_the_order_of_the_voters_does_not_matter(votes, chance):
    held = meeting(votes)
    shuffled = list(held.voters)
    chance.shuffle(shuffled)
    again = Meeting(DAY, "", shuffled, held.chair, 3, held.decisions)
    assert carried(held.decisions[0], held) is carried(held.decisions[0], again)


def shut_out(held, who):
    """The same meeting, with one person shut out of the lot by a conflict of interest."""
    [decision] = held.decisions
    votes = {key: vote for key, vote in decision.votes.items() if key != who}
    away = Decision(1, None, votes, away=[who])
    return Meeting(DAY, "Decisions", held.voters, held.chair, held.quorum, [away])


def test_who_is_shut_out_of_a_lot_owes_no_vote_on_it():
    held = meeting([Vote.FOR] * 4)
    assert rules(shut_out(held, held.voters[3])) == []


def test_a_lot_has_a_quorum_of_its_own():
    held = meeting([Vote.FOR] * 3)
    assert rules(shut_out(held, held.voters[2])) == ["minutes_quorum_lot"]
