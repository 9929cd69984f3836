"""The parts of a proposal in the browser: each that the call asks for is filled in."""

from tests.browser import walk

SENTENCE = "We do this in writing, with a date and a name."


def write(page, home):
    """Fill in every part that the task list links to."""
    page.goto(home)
    links = page.locator(f"a[href*='{home}/parts/']")
    for address in dict.fromkeys(link.get_attribute("href") for link in links.all()):
        page.goto(address)
        WRITERS.get(address.rpartition("/")[2], answer)(page, address)


def answer(page, _address):
    """Answer every question of a part that has no table."""
    walk.tick(page.locator("main input[type=radio][value=yes]"))
    walk.fill_all(page.locator("main form textarea"), SENTENCE)
    walk.save(page)


def plan(page, _address):
    """Write one activity over the whole contract, with its milestone."""
    walk.fill(page, **{"rows-0-activity": "Run the shelter", "rows-0-responsible": "Us"})
    walk.fill(page, **{"rows-0-milestone": "Everybody has a place"})
    for name, limit in (("starts_on", "min"), ("ends_on", "max")):
        field = page.locator(f"[name='rows-0-{name}']")
        field.fill(field.get_attribute(limit))
    walk.save(page)


def targets(page, _address):
    """Give a target for each indicator of the call, and an own indicator."""
    walk.fill_all(page.locator("main input[name^=target_]"), 1_000_000)
    own = {"name": "House meetings", "unit": "meetings", "baseline": 0, "target": 12}
    walk.fill(page, **{f"rows-0-{name}": value for name, value in own.items()})
    walk.fill(page, **{"rows-0-verification": "Minutes"})
    walk.save(page)


def staff(page, address):
    """Fill every post of the call with enough people for all shifts."""
    posts = page.locator("[name='rows-0-post'] option[value]:not([value=''])").all()
    for number, post in enumerate([each.get_attribute("value") for each in posts]):
        page.goto(address)
        row = f"rows-{number}-"
        page.select_option(f"[name='{row}post']", post)
        walk.fill(page, **{f"{row}role": "Staff", f"{row}number": 30, f"{row}share": 100})
        for shift in ("day", "evening", "night"):
            page.check(f"[name='{row}{shift}']")
        walk.save(page)


def risk(page, _address):
    """Write one risk."""
    texts = {"risk": "An address gets known", "mitigation": SENTENCE, "owner": "Director"}
    walk.fill(page, **{f"rows-0-{name}": value for name, value in texts.items()})
    page.select_option("[name='rows-0-likelihood']", "3")
    page.select_option("[name='rows-0-impact']", "4")
    walk.save(page)


WRITERS = {"work_plan": plan, "indicators": targets, "staffing": staff, "risks": risk}
