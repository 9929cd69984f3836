"""What in the rows of a list of transactions looks like personal data.

A list never changes once it is kept, so it is searched once and not at every look at its
report. Payees are kinds and hold no name; of a document's number only what is a name or an
address of mail counts, as many numbers look like those of a paper.
"""

from collections.abc import Iterator
from functools import lru_cache
from uuid import UUID

from portal.domain.personal_data import Trace, traces
from portal.models import ListedTransaction, Report
from portal.services import transactions

SECTION = "expenditure"
MOST = 200
"""How many rows are told; whoever corrects them sends the list again and sees the others."""
_IN_NUMBERS = frozenset({Trace.NAME, Trace.EMAIL})


def written(report: Report, region: str) -> Iterator[tuple[str, str, str]]:
    """Yield each text of the list that counts in which something was found, with its row."""
    there = transactions.current(report)
    found = _suspects(there.id, region) if there is not None else ()
    yield from ((SECTION, f"transaction-{row}", text) for row, text in found)


@lru_cache(maxsize=64)
def _suspects(list_id: UUID, region: str) -> tuple[tuple[int, str], ...]:
    """Return rows and texts; each text once, as one reason holds for the same words."""
    columns = (ListedTransaction.row, ListedTransaction.document, ListedTransaction.description)
    here = ListedTransaction.select(*columns).where(ListedTransaction.listed == list_id)
    found: dict[str, int] = {}
    for each in here.order_by(ListedTransaction.row):
        if traces(each.description, region):
            found.setdefault(each.description, each.row)
        if any(hit.kind in _IN_NUMBERS for hit in traces(each.document, region)):
            found.setdefault(each.document, each.row)
        if len(found) >= MOST:
            break
    return tuple((row, text) for text, row in found.items())
