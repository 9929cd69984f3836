"""What the database itself refuses of scores, whoever writes: tried with plain SQL."""

import pytest
from peewee import DatabaseError

from portal import db
from portal.models import Criterion, Proposal, Score, Scorecard
from portal.services import scoring
from portal.services.steps import fresh
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
REASON = "Concrete, dated and believable in each of the parts that were asked."


def run(statement, *values):
    """Run a statement as somebody with the database in hand would; values are keys mostly."""
    mark = "?" if db.is_sqlite() else "%s"
    given = [each.hex if hasattr(each, "hex") and db.is_sqlite() else each for each in values]
    given = [each if isinstance(each, int | str) else str(each) for each in given]
    with db.atomic():
        db.database.execute_sql(statement.replace("@", mark), given)


def refused(words, statement, *values):
    with pytest.raises(DatabaseError, match=words):
        run(statement, *values)


@pytest.fixture
def card(app):
    """An open scorecard with a score of 4 and a reason on each of two criteria of scale 5."""
    made = scoring.counted(make.scoring_call())[0]
    who = make.accounts.actor_of(made.seat.person)
    scoring.save(made, 1, make.marks_for(made), who, make.moment())
    return scoring.card_by_id(made.id)


@pytest.mark.parametrize("value", [6, -1, 100])
def test_a_score_off_the_scale_of_its_criterion_cannot_be_stored(card, value):
    refused("out of range", "UPDATE score SET value = @ WHERE scorecard_id = @", value, card.id)
    Score.delete().where(Score.scorecard == card).execute()
    with pytest.raises(DatabaseError, match="out of range"), db.atomic():
        Score.create(
            scorecard=card, criterion=scoring.criteria(card.proposal.call)[0], value=value
        )


def test_the_scale_of_its_own_criterion_counts(card):
    Score.delete().execute()
    wide = scoring.criteria(card.proposal.call)[0]
    Criterion.update(scale=10).where(Criterion.id == wide.id).execute()
    Score.create(scorecard=card, criterion=wide, value=10, reason=REASON)
    refused("out of range", "UPDATE score SET value = 11 WHERE criterion_id = @", wide.id)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("value", ["2.5", "'four'"])
def test_a_score_is_a_whole_number_where_a_column_takes_anything(card, value):
    statement = f"UPDATE score SET value = {value} WHERE scorecard_id = @"  # noqa: S608 - ours
    refused("range|whole", statement, card.id)


def test_a_score_by_a_criterion_of_another_call_or_without_weight_cannot_be_stored(card):
    other = Criterion.select().where(Criterion.call == make.call()).first()
    statement = "UPDATE score SET criterion_id = @ WHERE scorecard_id = @ AND value = 4"
    refused("out of range", statement, other.id, card.id)
    Score.delete().execute()
    mine = scoring.criteria(card.proposal.call)[0]
    Criterion.update(weight=0).where(Criterion.id == mine.id).execute()
    with pytest.raises(DatabaseError, match="out of range"), db.atomic():
        Score.create(scorecard=card, criterion=mine, value=1, reason=REASON)


@pytest.mark.parametrize("weight", [-1, 101])
def test_a_weight_out_of_range_cannot_be_stored(weight):
    call = make.call()
    refused(
        "out of range", "UPDATE criterion SET weight = @ WHERE call_id = @", weight, call.id
    )


@pytest.mark.parametrize("column", ["weight", "scale"])
def test_a_weight_or_scale_does_not_move_once_somebody_scored_by_it(card, column):
    statement = f"UPDATE criterion SET {column} = {column} - 1 WHERE call_id = @"  # noqa: S608 - ours
    refused("scored already", statement, card.proposal.call_id)


@pytest.mark.parametrize("hole", ["value = NULL", "reason = '  '"])
def test_a_scorecard_cannot_be_locked_with_a_score_or_reason_missing(card, hole):
    run(f"UPDATE score SET {hole} WHERE scorecard_id = @", card.id)  # noqa: S608 - ours
    refused("missing", "UPDATE scorecard SET state = 'locked' WHERE id = @", card.id)
    Score.delete().execute()
    refused("missing", "UPDATE scorecard SET state = 'locked' WHERE id = @", card.id)


def test_a_locked_scorecard_and_its_scores_stay_as_they_are(card):
    make.lock_card(card)
    refused("locked", "UPDATE score SET value = 5 WHERE scorecard_id = @", card.id)
    refused("locked", "UPDATE score SET reason = 'x' WHERE scorecard_id = @", card.id)
    refused("locked", "DELETE FROM score WHERE scorecard_id = @", card.id)
    refused("locked", "UPDATE scorecard SET state = 'open' WHERE id = @", card.id)
    assert scoring.is_locked(fresh(card))
    assert {each.value for each in Score.select().where(Score.scorecard == card)} == {4}


def test_a_scorecard_begins_open(card):
    seat, proposal = card.seat, make.proposal(card.proposal.call)
    with pytest.raises(DatabaseError, match="begins open"), db.atomic():
        Scorecard.create(seat=seat, proposal=proposal, state="locked")
    assert Proposal.get_by_id(proposal.id)


def test_a_whole_scorecard_can_still_be_erased_when_its_time_has_come(card):
    make.lock_card(card)
    Scorecard.delete().where(Scorecard.id == card.id).execute()
    assert not Score.select().where(Score.scorecard == card.id).exists()
