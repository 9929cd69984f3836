"""An organisation registers in the browser, lets a second person in and fills its profile."""

from tests.browser import walk

HOUSE, HOUSE_AGAIN = "Coopérative Tamkine du Rif", "COOPERATIVE TAMKINE DU RIF"
OWNER, OWNER_MAIL = "Nadia El Fassi Tazi", "nadia@tamkine.example.org"
SECOND, SECOND_MAIL = "Ilyas Ouazzani", "ilyas@tamkine.example.org"
PASSWORD = "Olive trees above the river"
IBAN = "MA64011519000001205000534921"


def follow(page, address):
    """Open the first link to a page that ends so, in whatever language the page is."""
    walk.click(page.locator(f"main a[href$='{address}']").first)


def text(page):
    return page.inner_text("main")


def open_match(page, listed):
    """Wait until the worker has compared every partner with the list; open the match."""
    walk.await_words(page, "/sanctions/", listed)
    walk.click(page.locator("tr", has_text=listed).locator("a").first)


def register(page, organisation, number, name, address):
    page.goto("/register")
    walk.fill(page, organisation=organisation, registration=number, name=name)
    page.select_option("[name=country]", "MA")
    walk.fill(page, email=address, password=PASSWORD)
    walk.save(page)


def confirm(page, address):
    """Follow the link of the mail that waits in the development mailbox."""
    walk.click(walk.mail_to(page, address).locator("a"))
    walk.click(page.locator("a[href*='/confirm/']").first)
    walk.save(page)


def join(page):
    """Register the same organisation again: it is led to the one that is here."""
    register(page, HOUSE_AGAIN, "889/2019", SECOND, SECOND_MAIL)
    assert "This organisation may be here already." in text(page)
    page.get_by_label(f"{HOUSE}. Ask its owner to let me in").check()
    walk.fill(page, password=PASSWORD)
    walk.press(page, "Register")
    confirm(page, SECOND_MAIL)
    page.goto("/work")
    assert HOUSE in text(page)


def let_in(page):
    """Let the second person in as editor and signatory."""
    page.goto("/work")
    follow(page, "/members")
    walk.click(page.locator("main a[href*='/partners/requests/']"))
    page.check("[name=roles][value=partner_signatory]")
    walk.click(page.locator("main form button.btn-primary"))
    assert SECOND in text(page)


def essentials(page, home):
    page.goto(home)
    follow(page, f"{home}/edit")
    walk.fill(page, acronym="CTR", city="Al Hoceima", address="3 rue du Rif", founded=2012)
    walk.fill(page, mandate="Work and shelter for women who travel alone.")
    walk.save(page)


def section(page, home, code, *rows, **values):
    """Fill a section of the profile: its own fields, and its rows."""
    page.goto(home)
    follow(page, f"/profile/{code}/edit")
    for number, row in enumerate(rows):
        for name, value in row.items():
            enter(page, f"rows-{number}-{name}", value)
    for name, value in values.items():
        enter(page, name, value)
    walk.save(page)
    assert page.url.endswith(home)


def enter(page, name, value):
    """Type, choose or tick, as the field asks."""
    field = page.locator(f"[name='{name}']").first
    if field.evaluate("each => each.tagName") == "SELECT":
        field.select_option(value)
    elif field.get_attribute("type") == "checkbox":
        page.check(f"[name='{name}'][value='{value}']")
    else:
        field.fill(str(value))


def profile(page, home):
    """Fill every section of the profile but the bank account and the papers."""
    essentials(page, home)
    section(page, home, "names", {"name": "تعاونية تمكين الريف", "language": "العربية"})
    legal = {"legal_form": "Cooperative", "authority": "Province of Al Hoceima"}
    section(page, home, "legal", registered_on="2012-04-02", **legal)
    branch = {"kind": "branch", "city": "Nador", "country": "MA"}
    section(page, home, "addresses", branch)
    chosen = {"services": "accommodation", "populations": "women"}
    section(page, home, "work", {"country": "MA"}, **chosen)
    staff = {"paid_women": 14, "paid_men": 6, "volunteer_women": 0, "volunteer_men": 3}
    section(page, home, "staff", **staff)
    money_and_people(page, home)
    policies(page, home)
    years = {"country": "MA", "first_year": 2019, "last_year": 2024}
    section(page, home, "projects", {"title": "Night shelter in Nador", **years})
    known = [{"name": f"Referee {each}", "organisation": "City of Nador"} for each in (1, 2)]
    section(page, home, "references", *known)


def money_and_people(page, home):
    section(page, home, "budgets", {"year": 2025, "amount": "2 400 000", "currency": "mad"})
    governs = {"name": OWNER, "function": "President", "body": "governing"}
    section(page, home, "people", {**governs, "birth_year": 1979})


def policies(page, home):
    """Enter five policies; a table that is full gets more rows when it is saved."""
    kinds = ("psea", "safeguarding", "anti_fraud", "data_protection", "procurement")
    rows = [{"kind": kind, "adopted_on": "2020-01-15"} for kind in kinds]
    section(page, home, "policies", *rows[:3])
    section(page, home, "policies", *rows)


def bank(first, second, home):
    """One person enters the account; another one confirms it, a mistyped number refused."""
    first.goto(home)
    follow(first, "/bank")
    follow(first, "/bank/change")
    walk.fill(first, holder=HOUSE, bank="Banque du Rif", number=IBAN, currency="MAD")
    first.select_option("[name=country]", "MA")
    walk.save(first)
    second.goto("/work")
    follow(second, "/bank")
    walk.go(second, "Confirm the account")
    walk.fill(second, number=IBAN.replace("64", "46"))
    walk.save(second)
    assert second.locator(".errors").count()
    walk.fill(second, number=IBAN)
    walk.save(second)


def attach(page, home):
    page.goto(home)
    follow(page, "/documents")
    follow(page, "/documents/add")
    pdf = {"name": "statutes.pdf", "mimeType": "application/pdf", "buffer": walk.a_pdf()}
    page.set_input_files("[name=file]", pdf)
    page.select_option("[name=kind]", "statutes")
    walk.fill(page, title="Statutes of 2012")
    walk.save(page)
    assert "Statutes of 2012" in text(page)


def declare(page, home):
    page.goto(home)
    follow(page, "/declarations/make")
    walk.tick(page.locator("main input[type=radio][value=yes]"))
    walk.save(page)


def send(page, home):
    page.goto(home)
    follow(page, "/verification")
    walk.click(page.locator("main form[action$='/verification/ask'] button"))
