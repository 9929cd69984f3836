"""How steady a ranking is, and how members score: figures, pictures, who may see them."""

import pytest

from portal.domain.actions import Role
from portal.models import Seat
from portal.services import opening, scoring, steadiness
from tests import factories as make


@pytest.fixture
def call(app):
    """A revealed call: the chair alone puts the second proposal first."""
    made = make.scoring_call(2)
    first, _second = opening.opened(made)
    for card in scoring.counted(made):
        kind = (card.seat.chair, card.proposal_id == first.id)
        values = {(True, True): 4, (True, False): 5, (False, True): 5, (False, False): 4}
        make.lock_card(card, values[kind])
    return make.revealed(made)


def chair(client, call):
    return make.sign_in(client, call.seats.where(Seat.chair).first().person)


def read(answer):
    return answer.get_data(as_text=True)


def test_every_member_and_every_criterion_is_left_out_once(call):
    (found,) = steadiness.of_call(call)
    assert [each.is_member for each in found.cases] == [True] * 3 + [False] * 2
    assert [each.rank for each in found.proposals] == [1, 2]
    assert {each.name for each in found.cases if each.moves} <= {
        seat.person.name for seat in call.seats
    }


def test_the_page_has_a_picture_with_its_words_and_the_figures_in_tables(client, call):
    page = read(chair(client, call).get(f"/calls/{call.slug}/ranking/steadiness"))
    assert "<title" in page.partition('role="img"')[2]
    assert "The first rank" in page
    assert all(each.name in page for each in scoring.criteria(call))
    assert f"/calls/{call.slug}/ranking/steadiness" in read(
        client.get(f"/calls/{call.slug}/ranking")
    )


def test_the_chair_sees_who_scores_lower_than_the_others(client, call):
    (found,) = steadiness.members_of(call)
    assert {len(each.severity.differences) for each in found.named} == {2}
    page = read(chair(client, call).get(f"/calls/{call.slug}/ranking/members"))
    assert all(seat.person.name in page for seat in call.seats)


def test_nobody_but_the_chair_sees_how_members_score(client, call):
    member = call.seats.where(~Seat.chair).first().person
    for who in (member, make.person(Role.PROCUREMENT_OFFICER), make.person(Role.AUDITOR)):
        make.sign_in(client, who)
        assert client.get(f"/calls/{call.slug}/ranking/members").status_code == 403
        assert "How members score" not in read(client.get(f"/calls/{call.slug}/ranking"))


def test_before_the_reveal_nothing_is_computed(app):
    made = make.scoring_call(1)
    assert steadiness.of_call(made) == []
    assert steadiness.members_of(made) == []
