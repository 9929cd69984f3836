"""Print what the print design costs: a contract against bare text of as many pages."""

import sys
from collections.abc import Callable
from io import BytesIO
from statistics import median
from time import process_time

from pypdf import PdfReader
from weasyprint import HTML

from portal.pdf import Document, render
from portal.pdf.pipeline import PORTAL

TEMPLATES = PORTAL.parent / "tests" / "pdf" / "templates"
ROUNDS = 5
WORDS = "The partner runs the shelter, open day and night, within the standards of the annex. "
FACTS = {
    "reference": "IOM/MAR/2026/014-C1",
    "title": "Contract for the shelter",
    "short": "Contract: shelter",
    "office": "IOM Morocco",
    "code": "7K4M-2QXD-81",
    "at": "2026-11-30T16:00:00+00:00",
    "zone": "Africa/Casablanca",
    "verify_address": "https://portal.example/verify",
    "rows": [["Amount", "MAD 2,208,000", "4 instalments"], ["Duration", "12 months"]],
    "text": WORDS * 4,
    "figures": [["Staff", "1,000", "10.00"]] * 20,
    "scores": [["Fondation", ["80", "82"], "81.00"]],
    "paragraphs": [WORDS * 3, WORDS * 2, WORDS * 4],
    "links": "",
    "people": [{"name": "A. Benali", "title": "Head of office"}] * 2,
}


def contract(clauses: int) -> bytes:
    """Print a contract-like document of some clauses."""
    return render(Document("demo.html", "en", FACTS | {"clauses": clauses}, "x"), TEMPLATES)


def bare(paragraphs: int) -> bytes:
    """Print plain paragraphs with no design at all."""
    text = "".join(f"<p>{WORDS * 3}</p>" for _ in range(paragraphs))
    return bytes(HTML(string=text).write_pdf())


def pages(content: bytes) -> int:
    """Count the pages of a PDF."""
    return len(PdfReader(BytesIO(content)).pages)


def sized(make: Callable[[int], bytes], wanted: int) -> int:
    """Find how much content gives the wanted number of pages."""
    amount = wanted
    while (have := pages(make(amount))) < wanted:
        amount += max(1, amount * (wanted - have) // (2 * have))
    return amount


def seconds(make: Callable[[int], bytes], amount: int) -> float:
    """Measure the processor time of one print."""
    start = process_time()
    make(amount)
    return process_time() - start


def main() -> None:
    """Print one line for each length: pages, seconds, ratio in alternating rounds."""
    sys.stdout.write(f"{'pages':>6} {'contract s':>11} {'bare s':>8} {'ratio':>6}\n")
    for wanted in (1, 12, 24):
        rich, plain = sized(contract, wanted), sized(bare, wanted)
        rounds = [(seconds(contract, rich), seconds(bare, plain)) for _ in range(ROUNDS)]
        cost, base = (median(column) for column in zip(*rounds, strict=True))
        sys.stdout.write(f"{wanted:>6} {cost:>11.2f} {base:>8.2f} {cost / base:>6.2f}\n")


if __name__ == "__main__":
    main()
