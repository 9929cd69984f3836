"""Print what pages of contracts cost with millions of figures, as ratios to an empty page.

``--contracts 500`` writes the whole: 500 contracts, each with 24 accepted periods of 40
indicators that are broken down into 12 values, straight into the database.
"""

import logging
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from uuid import UUID, uuid4

from flask import Flask

from bench.calls import (
    Measured,
    asked,
    cookie_of,
    empty_page,
    keep_parts,
    lines,
    measured,
)
from bench.rows import write
from portal import create_app, db
from portal.db import atomic
from portal.domain.actions import Role
from portal.domain.indicators import Figure
from portal.domain.lifecycle import CallState, ContractState, ProposalState, ReportState
from portal.domain.monitoring import add_months
from portal.migrate import migrate
from portal.models import (
    Actual,
    ActualPart,
    Call,
    Centre,
    Contract,
    ContractBudget,
    ContractTarget,
    Expenditure,
    Grant,
    Indicator,
    IndicatorSum,
    Lot,
    Partner,
    Person,
    Proposal,
    Report,
)
from portal.models.centres import ManagementModel
from portal.services import indicator_sums, report_figures
from portal.services.indicator_sums import Point

PERIODS, INDICATORS = 24, 40
VALUES = (("sex_age", ("women", "men", "girls", "boys")), ("age", tuple("abcdefgh")))
"""Twelve values: four and eight, both adding up to the total of 16."""
PLACES = [(dimension, value) for dimension, values in VALUES for value in values]
START = date(2024, 1, 1)
WORDS = "Shelter and protection for women, families and unaccompanied children on the move. "
NO_PASSWORD = "-"  # noqa: S105 - nobody signs in
USUAL = 60
NOW = datetime.now(UTC)


@dataclass(frozen=True)
class World:
    """What the contracts of the bench share."""

    call: Call
    author: Person
    indicators: list[UUID]


def world() -> World:
    """Write one call with its indicators."""
    author = Person.create(
        email="author@example.org", name="Author", password_hash=NO_PASSWORD, created_at=NOW
    )
    centre = Centre.create(
        reference="IOM/MA/CENTRE/01",
        slug="IOM-MA-CENTRE-01",
        name="Centre",
        country="MA",
        model=ManagementModel.PARTNER,
        authority="Ministry",
        requested_on=START,
        request=WORDS,
        capacity=60,
        author=author,
        created_at=NOW,
    )
    call = Call.create(
        reference="IOM/B/2024/001",
        slug="IOM-B-2024-001",
        centre=centre,
        state=CallState.AWARDED,
        title="Shelter in apartments",
        currency="MAD",
        zone="Africa/Casablanca",
        author=author,
        created_at=NOW,
        services=["accommodation"],
    )
    made = [
        Indicator.create(
            call=call, position=place, name=f"Indicator {place}", unit="persons", target=384
        )
        for place in range(1, INDICATORS + 1)
    ]
    return World(call, author, [each.id for each in made])


def fill(count: int) -> str:
    """Write the contracts one by one, so that memory does not grow; return a slug."""
    known, slug = world(), ""
    for number in range(1, count + 1):
        with atomic():
            slug = contract(known, number)
    return slug


def contract(known: World, number: int) -> str:
    """Write one contract with everything that its accepted reports hold."""
    partner = Partner.create(name=f"Association {number}", country="MA", created_at=NOW)
    lot = Lot.create(
        call=known.call, number=number, city="Rabat", title=f"Lot {number}", ceiling=1_000_000
    )
    proposal = Proposal.create(
        call=known.call,
        lot=lot,
        partner=partner,
        state=ProposalState.AWARDED,
        author=known.author,
        created_at=NOW,
    )
    made = Contract.create(
        reference=f"IOM/B/2024/001-C{number}",
        slug=f"IOM-B-2024-001-C{number}",
        call=known.call,
        lot=lot,
        partner=partner,
        proposal=proposal,
        state=ContractState.IN_FORCE,
        language="en",
        currency="MAD",
        amount=1_000_000,
        starts_on=START,
        ends_on=add_months(START, PERIODS) - timedelta(days=1),
        report_every_months=1,
        report_days=30,
        created_at=NOW,
        in_force_at=NOW,
    )
    ContractBudget.create(contract=made, position=1, category="staff", amount=1_000_000)
    frozen = {"breakdowns": [[name, list(values)] for name, values in VALUES], "target": 384}
    write(
        ContractTarget, ({"contract": made, "indicator": i, **frozen} for i in known.indicators)
    )
    reports(made, known)
    return str(made.slug)


def reports(made: Contract, known: World) -> None:
    """Write the accepted reports of a contract, their figures, and the sums of these."""
    rows = list(_reports(made))
    write(Report, rows)
    spent = {"position": 1, "category": "staff", "budget": 1_000_000, "amount": 40_000}
    write(Expenditure, ({"report": row["id"], **spent} for row in rows))
    actuals = [
        {"id": uuid4(), "report": row["id"], "indicator": each, "target": 16, "total": 16}
        for row in rows
        for each in known.indicators
    ]
    write(Actual, actuals)
    write(ActualPart, _parts(row["id"] for row in actuals))
    write(IndicatorSum, _sums(made, known.indicators))
    indicator_sums.stand(made.id)


def _reports(made: Contract) -> Iterator[dict[str, object]]:
    for number in range(1, PERIODS + 1):
        start = add_months(START, number - 1)
        end = add_months(START, number) - timedelta(days=1)
        yield {
            "id": uuid4(),
            "reference": f"{made.reference}-P{number}",
            "slug": f"{made.slug}-P{number}",
            "contract": made,
            "partner": made.partner_id,
            "number": number,
            "starts_on": start,
            "ends_on": end,
            "due_on": end + timedelta(days=30),
            "state": ReportState.ACCEPTED,
            "submitted_at": NOW,
            "accepted_at": NOW,
        }


def _parts(actuals: Iterable[object]) -> Iterator[dict[str, object]]:
    for key in actuals:
        for dimension, value in PLACES:
            count = 4 if dimension == "sex_age" else 2
            yield {"actual": key, "dimension": dimension, "value": value, "total": count}


def _sums(made: Contract, indicators: list[UUID]) -> Iterator[dict[str, object]]:
    for each in indicators:
        for dimension, value in [("", ""), *PLACES]:
            count = 16 if not dimension else 4 if dimension == "sex_age" else 2
            points = [
                Point(n, Figure(count), 16 if not dimension else None) for n in _numbers()
            ]
            place = {
                "contract": made,
                "indicator": each,
                "dimension": dimension,
                "value": value,
            }
            series = [point.plain() for point in points]
            yield {**place, "total": count * PERIODS, "series": series}


def _numbers() -> range:
    return range(1, PERIODS + 1)


def signed_in(app: Flask) -> str:
    """Sign a programme officer in and return their cookie."""
    person = Person.create(
        email="officer@example.org", name="Officer", password_hash=NO_PASSWORD, created_at=NOW
    )
    Grant.create(person=person, role=Role.PROGRAMME_OFFICER, granted_at=NOW)
    return cookie_of(app, person)


def acts(app: Flask, slug: str) -> dict[str, Measured]:
    """Name everything that is measured."""
    cookie = signed_in(app)
    pages = {
        "portfolio": "/portfolio/",
        "contract, pictures": f"/contracts/{slug}/pictures",
        "report of the last period": f"/reports/{slug}-P{PERIODS}",
    }
    shelf = app.extensions["kept"]
    found = {}
    for name, address in pages.items():
        read = asked(app, address, cookie)
        found[f"{name}, parts kept"] = Measured(read, keep_parts(app, read))
        found[f"{name}, nothing kept"] = Measured(read, shelf.kept.clear)
    last = Report.get(Report.slug == f"{slug}-P{PERIODS}")
    made = Contract.get(Contract.slug == slug)
    found["the kept sums of a contract"] = Measured(lambda: indicator_sums.wholes(made.id))
    found["the same, added up from the figures"] = Measured(lambda: scanned(made))
    found["the lines of a report"] = Measured(lambda: report_figures.indicator_lines(last))
    return found


def scanned(made: Contract) -> list[object]:
    """Add up what is kept, part by part, from every figure of a contract."""
    query = """SELECT a.indicator_id, p.dimension, p.value, SUM(p.total)
        FROM actual_part p JOIN actual a ON a.id = p.actual_id
        JOIN report r ON r.id = a.report_id
        WHERE r.contract_id = ? GROUP BY 1, 2, 3"""
    return list(db.database.execute_sql(query, (made.id.hex,)).fetchall())


def main() -> None:
    """Fill a scratch database, measure, print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--contracts", type=int, default=USUAL)
    count = parser.parse_known_args()[0].contracts
    with TemporaryDirectory() as folder:
        place = Path(folder) / "bench.sqlite"
        settings = {"DATABASE_URL": f"sqlite:///{place}", "INSTANCE": Path(folder)}
        app = create_app({**settings, "SECRET_KEY": "bench"})
        logging.disable()
        migrate()
        start, used = perf_counter(), process_time()
        slug = fill(count)
        told = (ActualPart.select().count(), perf_counter() - start, process_time() - used)
        size = place.stat().st_size / 1_000_000
        sys.stdout.write("{:,} parts of figures: {:.0f} s, {:.0f} s of a core, ".format(*told))
        sys.stdout.write(f"{size:,.0f} MB\n")
        with app.app_context():
            found = measured(acts(app, slug), asked(empty_page(), "/"))
        sys.stdout.write("\n".join(lines(found)) + "\n")
        db.database.close()


if __name__ == "__main__":
    main()
