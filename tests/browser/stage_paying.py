"""An instalment in every state, and a contract at its end, each with who looks at it."""

from tests.browser.stage_sealed import of
from tests.ending import End
from tests.paying import Table

STEPS = ("request", "verify", "approve", "pay")
ACTS = ("ask", "verify", "approve", "pay")


def faces():
    """Put them into the database; return the pages that show them."""
    pages = [acting(number) for number in range(len(ACTS))]
    return [*pages, *turned_down(), paid(), *ended()]


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


def ended():
    """A contract that has ended, one of which all stands, and one that is closed."""
    end, ready, closed = End(spent=20_000), End().settle(), End().settle().close()
    row = end.milestone("Budget line voted " + "by the ministry" * 6)
    end.asset()
    return [
        of("closing.show", end.officer, slug=end.contract.slug),
        of("closing.show", ready.head, slug=ready.contract.slug),
        of("closing.show", closed.writer, slug=closed.contract.slug),
        of("closing.close", end.head, slug=end.contract.slug),
        of("closing.refund", end.finance, slug=end.contract.slug),
        of("closing.report_milestone", end.writer, milestone_id=row.id),
        of("closing.decide_milestone", end.officer, milestone_id=row.id),
    ]
