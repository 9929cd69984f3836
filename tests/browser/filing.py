"""What both sides do with the reports of a contract in a browser, and the visits and money."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from types import SimpleNamespace

from openpyxl import load_workbook

from portal.domain.instalments import STATEMENTS, Due
from portal.models import Person
from portal.services import monitoring, report_figures
from tests import factories
from tests.books import put
from tests.browser import walk
from tests.browser.conftest import sign_in
from tests.paying import Table, instalment

FRENCH = ("owner", "signatory")
QUESTIONS = ("performance", "risks")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ANSWER = "Les places sont ouvertes jour et nuit."


def in_force():
    """A contract with three periods that are over; its first instalment was paid in time.

    The second one is due when the report of the third period is accepted.
    """
    starts = (datetime.now(UTC).date() - timedelta(days=300)).replace(day=1)
    ends = starts.replace(year=starts.year + 1) - timedelta(days=1)
    early = datetime(starts.year, starts.month, 10, 12, tzinfo=UTC)
    asked = [{"code": code, "words": 300} for code in QUESTIONS]
    days = {"in_force_at": early, "starts_on": starts, "ends_on": ends}
    made = factories.contract(report_headings=asked, **days)
    table = Table(made)
    table.request(at=early)
    table.verify(at=early)
    table.approve(at=early)
    table.pay(day=early.date(), at=early)
    monitoring.make_periods(made, early)
    table.second = instalment(made, 2, 30_000, due=Due.REPORT, due_report=3).id
    return table


def meet(visit, table):
    """Give everybody a browser of their own; the people of the partner read French."""
    names = ("owner", "signatory", "officer", "finance")
    slug = table.contract.slug
    at = SimpleNamespace(people={}, contract=f"/contracts/{slug}", report=f"/reports/{slug}-P")
    at.instalment = f"/instalments/{table.second}"
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


def agree_on_money(page, here):
    """The finance officer finds nothing to correct: the finance desk has finished."""
    page.goto(f"{here}/review/finish/finance")
    walk.save(page)


def send_back(page, here, **comments):
    page.goto(f"{here}/return")
    walk.unfold(page)
    walk.fill(page, **comments)
    walk.save(page)


def accept(page, here):
    page.goto(f"{here}/accept")
    walk.fill(page, note="Complete and clear.")
    walk.save(page)


def state_of(page):
    """Return the state that the page on show tells of its record."""
    return page.locator(".id .tag").first.inner_text()


def offline(page, here, said):
    """Fill the report in as a workbook, by the key of each row; every question is answered."""
    page.goto(f"{here}/workbook")
    with page.expect_download() as waited:
        page.click("main a[href$='/workbook.xlsx']")
    book = load_workbook(BytesIO(waited.value.path().read_bytes()))
    answers = {f"{code}|answer|answer": (ANSWER,) for code in QUESTIONS}
    for key, cells in (said | answers).items():
        put(book, key, *cells)
    filled = BytesIO()
    book.save(filled)
    sent = {"name": "rapport.xlsx", "mimeType": XLSX, "buffer": filled.getvalue()}
    page.set_input_files("[name=file]", sent)
    walk.save(page)


def figures_of(here, women, spent, opening, closing):
    """What a workbook says of a period: who came, what was spent, and the cash."""
    row = report_figures.actuals(monitoring.by_slug(here.rpartition("/")[2]))[0]
    figures = f"indicators|figures|{row.id}"
    sexes = {"women": women, "men": 0, "girls": 0, "boys": 0}
    cash = {"opening": opening, "received": 0, "other": 0, "closing": closing}
    return {
        figures: (women, None, "Comme prévu."),
        **{f"{figures}/sex_age/{name}": (number,) for name, number in sexes.items()},
        "expenditure|lines|staff": (spent, "Le loyer est payé d'avance."),
        "expenditure|lines|indirect": (0, "Rien."),
        **{f"cash|cash|{name}": (amount,) for name, amount in cash.items()},
    }


def request(page, here):
    """Request an instalment as the portal suggests it, certified with the password."""
    page.goto(here)
    walk.click(page.locator("main a[href$='/request']"))
    for name in STATEMENTS:
        page.check(f"[name={name}]")
    walk.fill(page, password=factories.PASSWORD)
    walk.save(page)


def pay(at):
    """The programme officer verifies the request; finance approves it and pays."""
    at.officer.goto(f"{at.instalment}/verify")
    walk.fill(at.officer, note="The third report is accepted.")
    walk.save(at.officer)
    at.finance.goto(f"{at.instalment}/approve")
    walk.save(at.finance)
    at.finance.goto(f"{at.instalment}/pay")
    today = datetime.now(UTC).date().isoformat()
    walk.fill(at.finance, reference="TRF 77", value_date=today)
    walk.save(at.finance)


def plan(page, contract):
    """Plan a visit of today to the partner's office; return its address."""
    page.goto(f"{contract}/visits/plan")
    walk.fill(page, on=datetime.now(UTC).date().isoformat())
    page.select_option("[name=site]", "office")
    walk.save(page)
    page.wait_for_url("**/visits/*-*-*-*-*")
    return page.url.split("?")[0]


def check(page, here):
    """Answer the first item of the checklist, which begins the visit."""
    page.goto(f"{here}/checklist")
    page.check("[name=result_1][value=partly]")
    walk.fill(page, note_1="One toilet for 25 people.")
    walk.save(page)


def find(page, here, owner, text, action):
    """Write a finding with an action for somebody, due in two weeks."""
    page.goto(f"{here}/findings/new?item=1")
    page.select_option("[name=category]", "standards")
    page.check("[name=severity][value=medium]")
    page.select_option("[name=owner]", str(owner.id))
    due = datetime.now(UTC).date() + timedelta(days=14)
    walk.fill(page, text=text, action=action, due_on=due.isoformat())
    walk.save(page)


def conclude(page, here):
    """Write the conclusion and report the visit to the partner."""
    page.goto(f"{here}/conclusion")
    walk.fill(page, summary="The shelter is well run.")
    walk.click(page.locator("main button[name=send]"))


def comment(page, here):
    """Comment the visit as the partner; return the addresses of its action points."""
    page.goto(here)
    walk.fill(page, comment="Nous sommes d'accord.")
    walk.save(page)
    points = page.locator("#findings ~ article a[href*='/action-points/']")
    return points.evaluate_all("nodes => nodes.map(node => node.href)")


def close(page, here):
    page.goto(here)
    walk.click(page.locator("main form[action$='/close'] button"))
