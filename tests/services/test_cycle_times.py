"""How long calls took, from what the portal kept of them."""

from datetime import timedelta

import pytest

from portal.domain.cycle import Milestone
from portal.domain.lifecycle import CallState
from portal.models import AwardRound, Contract, Report
from portal.services import cycle_times, events
from tests import factories as make
from tests import pictured

START = make.NOON


@pytest.fixture(autouse=True)
def _portal(app):
    """Every test has an empty portal."""


def day(number):
    return START + timedelta(days=number)


def measured_call():
    """A call that took a hundred days to its contract, and thirty more to its first report."""
    call = make.call(
        CallState.AWARDED,
        created_at=day(0),
        published_at=day(12),
        deadline=day(42),
        opened_at=day(43),
        awarded_at=day(80),
    )
    by = make.actor()
    events.record(by, "call.approved", call, day(3))
    events.record(by, "call.approved", call, day(10))
    events.record(by, "call.scores_revealed", call, day(60))
    contract = pictured.contract((90, 20_000), call=call, in_force_at=day(100))
    AwardRound.update(letters_at=day(81)).where(AwardRound.call == call).execute()
    Report.update(accepted_at=day(130)).where(
        (Report.contract == contract) & (Report.number == 1)
    ).execute()
    return call


def test_each_stage_is_measured_from_events_and_instants():
    call = measured_call()
    found = cycle_times.times(day(200))
    (line,) = found.lines
    assert line.call.id == call.id
    assert [line.days[each.ends_with] for each in found.stages] == [
        10,
        2,
        30,
        1,
        17,
        20,
        1,
        19,
        30,
    ]
    assert (line.whole, found.whole) == (100, 100)


def test_a_deadline_that_is_to_come_is_no_milestone_and_drafts_are_not_measured():
    make.call(CallState.DRAFT)
    make.call(CallState.PUBLISHED, created_at=day(0), published_at=day(4), deadline=day(50))
    found = cycle_times.times(day(20))
    assert [each.days for each in found.lines] == [{Milestone.PUBLISHED: 4}]
    assert found.whole is None


def test_a_call_with_several_contracts_counts_from_their_median():
    call = measured_call()
    other = pictured.contract(in_force_at=day(120))
    Contract.update(call=call).where(Contract.id == other.id).execute()
    line = next(x for x in cycle_times.times(day(200)).lines if x.call.id == call.id)
    assert line.whole == 110


def test_calls_are_chosen_by_country_centre_and_year():
    call = measured_call()
    year = call.published_at.year
    choices = cycle_times.choices()
    assert (list(choices.countries), list(choices.years)) == (["MA"], [year])
    assert choices.centres == [(call.centre.slug, call.centre.name)]

    def found(**which):
        lines = cycle_times.times(day(200), cycle_times.Which(**which)).lines
        return [line.call.id for line in lines]

    chosen = {"country": "MA", "centre": call.centre.slug, "year": year}
    assert found(**chosen) == found() == [call.id]
    for other in ({"country": "GN"}, {"centre": "none"}, {"year": year + 1}):
        assert found(**{**chosen, **other}) == []
