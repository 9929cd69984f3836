"""The walk through one centre's life in a browser, as the right people take it."""

import re
import time
from datetime import datetime, timedelta
from functools import cache

from weasyprint import HTML

from tests import waiting
from tests.browser.conftest import SAMPLE_PASSWORD
from tests.browser.hands import fill, fill_all, tick

ANSWER = (
    "We rent furnished apartments near a hospital and two people are there each night. " * 6
)
REASON = "The answer names who does what by when, and the figures can be checked against it."
WORDS = "A long enough password for everybody"
RUN = time.time_ns() % 1_000_000
PARTNER = f"Association Dar Amal {RUN}"
SIGNATORY = "Naima Chraibi"
ADDRESS = f"naima.{RUN}@daramal.example.org"


def click(place):
    """Press what leads on, and wait until the page behind it is read to its end."""
    place.click()
    place.page.wait_for_load_state("domcontentloaded")


def go(page, text):
    click(page.get_by_role("link", name=text, exact=True).first)


def press(page, text):
    click(page.get_by_role("button", name=text, exact=True).first)


def unfold(page):
    """Open every folded part of a page, as a person does before writing there."""
    page.locator("main details").evaluate_all("all => all.forEach(each => { each.open = 1; })")


def tab_to(page, selector):
    """Press the tabulator until the element has the focus, as people without a mouse do."""
    wanted = page.locator(selector).first
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator(":focus").count() and page.locator(f":focus:is({selector})").count():
            return
    raise AssertionError(wanted)


def local(moment):
    return moment.strftime("%Y-%m-%dT%H:%M")


def await_words(page, address, words):
    """Wait until a page says something, asked for without being shown; then go there."""
    waiting.until(lambda: words in page.request.get(address).text(), f"{words} in {address}")
    page.goto(address)


def paper(page, address):
    """Fetch a PDF, waiting while the worker makes it."""

    def made():
        answer = page.request.get(address)
        assert answer.status in {200, 202}, (address, answer.status)
        return answer if answer.status == 200 else None

    answer = waiting.until(made, address)
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def register_centre(page):
    page.goto("/centres/new")
    fill(page, name="Night shelter, Marrakech", authority="Ministry of Solidarity", capacity=40)
    page.select_option("[name=country]", "MA")
    fill(page, requested_on="2026-01-15", request="A safe place for forty people.")
    page.check("input[name=model][value=partner]")
    fill(page, model_reason="Partners of the city know the work.")
    fill(page, handover="The municipality takes over after three years.")
    fill(page, **{"sites-0-city": "Marrakech", "sites-0-places": 40})
    press(page, "Register the centre")
    assert "IOM/MAR/CENTRE" in page.content()


def draft_call(page, seats):
    go(page, "Draft a call")
    fill(page, title="Night shelter in Marrakech", background="Forty people need a place.")
    click(page.get_by_role("button", name=re.compile("draft", re.IGNORECASE)))
    slug = page.url.rstrip("/").split("/")[4]
    fill_lots(page, slug)
    fill_terms(page, slug)
    fill_criteria(page, slug)
    fill_timetable(page, slug)
    fill_committee(page, slug, seats)
    page.goto(f"/calls/{slug}")
    go(page, "Send for approval")
    click(page.locator("main form button").first)
    return slug


def section(page, slug, name):
    page.goto(f"/calls/{slug}/edit/{name}")


def save(page):
    click(page.locator("main form button[type=submit]").last)


def fill_lots(page, slug):
    section(page, slug, "lots")
    row = {"city": "Marrakech", "title": "Shelter", "scope": "Forty beds.", "places": 40}
    fill(page, **{f"rows-0-{name}": value for name, value in row.items()})
    fill(page, **{"rows-0-apartments": 8, "rows-0-ceiling": "1 500 000"})
    save(page)


def fill_terms(page, slug):
    section(page, slug, "terms")
    for name in ("objectives", "target_groups", "scope"):
        fill(page, **{name: f"What the partner needs to know of {name}."})
    save(page)
    section(page, slug, "services")
    page.check("[name=services][value=accommodation]")
    tick(page.locator("[name=standards]"))
    save(page)
    section(page, slug, "staffing")
    fill(page, staffing="Two people each night.", hours="Day and night.")
    save(page)
    section(page, slug, "data")
    fill(page, data_profile="Names and needs; no transfer to others.")
    save(page)


def fill_criteria(page, slug):
    section(page, slug, "criteria")
    assert page.input_value("[name='rows-0-weight']") == "25"
    fill(page, **{"rows-0-weight": "30"})
    save(page)
    page.goto(f"/calls/{slug}")
    assert "105" in page.inner_text("main")
    section(page, slug, "criteria")
    fill(page, **{"rows-0-weight": "25"})
    save(page)


def fill_timetable(page, slug):
    section(page, slug, "timetable")
    today = datetime.now()  # noqa: DTZ005 - a wall time is typed
    fill(page, clarify_until=local(today + timedelta(days=8)))
    fill(page, answers_by=local(today + timedelta(days=12)))
    fill(page, deadline=local(today + timedelta(days=20)))
    fill(page, opening_at=local(today + timedelta(days=21)))
    fill(page, results_on=(today + timedelta(days=50)).date().isoformat())
    start = (today + timedelta(days=110)).date().replace(day=1)
    fill(page, starts_on=start.isoformat())
    save(page)


def fill_committee(page, slug, seats):
    section(page, slug, "committee")
    for position, label in enumerate(seats):
        page.select_option(f"[name='rows-{position}-person']", label=label)
    page.check("[name='rows-0-chair']")
    page.check(f"[name='rows-{len(seats) - 1}-government']")
    page.select_option("[name=government_part]", "vote")
    fill(page, government_reason="The city takes the shelter over.")
    save(page)


def step(page, slug, link):
    page.goto(f"/calls/{slug}")
    go(page, link)
    click(page.locator("main form button[type=submit]").first)


def mail_to(page, address):
    """Wait in the development mailbox for a mail to the address; return its entry."""
    await_words(page, "/development/", f'<span class="ref">{address}</span>')
    return page.locator("li:has(a[href*='/development/mail/'])", has_text=address).first


def register_partner(page):
    page.goto("/register")
    fill(page, organisation=PARTNER, registration="MRK-2011-77", name=SIGNATORY)
    page.select_option("[name=country]", "MA")
    fill(page, email=ADDRESS, password=WORDS)
    press(page, "Register")
    say_it_is_another(page)
    click(mail_to(page, ADDRESS).locator("a[href*='/development/mail/']").first)
    click(page.locator("a[href*='/confirm/']").first)
    click(page.locator("main form button[type=submit]").first)


def say_it_is_another(page):
    """An earlier run may have left an organisation that resembles this one."""
    if page.locator("[name=chosen]").count():
        page.check("[name=chosen][value=other]")
        reason = "It was registered by an earlier walk."
        fill(page, reason=reason, password=WORDS)
        press(page, "Register")


def fill_profile(page):
    page.goto("/work")
    go(page, "Complete the profile of your organisation")
    home = page.url
    page.goto(f"{home}/edit")
    fill(page, city="Marrakech", address="4 derb Sidi", founded=2011)
    fill(page, mandate="Shelter for people at risk.")
    save(page)
    part(page, home, "staff", paid_women=18, paid_men=12)
    part(page, home, "budgets", **row(year=2025, amount=3_000_000, currency="MAD"))
    page.goto(f"{home}/profile/people/edit")
    fill(page, **row(name="Naima Chraibi", function="President"))
    page.select_option("[name='rows-0-body']", "governing")
    save(page)
    page.goto(f"{home}/bank/change")
    fill(page, holder=PARTNER, bank="Banque du Sud", number="00112233445566", currency="MAD")
    save(page)
    return home


def add_mandate(page, home):
    """Keep the decision of the board by which the signatory may sign contracts."""
    page.goto(home.replace("/partners/", "/mandates/partners/") + "/add")
    page.select_option("[name=person]", label=SIGNATORY)
    decision = {"name": "board.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}
    page.set_input_files("[name=file]", decision)
    fill(page, title="Decision of the board", valid_from="2020-01-01")
    save(page)
    page.wait_for_url("**/mandates/partners/*")


def part(page, home, code, **values):
    page.goto(f"{home}/profile/{code}/edit")
    fill(page, **values)
    save(page)


def row(**values):
    return {f"rows-0-{name}": value for name, value in values.items()}


def write_budget(page, home, unit_cost):
    page.goto(f"{home}/budget")
    page.select_option("[name='lines-0-category']", "staff")
    fill(page, **{"lines-0-description": "Case workers", "lines-0-quantity": 4})
    fill(page, **{"lines-0-unit_cost": unit_cost, "lines-0-months": 12, "indirect": 5})
    save(page)


def refuse_file(page, home):
    """A file that is not what its name says is told, and its title stays."""
    page.goto(f"{home}/attachments")
    page.set_input_files(
        "[name=file]",
        {"name": "notes.exe", "mimeType": "application/pdf", "buffer": b"MZ not a document"},
    )
    fill(page, title="Letter of the city")
    save(page)
    assert page.input_value("[name=title]") == "Letter of the city"
    assert page.locator(".errors").count()


@cache
def a_pdf():
    return HTML(string="<html lang=en><h1>Letter of the city</h1>").write_pdf()


def move_clock(page, moment):
    page.goto("/development/")
    box = page.locator("input[name=to]:not([type=hidden])")
    box.fill(local(moment))
    with page.expect_navigation():
        box.press("Enter")


def set_clock_right(page):
    page.goto("/development/")
    right = page.get_by_role("button", name="Back to the real time", exact=True)
    if right.count():
        click(right)


def screen_all(page, slug):
    for _ in range(10):
        page.goto(f"/calls/{slug}/screening")
        if not page.get_by_role("link", name="Screen it", exact=True).count():
            break
        go(page, "Screen it")
        tick(page.locator("input[name$='_ok'][value=yes]"))
        page.check("input[name=decision][value=yes]")
        press(page, "Decide")


def declare(page, slug):
    page.goto(f"/calls/{slug}/declaration")
    tick(page.locator("input[type=radio][value=none]"))
    page.check("input[name=undertaking]")
    click(page.locator("main form button[type=submit]").last)


def score_all(page, slug, values):
    """Score each proposal; ``values`` maps a partner's name to the score of every criterion."""
    for partner, value in values.items():
        page.goto(f"/calls/{slug}/scoring")
        go(page, partner)
        page.wait_for_url("**/scorecards/**")
        for position in range(1, 1 + page.locator("[name^='reason_']").count()):
            page.click(f"label[for='score_{position}-{value}']")
            fill(page, **{f"reason_{position}": REASON})
        press(page, "Lock the scorecard")


def reveal(page, slug):
    page.goto(f"/calls/{slug}/scoring")
    press(page, "Reveal the scores of lot 1")


def recommend(page, slug):
    page.goto(f"/calls/{slug}/award")
    press(page, "Recommend")
    return paper(page, f"/calls/{slug}/ranking.pdf")


def sign(page, slug, verb, name, password=SAMPLE_PASSWORD):
    page.goto(f"/contracts/{slug}/{verb}")
    fill(page, name=name, password="wrong password")  # noqa: S106 - a wrong one on purpose
    save(page)
    assert page.locator(".errors").count()
    assert page.input_value("[name=name]") == name
    fill(page, name=name, password=password)
    save(page)


def ask_of_reports(page, slug, *sections):
    """Let the reports of a contract hold figures, money, narrative, and these sections."""
    page.goto(f"/contracts/{slug}/reporting")
    for box in page.locator("[name=sections]").all():
        box.set_checked(box.get_attribute("value") in sections)
    save(page)
    page.wait_for_url(f"**/contracts/{slug}")


def write_report(page, slug):
    """Fill every section of the report as the partner and submit it."""
    page.goto(f"/reports/{slug}")
    sections = page.locator("a[href*='/edit/narrative/']").evaluate_all(
        "nodes => [...new Set(nodes.map(node => node.href))]"
    )
    assert sections
    for address in sections:
        page.goto(address)
        fill(page, text=ANSWER)
        save(page)
    page.goto(f"/reports/{slug}/edit/indicators")
    fill_all(page.locator("main input[inputmode=numeric]"), 50)
    for box in page.locator("main input[name$='-parts-0-total']").all():
        whole = box.get_attribute("name").replace("-parts-0-total", "-total")
        page.fill(f"[name='{whole}']", "")
    fill_notes(page, "Fewer people came than planned in the first weeks.")
    save(page)
    page.goto(f"/reports/{slug}/edit/expenditure")
    boxes = page.locator("main input[name$='-amount']").count()
    fill_all(page.locator("main input[name$='-amount']"), "12 000")
    fill_notes(page, "As planned.")
    save(page)
    state_cash(page, slug, 12_000 * boxes)
    file_report(page, slug)


def state_cash(page, slug, spent):
    """Say that what was received was spent, where the contract asks for the cash."""
    page.goto(f"/reports/{slug}")
    if not page.locator(f"a[href='/reports/{slug}/edit/cash']").count():
        return
    page.goto(f"/reports/{slug}/edit/cash")
    fill(page, opening="0", received=str(spent), other="0", closing="0")
    save(page)


def fill_notes(page, words):
    fill_all(page.locator("main [name$='-note']"), words)


def file_report(page, slug):
    page.goto(f"/reports/{slug}/submit")
    save(page)


def send_back(page, slug):
    """Try without a comment first: it is refused in words; then with one."""
    page.goto(f"/reports/{slug}/return")
    save(page)
    assert page.locator(".errors").count()
    unfold(page)
    page.locator("main textarea").first.fill("Please tell how many people left for a home.")
    save(page)


def correct(page, slug):
    page.goto(f"/reports/{slug}")
    assert "Please tell how many people left for a home." in page.inner_text("main")
    page.goto(page.locator("a[href*='/edit/narrative/']").first.get_attribute("href"))
    fill(page, text=ANSWER + "Eleven people left for a home of their own.")
    save(page)
    file_report(page, slug)


def accept(page, slug):
    page.goto(f"/reports/{slug}/accept")
    fill(page, note="Complete, the comment is answered.")
    save(page)
