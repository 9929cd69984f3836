"""What both sides of a contract do with it in a browser, whatever language they read."""

from types import SimpleNamespace

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState, ProposalState
from tests import factories
from tests.amended import furnish
from tests.browser import walk
from tests.browser.conftest import sign_in

OFFICE = {
    "buyer": Role.PROCUREMENT_OFFICER,
    "legal": Role.LEGAL_OFFICER,
    "guard": Role.DATA_PROTECTION_OFFICER,
    "head": Role.HEAD_OF_OFFICE,
    "programme": Role.PROGRAMME_OFFICER,
    "finance": Role.FINANCE_OFFICER,
}
PARTNER = ("signatory", "writer")
WIDTH = 360


def awarded(**facts):
    """An accepted award, with those who make a contract of it: two of them may sign."""
    call = factories.call(CallState.AWARDED, awarded_at=factories.NOON, **facts)
    award = factories.proposal(call, state=ProposalState.AWARDED)
    furnish(award)
    people = {name: factories.person(role) for name, role in OFFICE.items()}
    signatory = factories.person(Role.PARTNER_SIGNATORY, partner=award.partner)
    people["signatory"] = signatory
    for who in (people["head"], signatory):
        factories.mandate(who)
    return people


def meet(visit, people, language="en"):
    """Give everybody a browser of their own; those of the partner read ``language``."""
    reads = dict.fromkeys(PARTNER, language)
    pages = {name: visit(width=WIDTH, language=reads.get(name, "en")) for name in people}
    for name, page in pages.items():
        sign_in(page, people[name].email, factories.PASSWORD)
    return SimpleNamespace(people=people, **pages)


def send(page, part=""):
    """Press the button of the form whose address ends so; of the page's last form if none."""
    if not part:
        walk.save(page)
        return
    walk.click(page.locator(f"main form[action$='{part}'] button").first)


def follow(page, part):
    """Take the first link whose address holds this."""
    walk.click(page.locator(f"main a[href*='{part}']").first)


def decide(page, value, **typed):
    walk.fill(page, **typed)
    walk.click(page.locator(f"main form button[value={value}]"))


def assemble(page):
    """Make the contract of the award; return its address."""
    page.goto("/contracts/")
    send(page, "/contracts/assemble")
    page.wait_for_url("**/contracts/*-C1")
    return page.url.split("?")[0]


def change_clause(page, here, code, old, new):
    page.goto(f"{here}/clauses/{code}")
    text = page.input_value("[name=text]")
    assert old in text
    walk.fill(page, text=text.replace(old, new))
    send(page)


def deviate(at, here, code):
    """Ask for a deviation from a mandatory clause, which the legal officer then approves."""
    at.buyer.goto(f"{here}/clauses/{code}/deviation")
    decide_reason(at.buyer, "The partner's law asks for it.")
    at.legal.goto(here)
    follow(at.legal, "/contracts/deviations/")
    decide(at.legal, "approve", comment="The risk is small.")


def decide_reason(page, text):
    walk.fill(page, reason=text)
    send(page)


def offer(at, here):
    """Both reviews agree side by side, then the head of office: the contract is offered."""
    at.buyer.goto(here)
    send(at.buyer, "/send")
    for page in (at.guard, at.legal):
        page.goto(here)
        follow(page, "/contracts/reviews/")
        decide(page, "agree")
    at.head.goto(f"{here}/approval")
    decide(at.head, "agree")


def propose(page, here, code, old, new):
    page.goto(f"{here}/clauses/{code}/words")
    text = page.input_value("[name=words]")
    assert old in text
    walk.fill(page, words=text.replace(old, new), reason="Notre loi le demande.")
    send(page)


def hand_back(page, here):
    page.goto(here)
    send(page, "/hand-back")


def sign(page, address, name):
    """Sign with a wrong password, which is refused and keeps the name, then rightly."""
    page.goto(address)
    wrong = "not it"
    walk.fill(page, name=name, password=wrong)
    send(page)
    assert page.locator(".errors").count()
    assert page.input_value("[name=name]") == name
    walk.fill(page, name=name, password=factories.PASSWORD)
    send(page)


def sign_both(at, here):
    sign(at.signatory, f"{here}/sign", at.people["signatory"].name)
    sign(at.head, f"{here}/countersign", at.people["head"].name)


def amend_budget(at, here):
    """Move money between two categories; return the address of the amendment."""
    at.buyer.goto(f"{here}/amendments/new")
    at.buyer.check("[name=kind][value=budget]")
    decide_reason(at.buyer, "More beds and fewer nights.")
    one = at.buyer.url
    at.buyer.goto(f"{one}/edit")
    amounts = at.buyer.locator("[name^=budget-][name$=-amount]")
    first, second = (amounts.nth(place).input_value() for place in (0, 1))
    amounts.nth(0).fill(str(float(first) - 1000))
    amounts.nth(1).fill(str(float(second) + 1000))
    send(at.buyer)
    at.buyer.goto(one)
    send(at.buyer, "/send")
    at.head.goto(one)
    follow(at.head, "/amendments/approvals/")
    decide(at.head, "agree")
    sign(at.signatory, f"{one}/sign", at.people["signatory"].name)
    sign(at.head, f"{one}/countersign", at.people["head"].name)
    return one


def give_notice(at, here, kind, ground):
    """The programme officer writes a notice and the head gives it; return its address."""
    at.programme.goto(f"{here}/notices/{kind}")
    at.programme.check(f"[name=ground][value={ground}]")
    decide_reason(at.programme, "The head of the shelter told us of it.")
    at.programme.wait_for_url("**/contracts/notices/*")
    notice = at.programme.url
    at.head.goto(notice)
    send(at.head, "/give")
    return notice


def state_of(page, here):
    """Return the state that a page tells of its record, in the reader's words."""
    page.goto(here)
    return page.locator(".id .tag").first.inner_text()
