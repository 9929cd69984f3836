"""Print what long contracts cost: assembled, printed, compared, and as they grow."""

import gc
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from io import BytesIO
from math import log
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from pypdf import PdfReader
from weasyprint import HTML

from bench.evaluation import call_of, person
from portal import create_app
from portal.db import atomic
from portal.domain.actions import Role
from portal.domain.lifecycle import ProposalState
from portal.domain.lifecycle_contracts import ClauseState
from portal.migrate import migrate
from portal.models import BudgetLine, ClauseVersion, Contract, Grant, Lot, Partner, Proposal
from portal.pdf import joining, press
from portal.pdf.facts import contracts as contract_facts
from portal.pdf.pipeline import Document, compose, draw
from portal.services import accounts, contract_drafting, contract_versions, standstill
from portal.services.contract_text import whole

CLAUSES, ROUNDS, PAGES = 120, 5, 40
GROWTH_ROUNDS = 9
GROWING = (10, 20, 40, 80, 160, 320)
SENTENCE = "The partner answers within ten days, in writing, and names who is responsible. "
PARAGRAPH = SENTENCE * 4
WORDS = (
    f"{SENTENCE} Payment follows acceptance of each report; the office may visit the centre,"
    " read its books and speak with staff without notice. 25 % of the amount (MAD 1,200) is"
    " “kept” for 15 years. Whoever suspects fraud or abuse tells it to-day."
).split()


def staged(at: datetime) -> Proposal:
    """Make an awarded proposal, and a library with 120 clauses that always apply."""
    author = person(1, at)
    Grant.create(person=author, role=Role.PROCUREMENT_OFFICER)
    call = call_of(author, at)
    lot = Lot.create(
        call=call, number=1, city="Rabat", title="Shelter", places=40, ceiling=900_000
    )
    partner = Partner.create(name="Partner", country="MA", registration="1", created_at=at)
    made = Proposal.create(
        call=call, lot=lot, partner=partner, state=ProposalState.AWARDED, created_at=at
    )
    line = {"category": "staff", "description": "Team", "quantity": 1, "unit_cost": 400_000}
    BudgetLine.create(proposal=made, position=1, unit="year", **line)
    return made


def added(count: int, at: datetime) -> None:
    """Add clauses to the library that stand in every contract."""
    words = "\n\n".join([PARAGRAPH] * 2)
    for number in range(count):
        ClauseVersion.create(
            code=f"X{number:03}",
            version=1,
            part="general",
            state=ClauseState.APPROVED,
            titles={"en": "Answers in time", "fr": "Answers in time"},
            texts={"en": words, "fr": words},
            owner=Role.LEGAL_OFFICER,
            valid_from=date(2020, 1, 1),
            created_at=at,
        )


def assembling(proposal: Proposal, at: datetime) -> tuple[int, float]:
    """Return how many clauses a contract was given, and how many seconds that took."""
    by = accounts.actor_of(proposal.call.author)
    taken = []
    for _ in range(ROUNDS):
        Contract.delete().execute()
        start = perf_counter()
        made = contract_drafting.assemble(proposal, by, at)
        taken.append(perf_counter() - start)
    return len(whole(made).clauses), median(taken)


@cache
def paragraph(number: int) -> str:
    """Return a paragraph of four lines that is like no other, the same in each run."""
    chosen = Random(number)  # noqa: S311 - words of a text, no secret
    return " ".join(chosen.choice(WORDS) for _ in range(56))


def long_facts(contract: Contract, clauses: int) -> dict[str, Any]:
    """Return the facts of a contract with so many clauses of four paragraphs."""
    facts = dict(contract_facts.contract(contract.id, contract.language))
    parts = [{**each, "clauses": []} for each in facts["parts"]]
    parts[0]["clauses"] = [long_clause(number) for number in range(1, clauses + 1)]
    own = {"parts": parts, "clauses": [], "first_general": 0, "number": "", "code": ""}
    return facts | own | {"at": _AT}


def long_clause(number: int) -> dict[str, Any]:
    """Return a clause of four paragraphs."""
    return {"number": number, "title": "Answers in time", "paragraphs": paragraphs(number)}


def paragraphs(clause: int) -> list[str]:
    """Return the four paragraphs of a clause."""
    return [paragraph(4 * clause + each) for each in range(4)]


_AT = "2026-11-30T16:00:00+00:00"


def printed(facts: Mapping[str, Any]) -> bytes:
    """Print a contract as it is printed, whatever its length."""
    return draw(compose(Document("contract.html", "en", facts, "x")), b"0" * 16)


def bare(count: int) -> bytes:
    """Print plain paragraphs with no design at all."""
    text = "".join(f"<p>{paragraph(number)}</p>" for number in range(count))
    return bytes(HTML(string=text).write_pdf())


def pages(content: bytes) -> int:
    """Count the pages of a PDF."""
    return len(PdfReader(BytesIO(content)).pages)


@cache
def measure_of(make: Callable[[int], bytes]) -> tuple[float, float]:
    """Return how many pages the first ten of something give, and each one after them."""
    few = pages(make(10))
    return few, (pages(make(60)) - few) / 50


def sized(make: Callable[[int], bytes], wanted: int) -> int:
    """Find how much content gives about the wanted number of pages."""
    few, each = measure_of(make)
    return max(1, round(10 + (wanted - few) / each))


def seconds(make: Callable[[], object]) -> float:
    """Measure the processor time of one act, and of clearing up after it as the worker does."""
    gc.collect()
    start = process_time()
    make()
    gc.collect()
    return process_time() - start


def against_bare(contract: Contract, clauses: int) -> tuple[float, float, float]:
    """Return the seconds of a 40-page contract and of bare text on as many pages.

    The text is laid out by the library as it is, and by the shorter ways that contracts take.
    """
    rich = long_facts(contract, clauses)
    plain = sized(bare, PAGES)
    rounds = []
    for _ in range(ROUNDS):
        ours = seconds(lambda: printed(rich)), seconds(lambda: bare(plain))
        press.lengthen()
        rounds.append((*ours, seconds(lambda: bare(plain))))
        press.shorten()
    cost, short, base = (median(column) for column in zip(*rounds, strict=True))
    return cost, short, base


@dataclass(frozen=True)
class Joined:
    """Pages of a contract and how many of them are kept; seconds of joining, whole, first."""

    pages: int
    kept: int
    together: float
    apart: float
    first: float
    least: float


def joined(contract: Contract) -> Joined:
    """Return what a contract costs whole, and with its general conditions laid out before.

    The special conditions are those that the portal itself assembled; the general conditions
    after them are long enough for 40 pages.
    """
    parted = long_contract(contract)
    undivided = {**parted, "first_general": 0}
    shelf = joining.shelf
    shelf.clear()
    count = pages(printed(parted)), shelf.count()
    printed(undivided)
    rounds = []
    for _ in range(2 * ROUNDS):
        together, apart = seconds(lambda: printed(parted)), seconds(lambda: printed(undivided))
        shelf.clear()
        rounds.append((together, apart, seconds(lambda: printed(parted))))
    middle = [median(column) for column in zip(*rounds, strict=True)]
    least = [min(column) for column in zip(*rounds, strict=True)]
    return Joined(*count, *middle, least[0] / least[1])


def told_joined(found: Joined) -> str:
    """Say what joining gave."""
    return (
        f"joined, {found.kept} of {found.pages} pages kept:"
        f" {found.together:.2f} of {found.apart:.2f} s, ratio"
        f" {found.together / found.apart:.2f}, of the least {found.least:.2f} (goal 0.45)\n"
        f"the first, which lays them out: {found.first:.2f} s\n"
    )


def long_contract(contract: Contract) -> dict[str, Any]:
    """Return the facts of a contract whose general conditions fill it up to 40 pages."""

    def make(clauses: int) -> bytes:
        return printed(filled_up(contract, clauses))

    return filled_up(contract, sized(make, PAGES))


def filled_up(contract: Contract, clauses: int) -> dict[str, Any]:
    """Return the facts of a contract with its special conditions and some long clauses."""
    facts = dict(contract_facts.contract(contract.id, contract.language))
    first = int(facts["first_general"])
    own = [each for each in facts["parts"][0]["clauses"] if each["number"] < first]
    rows = [long_clause(number) for number in range(first, first + clauses)]
    parts = [{**each, "clauses": []} for each in facts["parts"]]
    parts[0]["clauses"] = own + rows
    return facts | {"parts": parts, "clauses": [], "number": "", "code": "", "at": _AT}


def comparing(clauses: int) -> float:
    """Return the seconds that the differences of two 40-page versions take.

    Every clause has one word changed, and every fifth is written anew.
    """
    before = [_clause(number, PARAGRAPH * 4) for number in range(clauses)]
    changed = (PARAGRAPH * 4).replace("ten days", "twelve days", 1)
    anew = "Whoever is asked says what is known and when the rest follows. " * 20
    after = [_clause(number, changed if number % 5 else anew) for number in range(clauses)]
    return median(
        seconds(lambda: contract_versions.clause_changes(before, after)) for _ in range(ROUNDS)
    )


def _clause(number: int, text: str) -> dict[str, str]:
    return {"code": f"X{number}", "title": "Answers in time", "text": text}


@dataclass(frozen=True)
class Growth:
    """Pages and middle seconds of contracts that grow, and the exponents seen, sorted."""

    steps: Sequence[tuple[int, float]]
    exponents: Sequence[float]


def growth(contract: Contract, make: Callable[[int], bytes]) -> Growth:
    """Return how the cost of contracts grows with their pages.

    Each round prints every size, one round upwards and the next downwards, and has an exponent
    of its own: what slows the machine for a minute slows all sizes of a round. The least of
    several rounds would not do: a third of a second finds a quiet moment more often than ten.
    """
    all_facts = [long_facts(contract, sized(make, wanted)) for wanted in GROWING]
    counts = [pages(printed(facts)) for facts in all_facts]
    rounds = []
    for number in range(GROWTH_ROUNDS):
        way = -1 if number % 2 else 1
        taken = [seconds(partial(printed, facts)) for facts in all_facts[::way]]
        rounds.append(taken[::way])
    middle = [median(column) for column in zip(*rounds, strict=True)]
    exponents = [slope(list(zip(counts, each, strict=True))) for each in rounds]
    return Growth(list(zip(counts, middle, strict=True)), sorted(exponents))


def told_growth(found: Growth) -> str:
    """Say how the cost grows, and how far apart the rounds were."""
    steps = "".join(f"{count:>5} pages {each:>7.2f} s\n" for count, each in found.steps)
    least, middle, most = (found.exponents[at] for at in (0, GROWTH_ROUNDS // 2, -1))
    return (
        f"{steps}growth exponent {middle:.3f},"
        f" of the rounds {least:.3f} to {most:.3f} (goal 1.03)\n"
    )


def slope(found: Sequence[tuple[int, float]]) -> float:
    """Return the exponent by which seconds grow with pages: least squares of the logarithms."""
    xs, ys = [log(count) for count, _ in found], [log(taken) for _, taken in found]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    up = sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True))
    return up / sum((a - x) ** 2 for a in xs)


def main() -> None:
    """Print each figure with its goal; printing is measured as the worker prints."""
    gc.disable()
    with TemporaryDirectory() as folder:
        instance = Path(folder)
        app = create_app(
            {"TESTING": True, "DEVELOPMENT": True, "INSTANCE": instance}
            | {"DATABASE_URL": f"sqlite:///{instance / 'portal.sqlite'}", "SECRET_KEY": "bench"}
        )
        with app.app_context():
            migrate()
            measure(datetime.now(UTC) - timedelta(days=1))


def measure(at: datetime) -> None:
    """Measure everything in an empty portal."""
    say = sys.stdout.write
    with atomic():
        proposal = staged(at)
    standstill.require_over = lambda *_given: None  # type: ignore[assignment]  # measured apart
    few, _ = assembling(proposal, at)
    added(CLAUSES - few, at)
    many, taken = assembling(proposal, at)
    say(f"assembled with {many} clauses: {taken:.2f} s (goal 0.5)\n")
    contract = Contract.get()
    gc.freeze()

    def make(clauses: int) -> bytes:
        return printed(long_facts(contract, clauses))

    clauses = sized(make, PAGES)
    cost, short, base = against_bare(contract, clauses)
    say(
        f"{PAGES} pages: {cost:.2f} s, bare {base:.2f} s, ratio {cost / base:.2f} (goal 1.4)\n"
        f"bare by the shorter ways as well: {short:.2f} s, ratio {cost / short:.2f}\n"
    )
    say(told_joined(joined(contract)))
    say(f"redline of {clauses} clauses: {comparing(clauses):.2f} s (goal 3)\n")
    say(told_growth(growth(contract, make)))


if __name__ == "__main__":
    main()
