"""An instalment in every state, each with who looks at it."""

from tests.browser.stage_sealed import of
from tests.paying import Table

STEPS = ("request", "verify", "approve", "pay")
ACTS = ("ask", "verify", "approve", "pay")


def faces():
    """Put them into the database; return the pages that show them."""
    pages = [acting(number) for number in range(len(ACTS))]
    return [*pages, *turned_down(), paid()]


def acting(number):
    """An instalment that waits for one person, and the page on which that person acts."""
    table = Table().to(*STEPS[:number])
    who = (table.signatory, table.officer, table.finance, table.finance)[number]
    return of(f"instalments.{ACTS[number]}", who, instalment_id=table.key)


def turned_down():
    """A request that is being rejected, and one that was."""
    table, other = Table().to("request"), Table().to("request")
    other.reject(other.officer)
    return [
        of("instalments.reject", table.officer, instalment_id=table.key),
        of("instalments.show", other.signatory, instalment_id=other.key),
    ]


def paid():
    """An instalment that was paid."""
    table = Table().to(*STEPS)
    return of("instalments.show", table.finance, instalment_id=table.key)
