"""A partner's proposal in the browser, for any call: what the call asks for is read from it."""

from tests.browser import parts, walk


def write(page, slug, unit_cost):
    """Write a whole proposal and return the path of its page."""
    home = start(page, slug)
    page.goto(f"{home}/declarations")
    walk.tick(page.locator("main [name=ticked]"))
    walk.save(page)
    answer_eligibility(page, home)
    for address in answers(page, home):
        page.goto(address)
        walk.fill(page, text=walk.ANSWER)
        walk.save(page)
    parts.write(page, home)
    walk.write_budget(page, home, unit_cost)
    attach_all(page, home)
    return home


def start(page, slug):
    """Start a proposal and return the path of its page."""
    page.goto(f"/proposals/start?call={slug}")
    walk.save(page)
    return page.url[page.url.index("/proposals") :]


def answers(page, home):
    """The addresses of all questions of a proposal."""
    page.goto(home)
    links = page.locator(f"a[href*='{home}/answers/']")
    return list(dict.fromkeys(link.get_attribute("href") for link in links.all()))


def answer_eligibility(page, home):
    """Answer so that every question passes: yes, and no for the last; five years."""
    page.goto(f"{home}/eligibility")
    for box in page.locator("main input[inputmode=numeric], main input[type=number]").all():
        box.fill("5")
    walk.tick(page.locator("main input[type=radio][value=yes]"))
    page.locator("main input[type=radio][value=no]").last.check()
    walk.save(page)


def attach_all(page, home):
    """Attach a file for each document and proof that the call asks for."""
    page.goto(f"{home}/attachments")
    options = page.locator("[name=purpose] option").all()
    asked = [value for option in options if (value := option.get_attribute("value"))]
    for purpose in asked:
        if not page.url.endswith(f"{home}/attachments"):
            page.goto(f"{home}/attachments")
        page.select_option("[name=purpose]", purpose)
        paper = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": walk.a_pdf()}
        page.set_input_files("[name=file]", paper)
        walk.save(page)
