"""Print what a long monitoring report costs: 40 pages with 12 pictures against bare text."""

import gc
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from bench import contracts
from bench.contracts import pages
from bench.monitoring import contract, world
from portal import create_app, db
from portal.db import atomic
from portal.migrate import migrate
from portal.models import Report
from portal.pdf import render
from portal.pdf.documents import draft
from portal.pdf.pipeline import Document, compose

PAGES, PICTURES, ROUNDS = 40, 12, 7
INDICATORS, PERIODS = 20, 12
"""What the report is about; monitoring's bench has twice as many of both."""
HEADINGS = 6
Facts = Mapping[str, Any]


def short(facts: Facts) -> dict[str, Any]:
    """Return the facts of an accepted report with twelve pictures and twelve periods.

    Two are on the summary, nine are of indicators and one is of the money.
    """
    drawn = facts["pictures"]
    courses = [{**each, "rows": each["rows"][-PERIODS:]} for each in drawn["courses"]]
    burn = {**drawn["burn"], "rows": drawn["burn"]["rows"][-PERIODS:]}
    return {
        **facts,
        "indicators": facts["indicators"][:INDICATORS],
        "reached": INDICATORS,
        "breakdowns": [[name, rows[:INDICATORS]] for name, rows in facts["breakdowns"]],
        "pictures": {**drawn, "courses": courses, "burn": burn, "every": INDICATORS},
    }


def printed(facts: Facts, paragraphs: int) -> bytes:
    """Print the report with so many paragraphs under each heading of its narrative."""
    return render(document(facts, paragraphs))


def document(facts: Facts, paragraphs: int) -> Document:
    """Return the report with so many paragraphs under each heading of its narrative."""
    text = "\n\n".join([contracts.PARAGRAPH] * paragraphs)
    told = [{"question": f"Heading {n}", "text": text} for n in range(1, HEADINGS + 1)]
    also = {"narrative": told, "parts": [*facts["parts"], "narrative"]}
    issued = {"number": "N", "code": "7K4M-2QXD-81"}
    return Document("report.html", "en", {**facts, **also, **issued}, "x")


def long_enough(facts: Facts) -> int:
    """Find how many paragraphs under each heading give a report of 40 pages."""
    paragraphs = 4
    while pages(printed(facts, paragraphs)) < PAGES:
        paragraphs += 2
    return paragraphs


def bare_enough(wanted: int) -> int:
    """Find how many paragraphs of bare text fill exactly as many pages."""
    amount = contracts.sized(contracts.bare, wanted)
    while pages(contracts.bare(amount)) < wanted:
        amount += 1
    return amount


def both(act: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of processor and wall that an act and its clearing up take."""
    gc.collect()
    start, used = perf_counter(), process_time()
    act()
    gc.collect()
    return process_time() - used, perf_counter() - start


def lines(facts: Facts) -> Iterator[str]:
    """Measure in turns and write one line for each figure."""
    paragraphs = long_enough(facts)
    wanted = pages(printed(facts, paragraphs))
    plain = bare_enough(wanted)
    drawn = len(re.findall('<svg class="gantt"', compose(document(facts, paragraphs))))
    yield f"{wanted} pages, {drawn} pictures (wanted: {PAGES} and {PICTURES})"
    rounds = [
        (both(lambda: printed(facts, paragraphs)), both(lambda: contracts.bare(plain)))
        for _ in range(ROUNDS)
    ]
    for name, place in (("processor", 0), ("wall", 1)):
        own, base = (
            median(each[place] for each in column) for column in zip(*rounds, strict=True)
        )
        ratios = sorted(one[place] / other[place] for one, other in rounds)
        yield (
            f"{name:<10} report {own:6.2f} s  bare {base:6.2f} s  {own / base:5.2f}x "
            f"(rounds {ratios[0]:.2f} to {ratios[-1]:.2f}; goal 2.9)"
        )


def main() -> None:
    """Write one contract with its accepted reports, and print the last as the worker does."""
    gc.disable()
    gc.freeze()
    with TemporaryDirectory() as folder:
        place = Path(folder)
        settings = {"DATABASE_URL": f"sqlite:///{place / 'bench.sqlite'}", "INSTANCE": place}
        app = create_app({**settings, "SECRET_KEY": "bench"})
        migrate()
        with atomic():
            contract(world(), 1)
        with app.app_context():
            last = Report.select().order_by(Report.number.desc()).get()
            facts = short(draft("report", last.id, "en", last.accepted_at).facts)
            for line in lines(facts):
                sys.stdout.write(f"{line}\n")
        db.database.close()


if __name__ == "__main__":
    main()
