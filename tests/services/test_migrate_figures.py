"""Figures reported before they were typed are carried over without loss."""

import pytest
from playhouse.migrations import Runner

from portal import db
from portal.domain.lifecycle import ReportState
from portal.migrate import MIGRATIONS, migrate
from portal.models import (
    Actual,
    ActualPart,
    ContractStanding,
    ContractTarget,
    Indicator,
    Report,
    ReportSnapshot,
)
from portal.services import indicator_sums, measures, monitoring, report_figures
from tests import factories as make


def back():
    """The schema as it was before figures were typed."""
    later = [each.stem for each in MIGRATIONS.glob("*.py") if each.stem >= "0057"]
    Runner(db.database.obj, str(MIGRATIONS)).down(min(later))


@pytest.fixture
def contract(app):
    """A contract with a count and a percentage; the first of its reports is accepted."""
    call = make.call(make.CallState.AWARDED)
    Indicator.create(call=call, position=2, name="Referrals", unit="percent", target=85)
    made = make.contract(call=call)
    monitoring.make_periods(made, make.NOON)
    accepted = {"state": ReportState.ACCEPTED, "accepted_at": make.NOON}
    Report.update(accepted).where(Report.number == 1).execute()
    return made


def rows_of(number):
    return report_figures.actuals(Report.get(Report.number == number))


def carried_over(contract):
    """Figures written as they were, then brought to the present schema."""
    persons, rate = (row.id.hex for row in rows_of(1))
    draft = rows_of(2)[0].id.hex
    back()
    whole = "women=40, men=30, girls=20, boys=10, total=100"
    for row, values in ((persons, whole), (rate, "total=84, note='A'"), (draft, "women=4")):
        db.database.execute_sql(f"UPDATE actual SET {values} WHERE id=?", (row,))  # noqa: S608 - ours
    migrate()
    return contract


@pytest.mark.sqlite_only
def test_women_men_girls_boys_and_percentages_become_typed_figures(contract):
    carried_over(contract)
    kept = report_figures.indicator_lines(Report.get(Report.number == 1))
    assert [(line.value, line.complete) for line in kept] == [(100, True), (84, True)]
    assert (kept[1].actual.denominator, kept[1].actual.note) == (100, "A")
    parts = ActualPart.select(ActualPart.value, ActualPart.total).tuples()
    assert list(parts.where(ActualPart.actual == rows_of(2)[0])) == [("women", 4)]
    assert Actual.select().count() == 8


@pytest.mark.sqlite_only
def test_what_was_accepted_before_gets_its_snapshot_and_its_sums(contract):
    carried_over(contract)
    assert not ContractTarget.select().where(ContractTarget.stated).exists()
    assert indicator_sums.kept(contract) == indicator_sums.recomputed(contract)
    first = Report.get(Report.number == 1)
    assert ReportSnapshot.get().content == indicator_sums.snapshot(first)
    assert ContractStanding.get().periods == 1
    assert len(measures.goals(contract.id)) == 2
