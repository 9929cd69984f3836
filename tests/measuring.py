"""A contract whose indicators are of every kind, and what a partner reports on them."""

from datetime import UTC, datetime, timedelta

from portal.domain.indicators import Adding, Figure, IndicatorKind
from portal.models import ContractTarget, Expenditure, Indicator, Narrative, Report
from portal.services import monitoring, report_figures, report_filings
from portal.services.figures import Given
from portal.services.monitoring import Save
from tests import factories as make
from tests import reports

K, A = IndicatorKind, Adding
BREAKDOWNS = [["sex", ["female", "male"]], ["situation", ["alone", "family"]]]
KINDS = (
    ("Persons", "persons", K.COUNT, A.SUM, 400),
    ("Referrals", "percent", K.PERCENTAGE, A.AVERAGE, 85),
    ("Persons to a toilet", "persons", K.RATIO, A.LATEST, 20),
    ("Register checked", "", K.YES_NO, A.LATEST, 1),
    ("Places in use", "places", K.COUNT, A.MAXIMUM, 30),
)
LATER = datetime(2027, 3, 1, 9, tzinfo=UTC)


def contract(*kinds, **facts):
    """A contract in force with four periods; the first of its indicators is broken down."""
    call = make.call(make.CallState.AWARDED)
    Indicator.delete().where(Indicator.call == call).execute()
    for position, row in enumerate(kinds or KINDS, 1):
        name, unit, kind, adding, target = row
        typed = {"kind": kind, "adding": adding, "target": target}
        Indicator.create(call=call, position=position, name=name, unit=unit, **typed)
    made = make.contract(facts.pop("partner", None), call, **facts)
    first = Indicator.get(call=call, position=1)
    ContractTarget.update(breakdowns=BREAKDOWNS).where(
        ContractTarget.indicator == first
    ).execute()
    monitoring.make_periods(made, make.NOON)
    return made


def persons(women, men, alone=None, total=None, note="Few came."):
    """Persons by sex and by situation; all of those who are not alone are with family."""
    alone = women if alone is None else alone
    parts = {
        ("sex", "female"): Figure(women),
        ("sex", "male"): Figure(men),
        ("situation", "alone"): Figure(alone),
        ("situation", "family"): Figure(women + men - alone),
    }
    return Given(Figure(total), parts, note)


def usual():
    """A whole period of every indicator, without a contradiction."""
    said = "As agreed."
    return [
        persons(60, 40),
        Given(Figure(17, 20), {}, said),
        Given(Figure(40, 3), {}, said),
        Given(Figure(1), {}, said),
        Given(Figure(28), {}, said),
    ]


def report(made, number=1):
    """The report of a period as it stands now."""
    return monitoring.by_slug(f"{made.slug}-P{number}")


def typed(of, *given):
    """Figures by the key of their row, in the order of the indicators."""
    keys = [str(row.id) for row in report_figures.actuals(of)]
    return dict(zip(keys, given or usual(), strict=False))


def save(of, by, *given, at=LATER):
    """Save figures as a partner does who has just opened the page."""
    now = monitoring.by_slug(of.slug)
    monitoring.save_actuals(now, typed(now, *given), Save(by, at, now.indicators_version))


def complete(of):
    """Everything else that a report asks for, written straight into it."""
    Narrative.update(text="We did it.").where(Narrative.report == of).execute()
    Expenditure.update(amount=1, note="Cheaper.").where(Expenditure.report == of).execute()


def accepted(made, number, people, officer, *given, at=LATER):
    """A period reported, submitted and accepted through the services."""
    now = report(made, number)
    save(now, people[0], *given, at=at)
    complete(now)
    report_filings.submit(report(made, number), people[2], at)
    reports.money_agreed(now, at)
    monitoring.accept(report(made, number), "Fine.", officer, at + timedelta(hours=1))
    return Report.get_by_id(now.id)
