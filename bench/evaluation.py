"""Print what a large evaluation costs: 200 proposals, 7 members, 12 criteria, 20 lots."""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import uuid4

from flask import Flask
from weasyprint import HTML

from bench.calls import asked, cookie_of, empty_page, forget_all, seconds
from portal import create_app, db
from portal.db import atomic
from portal.domain.actions import Role, SeatKind
from portal.domain.evaluation import evaluate, items
from portal.domain.lifecycle import CallState, ProposalState, ScorecardState
from portal.migrate import migrate
from portal.models import (
    BudgetLine,
    Call,
    Centre,
    Criterion,
    Grant,
    Lot,
    Moderation,
    Partner,
    Person,
    Proposal,
    Record,
    Score,
    Scorecard,
    Seat,
)
from portal.models.centres import ManagementModel
from portal.pdf import render
from portal.pdf.documents import draft
from portal.pdf.pipeline import compose
from portal.services import evaluations, moderation, opening, scoring

LOTS, PROPOSALS, MEMBERS, CRITERIA, PARTNERS = 20, 200, 7, 12, 100
ROUNDS, PAPERS = 7, 5
REASON = "The answer is concrete, dated and believable in each of its parts, with proof."
NOBODY = "-"
SLUG = "IOM-B-2026-001"


def person(number: int, now: datetime) -> Person:
    """Make an account."""
    made: Person = Person.create(
        email=f"p{number}@example.org",
        name=f"Member Number {number}",
        password_hash=NOBODY,
        created_at=now,
    )
    return made


def call_of(author: Person, now: datetime) -> Call:
    """Make a call whose scores are all revealed."""
    centre = Centre.create(
        reference="IOM/B/CENTRE/01",
        slug="IOM-B-CENTRE-01",
        name="Centre",
        country="MA",
        model=ManagementModel.PARTNER,
        authority="Ministry",
        requested_on=now.date(),
        request="Shelter",
        capacity=60,
        author=author,
        created_at=now,
    )
    made: Call = Call.create(
        reference="IOM/B/2026/001",
        slug=SLUG,
        centre=centre,
        state=CallState.RANKED,
        title="Shelter in apartments",
        currency="MAD",
        zone="Africa/Casablanca",
        deadline=now - timedelta(days=9),
        opened_at=now - timedelta(days=8),
        lots_to_win=2,
        author=author,
        created_at=now,
    )
    return made


def many(table: type[Record], rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Write rows, a hundred at a time, each with a key of its own, and return them."""
    keyed = [{"id": uuid4(), **row} for row in rows]
    for start in range(0, len(keyed), 100):
        table.insert_many(keyed[start : start + 100]).execute()
    return keyed


def fill() -> Call:
    """Write a call with all its scores, and settle where members are far apart."""
    now = datetime.now(UTC)
    with atomic():
        people = [person(number, now) for number in range(MEMBERS + 1)]
        call = call_of(people[-1], now)
        Grant.create(person=people[-1], role=Role.PROCUREMENT_OFFICER)
        seats = many(Seat, [_seat(call, each, now) for each in people[:-1]])
        criteria = many(Criterion, [_criterion(call, number) for number in range(CRITERIA)])
        proposals = _proposals(call, now)
        cards = many(Scorecard, [_card(s, p) for p in proposals for s in seats])
        many(Score, list(_scores(cards, criteria, now)))
        Scorecard.update(state=ScorecardState.LOCKED, locked_at=now).execute()
    found: Call = opening.call_by_slug(SLUG)
    _settle(found, people[0], now)
    return found


def _seat(call: Call, holder: Person, now: datetime) -> dict[str, object]:
    chair = holder.email == "p0@example.org"
    given = {"kind": SeatKind.VOTING, "declared_at": now, "chair": chair}
    return {"call": call.id, "person": holder.id, **given}


def _criterion(call: Call, number: int) -> dict[str, object]:
    weight = 9 if number < 4 else 8  # noqa: PLR2004 - 4 times 9 and 8 times 8 are 100
    name = f"Criterion {number + 1}"
    return {"call": call.id, "position": number + 1, "name": name, "weight": weight}


def _proposals(call: Call, now: datetime) -> list[dict[str, object]]:
    about = {"city": "Rabat", "places": 20, "apartments": 5, "ceiling": 1_000_000}
    numbers = range(1, LOTS + 1)
    lots = many(
        Lot, [{"call": call.id, "number": n, "title": f"Lot {n}", **about} for n in numbers]
    )
    names = [{"name": f"Association {n}", "country": "MA"} for n in range(PARTNERS)]
    partners = many(Partner, [{**each, "created_at": now} for each in names])
    made = many(
        Proposal,
        [
            {
                "call": call.id,
                "lot": lots[number % LOTS]["id"],
                "partner": partners[(number + number // LOTS) % PARTNERS]["id"],
                "state": ProposalState.ELIGIBLE,
                "number": f"IOM/B/2026/001-P{number + 1}",
                "created_at": now,
                "submitted_at": now,
                "receipt": f"R{number}",
            }
            for number in range(PROPOSALS)
        ],
    )
    many(BudgetLine, [_line(each["id"], place) for place, each in enumerate(made)])
    return made


def _line(proposal: object, place: int) -> dict[str, object]:
    cost = {"quantity": 4, "unit_cost": 15_000 + place * 7, "months": 12}
    about = {"position": 1, "category": "staff", "description": "Case workers"}
    return {"proposal": proposal, **about, **cost}


def _card(seat: dict[str, object], proposal: dict[str, object]) -> dict[str, object]:
    return {"seat": seat["id"], "proposal": proposal["id"]}


def _scores(
    cards: list[dict[str, object]], criteria: list[dict[str, object]], now: datetime
) -> Iterator[dict[str, object]]:
    for place, card in enumerate(cards):
        for number, each in enumerate(criteria):
            far = (place * 31 + number * 17) % 97 == 0
            value = 1 if far else 4 + (place * 7 + number * 3 + place // 7) % 2
            yield {
                "scorecard": card["id"],
                "criterion": each["id"],
                "value": value,
                "reason": REASON,
                "saved_at": now,
            }


def _settle(call: Call, chair: Person, now: datetime) -> None:
    of = scoring.judgement(call)
    proposals = {str(each.number): each.id for each in of.proposals}
    criteria = {evaluations.code_of(each): each.id for each in of.criteria}
    agreed = {"value": 4, "reason": REASON, "settled_at": now, "settled_by": chair.id}
    far = items(evaluations.inputs(of))
    rows = [{"proposal": proposals[p], "criterion": criteria[c], **agreed} for p, c in far]
    many(Moderation, rows)


def bare(html: str) -> str:
    """Return the tables of a composed report alone, without any design."""
    return "".join(re.findall(r"<table.*?</table>", html, re.DOTALL))


def timed(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median of the processor time of some rounds, in seconds."""
    act()
    return median(seconds(act) for _round in range(rounds))


def lines(app: Flask, call: Call) -> Iterator[str]:
    """Measure and write one line for each act."""
    inputs = evaluations.inputs(scoring.judgement(call))
    yield f"{len(items(inputs))} differences, all settled; {LOTS} lots, 2 for a partner at most"
    yield f"result from frozen inputs   {timed(lambda: evaluate(inputs)):8.3f} s"
    yield f"ranking, read and computed  {timed(lambda: scoring.rankings(call)):8.3f} s"
    yield f"open differences            {timed(lambda: moderation.open_count(call)):8.3f} s"
    yield from _pages(app)
    yield from _papers(call)


def _pages(app: Flask) -> Iterator[str]:
    empty = asked(empty_page(), "/")
    cookie = cookie_of(app, Person.get(Person.email == f"p{MEMBERS}@example.org"))
    visit = asked(app, f"/calls/{SLUG}/ranking", cookie)
    visit()
    pairs = [(seconds(empty), seconds(visit)) for _round in range(40)]
    base, own = (median(each) for each in zip(*pairs, strict=True))
    yield f"consolidated page, kept     {own * 1000:8.2f} ms {own / base:8.1f}x the empty page"
    forget = forget_all(app)

    def anew() -> None:
        forget()
        visit()

    own = timed(anew, 3)
    yield f"consolidated page, anew     {own * 1000:8.0f} ms {own / base:8.0f}x the empty page"


def _papers(call: Call) -> Iterator[str]:
    """Print the report as it is issued, in turns with its tables alone."""
    told = draft("evaluation", call.id, "en", datetime.now(UTC))
    facts = {**told.facts, "number": "N", "code": "7K4M-2QXD-81"}
    document = replace(told, facts=facts, draft=False)
    html = bare(compose(document))
    acts = (lambda: render(document), lambda: HTML(string=html).write_pdf())
    rounds = [tuple(seconds(act) for act in acts) for _round in range(PAPERS)]
    own, plain = (median(column) for column in zip(*rounds, strict=True))
    ratios = sorted(one / other for one, other in rounds)
    yield f"tables laid out bare        {plain:8.1f} s"
    yield (
        f"evaluation report           {own:8.1f} s {own / plain:8.2f}x the bare tables "
        f"(rounds {ratios[0]:.2f} to {ratios[-1]:.2f})"
    )


def main() -> None:
    """Fill a scratch database, measure, print."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite'}"
        app = create_app({"DATABASE_URL": url, "INSTANCE": Path(folder), "SECRET_KEY": "bench"})
        migrate()
        call = fill()
        with app.app_context():
            for line in lines(app, call):
                sys.stdout.write(f"{line}\n")
        db.database.close()


if __name__ == "__main__":
    main()
