"""What both sides do with the reports of a contract in a browser, and the visits and money."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from portal.models import Person
from portal.services import monitoring
from tests import factories
from tests.browser import walk
from tests.browser.conftest import sign_in
from tests.paying import Table

FRENCH = ("owner", "signatory")
ANSWER = "Les places sont ouvertes jour et nuit."


def in_force():
    """A contract with three periods that are over; its first instalment was paid in time."""
    starts = (datetime.now(UTC).date() - timedelta(days=300)).replace(day=1)
    ends = starts.replace(year=starts.year + 1) - timedelta(days=1)
    early = datetime(starts.year, starts.month, 10, 12, tzinfo=UTC)
    made = factories.contract(in_force_at=early, starts_on=starts, ends_on=ends)
    table = Table(made)
    table.request(at=early)
    table.verify(at=early)
    table.approve(at=early)
    table.pay(day=early.date(), at=early)
    monitoring.make_periods(made, early)
    return table


def meet(visit, table):
    """Give everybody a browser of their own; the people of the partner read French."""
    names = ("owner", "signatory", "officer", "finance")
    at = SimpleNamespace(people={}, contract=f"/contracts/{table.contract.slug}")
    at.report = f"/reports/{table.contract.slug}-P"
    for name in names:
        at.people[name] = Person.get_by_id(getattr(table, name).person_id)
        page = visit(width=360, language="fr" if name in FRENCH else "en")
        sign_in(page, at.people[name].email, factories.PASSWORD)
        setattr(at, name, page)
    return at


def answer(page, here):
    """Answer every question of the narrative on its page."""
    page.goto(here)
    found = page.locator("main .tasks a[href*='/edit/narrative/']")
    for address in found.evaluate_all("nodes => nodes.map(node => node.href)"):
        page.goto(address)
        walk.fill(page, text=ANSWER)
        walk.save(page)


def count(page, here, *people):
    """Say how many women, men, girls and boys came; the portal adds them up."""
    page.goto(f"{here}/edit/indicators")
    for place, number in enumerate(people):
        walk.fill(page, **{f"rows-0-parts-{place}-total": number})
    walk.fill_notes(page, "Comme prévu.")
    walk.save(page)


def spend(page, here, *amounts):
    """Say what was spent in each category of the budget."""
    page.goto(f"{here}/edit/expenditure")
    for place, amount in enumerate(amounts):
        walk.fill(page, **{f"rows-{place}-amount": amount})
    walk.fill_notes(page, "Le loyer est payé d'avance.")
    walk.save(page)


def hold(page, here, **cash):
    """State the cash of the period."""
    page.goto(f"{here}/edit/cash")
    walk.fill(page, **cash)
    walk.save(page)


def submit(page, here):
    page.goto(f"{here}/submit")
    walk.save(page)


def send_back(page, here, **comments):
    page.goto(f"{here}/return")
    walk.fill(page, **comments)
    walk.save(page)


def accept(page, here):
    page.goto(f"{here}/accept")
    walk.fill(page, note="Complete and clear.")
    walk.save(page)


def state_of(page):
    """Return the state that the page on show tells of its record."""
    return page.locator(".id .tag").first.inner_text()
