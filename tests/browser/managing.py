"""What the office does in a browser for centres that no partner runs, as the right people."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from portal.domain.actions import Role
from portal.models import Centre
from portal.models.centres import ManagementModel
from tests import factories
from tests.browser import walk
from tests.browser.conftest import sign_in
from tests.browser.filing import state_of
from tests.browser.hands import fill, fill_all, tick

TODAY = datetime.now(UTC).date()
WORDS = "The ministry pays two posts from the next finance law on."
PEOPLE = {
    "officer": Role.PROGRAMME_OFFICER,
    "colleague": Role.PROGRAMME_OFFICER,
    "guard": Role.DATA_PROTECTION_OFFICER,
    "legal": Role.LEGAL_OFFICER,
    "finance": Role.FINANCE_OFFICER,
    "head": Role.HEAD_OF_OFFICE,
}
MODELS = {
    "own": ManagementModel.IOM_MANAGED,
    "state": ManagementModel.GOVERNMENT,
    "joint": ManagementModel.CO_MANAGED,
}


def staged():
    """A centre of each model, and who works on them."""
    people = {name: factories.person(role) for name, role in PEOPLE.items()}
    centres = {
        name: factories.centre(model=model, name=f"Centre {name}", country="MA").slug
        for name, model in MODELS.items()
    }
    Centre.update(authority="Ministry of social affairs").execute()
    return SimpleNamespace(people=people, centres=centres)


def meet(visit, stage):
    """Give everybody a browser of their own; one who keeps memoranda reads French.

    The officer has one more, in which scripts run, to look at pages by script.
    """
    at = SimpleNamespace(**vars(stage))
    for name, person in (*stage.people.items(), ("looker", stage.people["officer"])):
        language = "fr" if name == "colleague" else "en"
        page = visit(width=360, language=language, scripts=name == "looker")
        sign_in(page, person.email, factories.PASSWORD)
        setattr(at, name, page)
    return at


def follow(page, ending):
    """Press the link or button that leads to an address with this ending."""
    ends = (f"main a[href$='{ending}']", f"main form[action$='{ending}'] button")
    both = (*ends, f"main button[formaction$='{ending}']")
    walk.click(page.locator(", ".join(both)).first)


def centre_of(at, page, name):
    """Open the page of a centre from the list of centres."""
    page.goto("/centres/")
    follow(page, f"/centres/{at.centres[name]}")


def day(days=0):
    """A day so many days from today, as it is typed."""
    return (TODAY + timedelta(days=days)).isoformat()


def typed(page, **values):
    """Type what a form asks for, and send it."""
    fill(page, **values)
    walk.save(page)
    assert not page.locator(".errors").count(), page.inner_text(".errors")


def in_row(number, **values):
    """What is typed into one row of a table, by the names of its fields."""
    return {f"rows-{number}-{name}": value for name, value in values.items()}


def plan_handover(at):
    """A plan is drafted, approved, agreed with the authority and begun; return its address."""
    page = at.officer
    centre_of(at, page, "own")
    follow(page, "/handover")
    follow(page, "/handover/new")
    fill(page, planned_on=day(700), staff_iom=9, staff_state=2, baseline=WORDS)
    typed(page, conditions="A budget line is voted.", support="One officer for a year.")
    here = page.url
    share_budget(page)
    follow(page, "/submit")
    at.head.goto(here)
    follow(at.head, "/approve")
    page.goto(here)
    follow(page, "/agree")
    typed(page, letter="MIN/2026/118", agreed_on=day())
    follow(page, "/start")
    assert state_of(page) == "Under way"
    return here


def share_budget(page):
    """What is missing leads to the shares of the budget, which pass over in three years."""
    walk.go(page, "Add what is missing")
    rows = {}
    for number, state in enumerate((0, 40, 100)):
        row = {"year": TODAY.year + number, "iom": 100 - state, "state": state}
        rows |= {f"years-{number}-{name}": value for name, value in row.items()}
    typed(page, **rows)


def mark_by_keyboard(page, here):
    """The first milestone is met, without a mouse."""
    page.goto(here)
    walk.tab_to(page, "a[href$='/mark']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mark")
    walk.tab_to(page, "input[name=state]")
    while not page.is_checked("input[name=state][value=met]"):
        page.keyboard.press("ArrowDown")
    walk.tab_to(page, "[name=text]")
    page.keyboard.type("Décision 12 du ministère.")
    walk.tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(here)
    walk.unfold(page)
    assert "Décision 12 du ministère." in page.inner_text("main")
    assert "1/11" in page.inner_text(".record, main").replace(" sur ", "/")


def keep_procedures(at):
    """A version is written, reviewed, agreed and put in force."""
    page = at.officer
    centre_of(at, page, "state")
    follow(page, "/procedures")
    page.check("input[name=language][value=en]")
    walk.press(page, "Begin the first version")
    here = page.url
    write_procedures(page)
    at.guard.goto(here)
    follow(at.guard, "/review")
    walk.save(at.guard)
    at.head.goto(here)
    put_in_force(at)
    return here


def write_procedures(page):
    """What a new version lacks is written from its list, one after the other."""
    while page.locator("#missing ~ ul a").count():
        walk.click(page.locator("#missing ~ ul a").first)
        if page.url.endswith("/text"):
            typed(page, basis="Law 12-04 on reception.")
        else:
            typed(page, fallback="The person on call steps in.")


def put_in_force(at):
    """The head of office records what was agreed, and from when on it applies."""
    follow(at.head, "/agree")
    signed = {"state_signatory": "The minister", "office_signatory": "The chief of mission"}
    typed(at.head, agreed_on=day(), letter="SAR/14", **signed)
    follow(at.head, "/start")
    typed(at.head, starts_on=day())
    assert state_of(at.head) == "Procedures in force"


def keep_roster(at):
    """A week without a post cannot be published, one with a gap needs its reason."""
    page = at.officer
    centre_of(at, page, "state")
    follow(page, "/procedures")
    follow(page, "/rosters")
    typed(page, monday=day())
    here = page.url
    follow(page, "/posts/new")
    page.check("input[name=provider][value=state]")
    fill(page, function="Caseworker", day_least=1, evening_least=1, night_least=1)
    for code, shift in (("SW1", "day"), ("SW2", "evening"), ("SW3", "night")):
        fill_all(page.locator(f"[name^='slot_'][name$='-{shift}']"), code)
    typed(page, **{"slot_6-night": ""})
    walk.press(page, "Publish the roster")
    assert page.locator(".errors").count()
    fill(page, **{page.locator("[id^='gap-']").get_attribute("name"): "The guard is called."})
    walk.press(page, "Publish the roster")
    assert state_of(page) == "Roster published"
    return here


def agree_jointly(at):
    """An agreement is written, cleared, approved, signed and in force; return its address."""
    page = at.officer
    centre_of(at, page, "joint")
    follow(page, "/agreement")
    walk.save(page)
    here = page.url
    write_agreement(page)
    follow(page, "/send")
    for reader, step in ((at.legal, "/clear"), (at.head, "/approve")):
        reader.goto(here)
        follow(reader, step)
    page.goto(here)
    follow(page, "/sign")
    names = {"iom_signatory": "A. Bah", "iom_function": "Chief of mission"}
    names |= {"government_signatory": "M. Camara", "government_function": "Minister"}
    typed(page, on=day(), scan_reference="MA/2026/17", **names)
    follow(page, "/start")
    assert state_of(page) == "Agreement in force"
    return here


def write_agreement(page):
    """The model wording lacks who pays what, and from when on it holds."""
    follow(page, "/edit/financing")
    row = {"name": "Staff", "amount": "60 000", "currency": "usd", "year": TODAY.year}
    for number in (0, 1):
        page.select_option(f"[name='rows-{number}-party']", index=number)
        fill(page, **in_row(number, **row))
    walk.save(page)
    follow(page, "/edit/duration")
    typed(page, starts_on=day(), ends_on=day(365))
    assert not page.locator(".tag-wait").count(), page.inner_text(".tasks")


def decide_jointly(at):
    """The committee is named, meets and decides; both sides agree, the decision is done."""
    page = at.officer
    centre_of(at, page, "joint")
    follow(page, "/meetings")
    name_members(page)
    follow(page, "/meetings/new")
    typed(page, on=day(), starts_at="10:00", place="Rabat", agenda="Budget\nBeds")
    here = page.url
    write_minutes(page)
    follow(page, "/circulate")
    me = {"name": at.people["officer"].name, "password": factories.PASSWORD}
    letter = {"who": "M. Camara", "scan_reference": "MA/2026/31"}
    for side, more in (("iom", {}), ("government", letter)):
        follow(page, f"/agree/{side}")
        typed(page, function="Director", on=day(), **me, **more)
    assert state_of(page) == "Minutes agreed by both sides"
    walk.click(page.locator("main a[href*='/meetings/decisions/']").first)
    follow(page, "/do")
    return here


def name_members(page):
    """Each side has its chair."""
    follow(page, "/members")
    for number, side in enumerate(("iom", "government")):
        page.select_option(f"[name='rows-{number}-side']", side)
        page.check(f"[name='rows-{number}-chair']")
        row = {"name": f"Chair of {side}", "function": "Director", "from_on": day(-30)}
        fill(page, **in_row(number, **row))
    walk.save(page)


def write_minutes(page):
    """Everybody is there, and one decision is taken."""
    follow(page, "/minutes")
    tick(page.locator("[name=present]"))
    page.select_option("[name='rows-0-side']", "government")
    decision = in_row(0, text="Open ten beds.", function="Director", due_on=day(20))
    items = {"items-0-minutes": "Agreed.", "items-1-minutes": "Ten more."}
    typed(page, **items, **decision)


def clear_payments(at):
    """A clearance is asked for and consented to by the legal department."""
    page = at.officer
    centre_of(at, page, "joint")
    follow(page, "/clearances/new")
    page.check("input[name=covers][value=allowance]")
    fill(page, **{"posts-0-function": "Social worker", "posts-0-people": 2})
    fill(page, currency="mad", ceiling="60 000", justification=WORDS)
    typed(page, starts_on=day(-100), ends_on=day(200))
    here = page.url
    follow(page, "/ask")
    at.legal.goto(here)
    follow(at.legal, "/agree")
    walk.save(at.legal)
    assert state_of(at.legal) == "Cleared"
    return here


def pay_worker(at, clearance):
    """A memorandum is agreed, and the sheet of a month certified, approved and paid."""
    page = at.colleague
    page.goto(clearance)
    follow(page, "/memoranda/new")
    fill(page, staff_code="mas-0412", ministry="Ministère", consent_reference="MAS/77")
    fill(page, consent_on=day(-95), tasks="Reçoit les familles.", days_week=5)
    typed(page, rate="200", ceiling="20 000", starts_on=day(-90), ends_on=day(90))
    here = page.url
    at.head.goto(here)
    follow(at.head, "/approve")
    walk.save(at.head)
    page.goto(here)
    follow(page, "/sign")
    tick(page.locator("input[type=checkbox]"))
    typed(page, on=day(), kept_at="Dossier 12")
    follow(page, "/sheets/new")
    typed(page, month=TODAY.strftime("%Y-%m"))
    return serve_a_day(at, page)


def serve_a_day(at, page):
    """A day is filled in, certified as another person records, approved and paid."""
    page.locator("main select[name$='-part']").last.select_option("1")
    walk.save(page)
    here = page.url
    at.officer.goto(here)
    follow(at.officer, "/certify")
    typed(at.officer, supervisor="Head of the service")
    at.finance.goto(here)
    follow(at.finance, "/approve")
    walk.save(at.finance)
    follow(at.finance, "/pay")
    typed(at.finance, reference="TRF 90", on=day())
    page.goto(here)
    assert state_of(page) == "Payé"
    return here
