"""Where members are far apart: what is listed, agreed, kept and refused."""

from itertools import cycle

import pytest

from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken, RulesBroken
from portal.domain.errors import WrongState as Wrong
from portal.models import Dissent, Event, FrozenEvaluation, Moderation, Recommendation, Seat
from portal.services import (
    accounts,
    award,
    award_rounds,
    committee,
    moderation,
    opening,
    scoring,
)
from portal.services.moderation import Agreed
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
REASON = "All members read the annex again and agree that the roster covers the nights."
WHY_NOT = "I still find no proof of the nights."


def procurement():
    return make.actor(Role.PROCUREMENT_OFFICER)


def divergent_call(*values, **facts):
    """A revealed call with one proposal whose members give these values on each criterion."""
    made = make.scoring_call(1, **facts)
    for card, value in zip(scoring.counted(made), cycle(values or (5, 4, 2)), strict=False):
        make.lock_card(card, value)
    return make.revealed(made)


def chair_of(call):
    return accounts.actor_of(call.seats.where(Seat.chair).first().person)


def member_of(call):
    return accounts.actor_of(call.seats.where(~Seat.chair).first().person)


def settle(call, value=5, position=1, reason=REASON, seen=0):
    item = moderation.item_of(opening.opened(call)[0], position)
    moderation.settle(item, Agreed(value, reason), seen, chair_of(call), make.moment())
    return moderation.item_of(opening.opened(call)[0], position)


def recommend(call):
    choices = {
        table.lot.id: award.Choice(table.first[0].id if table.first else None, make.WHY)
        for table in scoring.rankings(call)
    }
    make.signed_minutes(call, choices)
    award.recommend(call, choices, procurement(), make.moment())


def test_criteria_on_which_members_are_far_apart_are_listed_with_every_score():
    items = moderation.all_items(divergent_call(5, 4, 2))
    assert [each.criterion.position for each in items] == [1, 2]
    assert sorted(score.value for _member, score in items[0].given) == [2, 4, 5]
    assert items[0].spread == 60
    assert items[0].settled is None


def test_the_setting_says_how_far_apart_is_far(monkeypatch):
    call = divergent_call(5, 4, 2)
    monkeypatch.setenv("PORTAL_DIVERGENCE_PERCENT", "60")
    assert moderation.all_items(call) == []


def test_before_the_reveal_nothing_is_listed():
    assert moderation.all_items(make.scoring_call()) == []


def test_an_agreed_score_counts_in_the_place_of_the_mean_and_the_originals_stay():
    call = divergent_call(5, 4, 2)
    before = scoring.rankings(call)[0].rows[0].result
    settle(call, 5)
    after = scoring.rankings(call)[0].rows[0]
    (first, _second) = scoring.criteria(call)
    assert after.result.by_criterion[first.id] == 60
    assert after.result.totals == before.totals
    assert [value for _who, value, _why in after.reasons[first.id]] == [
        score.value for _who, score in moderation.all_items(call)[0].given
    ]
    assert Event.select().where(Event.name == "proposal.moderated").count() == 1


def test_scores_that_stay_as_they_are_need_a_reason_too_and_change_nothing():
    call = divergent_call(5, 4, 2)
    before = scoring.rankings(call)[0].rows[0].result
    with pytest.raises(RulesBroken) as refused:
        settle(call, None, reason="No.")
    assert [each.rule for each in refused.value.broken] == ["moderation_reason_short"]
    settle(call, None)
    assert scoring.rankings(call)[0].rows[0].result == before
    assert moderation.open_count(call) == 1


def test_an_agreed_score_lies_on_the_scale():
    call = divergent_call()
    with pytest.raises(RulesBroken) as refused:
        settle(call, 6)
    assert refused.value.broken[0].facts == {"scale": 5}
    assert Moderation.select().count() == 0


def test_a_criterion_on_which_members_agree_is_no_item():
    with pytest.raises(NotFound):
        moderation.item_of(opening.opened(divergent_call(4, 4, 4))[0], 1)


def test_only_the_chair_writes_down_what_was_agreed():
    call = divergent_call()
    item = moderation.item_of(opening.opened(call)[0], 1)
    for who in (member_of(call), procurement(), make.actor(Role.HEAD_OF_OFFICE)):
        with pytest.raises(NotAllowed):
            moderation.settle(item, Agreed(4, REASON), 0, who, make.moment())


def test_a_change_on_an_old_version_is_a_conflict_with_what_stands():
    call = divergent_call()
    settle(call, 5)
    with pytest.raises(Conflict) as refused:
        settle(call, 3, seen=0)
    assert refused.value.theirs == {"value": 5, "reason": REASON}
    assert settle(call, 3, seen=1).settled.value == 3


def test_a_recommendation_waits_until_every_difference_is_settled():
    call = divergent_call()
    settle(call, 4, 1)
    with pytest.raises(RulesBroken) as refused:
        recommend(call)
    assert {each.rule: each.facts for each in refused.value.broken} == {
        "moderation_open": {"count": 1}
    }
    assert Recommendation.select().count() == 0
    settle(call, None, 2)
    recommend(call)
    assert Recommendation.select().count() == 1


def test_after_the_recommendation_nothing_is_agreed_any_more():
    call = divergent_call()
    settle(call, 4, 1)
    settle(call, 4, 2)
    recommend(call)
    item = moderation.item_of(opening.opened(call)[0], 1)
    with pytest.raises(Wrong):
        moderation.settle(item, Agreed(1, REASON), 1, chair_of(call), make.moment())
    with pytest.raises(Wrong):
        moderation.dissent(item, WHY_NOT, member_of(call), make.moment())


def test_a_member_keeps_a_dissent_of_which_only_the_last_stands():
    call = divergent_call()
    item = settle(call, 5)
    for text in ("I do not agree with this.", WHY_NOT):
        moderation.dissent(item, text, member_of(call), make.moment())
    (kept,) = moderation.item_of(item.proposal, 1).dissents
    assert kept.text == WHY_NOT
    assert kept.seat.person_id == member_of(call).person_id


def test_a_dissent_needs_words_and_something_to_dissent_from():
    call = divergent_call()
    item = moderation.item_of(opening.opened(call)[0], 1)
    with pytest.raises(RuleBroken, match="dissent_too_early"):
        moderation.dissent(item, WHY_NOT, member_of(call), make.moment())
    item = settle(call, 5)
    with pytest.raises(RuleBroken, match="dissent_short"):
        moderation.dissent(item, "No.", member_of(call), make.moment())
    with pytest.raises(NotAllowed):
        moderation.dissent(item, WHY_NOT, procurement(), make.moment())
    assert Dissent.select().count() == 0


def test_the_result_of_a_recommended_call_follows_its_frozen_inputs(monkeypatch):
    call = divergent_call()
    settle(call, 4, 1)
    settle(call, 4, 2)
    recommend(call)
    before = scoring.rankings(call)
    Moderation.update(value=0).execute()
    monkeypatch.setenv("PORTAL_DIVERGENCE_PERCENT", "1")
    assert [row.result for row in scoring.rankings(call)[0].rows] == [
        row.result for row in before[0].rows
    ]
    told = Event.get(Event.name == "call.recommended").facts
    assert told == {"fingerprint": FrozenEvaluation.get().fingerprint}


def test_a_returned_recommendation_is_computed_from_the_records_again():
    call = divergent_call()
    settle(call, 4, 1)
    settle(call, 4, 2)
    recommend(call)
    head = make.actor(Role.HEAD_OF_OFFICE)
    again = opening.call_by_slug(call.slug)
    award_rounds.send_back(make.reviewed(again), "Name the nights.", head, make.moment())
    again = opening.call_by_slug(call.slug)
    assert FrozenEvaluation.select().count() == 0
    settle(call, 5, 1, seen=1)
    assert scoring.rankings(again)[0].rows[0].result.mean == 60 + 32


def test_the_chair_is_asked_and_procurement_waits():
    call = divergent_call()
    (asked,) = committee.work_items(chair_of(call), make.moment())
    assert (asked.word, asked.waiting) == ("work.moderate", False)
    (waits,) = committee.work_items(procurement(), make.moment())
    assert (waits.word, waits.waiting) == ("work.wait_moderation", True)


def test_the_lots_are_proposed_so_that_the_points_add_up_to_the_most():
    call = make.ranked_call(5, 4, lots_to_win=1)
    first, second = opening.opened(call)
    lot = make.Lot.create(
        call=call, number=2, city="Oujda", title="Oujda", places=4, ceiling=1_000_000
    )
    type(second).update(lot=lot, partner=first.partner).where(
        type(second).id == second.id
    ).execute()
    tables = scoring.rankings(opening.call_by_slug(call.slug))
    assert [table.first for table in tables] == [[first], []]
    assert tables[1].outcome.value == "none_left"
