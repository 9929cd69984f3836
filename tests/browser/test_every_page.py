"""Every page in Chromium at 360 px: axe finds nothing, nothing overflows."""

import re
import uuid

import pytest
from axe_playwright_python.sync_playwright import Axe

from portal.domain.actions import Role
from portal.domain.errors import NotFound
from portal.domain.lifecycle import CallState, ContractState, ProposalState, ReportState
from portal.domain.policy import Actor, can
from portal.models import (
    Attachment,
    Call,
    Centre,
    Contract,
    ContractClause,
    DeliveredMail,
    Grant,
    MailToken,
    Partner,
    Person,
    Proposal,
    Report,
    Scorecard,
)
from portal.services import accounts, clock, documents, monitoring
from tests import factories
from tests.browser.conftest import serve
from tests.test_policy import choices, developer

SAME = {"token": ["a-token"], "code": ["C01", "performance"], "position": [1]}
TABLES = {
    "slug": (Call, Centre, Contract, Report),
    "proposal_id": (Proposal,),
    "scorecard_id": (Scorecard,),
    "partner_id": (Partner,),
    "attachment_id": (Attachment,),
    "mail_id": (DeliveredMail,),
}
LEADS_ON = {"proposals.start"}
WITHOUT_A_PAGE = LEADS_ON | {
    "static",
    "system.healthz",
    "system.readyz",
    "system.start",
    "proposals.download",
}
axe = Axe()


@pytest.fixture
def staged(app, tmp_path):
    """A running portal with a record in every state, and its address."""
    stage()
    with serve(tmp_path, app.config["DATABASE_URL"]) as address:
        yield address


def stage():
    """Put a call, a proposal, a contract and a report of every state into the database."""
    stage_calls()
    stage_contracts()
    stage_people()


def stage_calls():
    for state in (CallState.DRAFT, CallState.IN_REVIEW, CallState.APPROVED):
        factories.call(state)
    drafted = factories.proposal(factories.call(CallState.PUBLISHED, seats=3))
    factories.team(drafted.partner)
    factories.call(CallState.PUBLISHED)
    signatory = factories.person(Role.PARTNER_SIGNATORY)
    sent = factories.proposal(
        factories.call(CallState.PUBLISHED),
        state=ProposalState.SUBMITTED,
        submitted_by=signatory,
    )
    documents.request("receipt", sent.id, "R-1", ("en",), clock.now())
    factories.team(sent.partner)
    factories.closed_call()
    factories.opened_call()
    factories.scoring_call()
    factories.ranked_call(4, 2)
    factories.recommended_call(4, 2)
    factories.awarded_call(4, 2)


def stage_contracts():
    for state in ContractState:
        made = factories.contract(state=state)
        factories.team(made.partner)
        ContractClause.create(
            contract=made,
            position=1,
            code="C01",
            part="general",
            title="Parties",
            text="The parties are named.",
            library_version="1",
        )
    monitoring.make_periods(made, clock.now())
    Report.update(state=ReportState.SUBMITTED).where(Report.number == 1).execute()


def stage_people():
    for role in Role:
        if not role.startswith("partner"):
            factories.person(role)
    MailToken.create(
        person=factories.person(),
        purpose="confirm",
        expires_at=clock.now().replace(year=2100),
        token_hash=accounts.token_hash("a-token"),
    )
    DeliveredMail.create(to="a@example.org", subject="Hello", body="Words", sent_at=clock.now())


def keys(name):
    found = SAME.get(name)
    if found:
        return found
    rows = [row for table in TABLES[name] for row in table.select()]
    return [row.slug if name == "slug" else row.id for row in rows]


def ways(rule):
    """Ways to fill the one or two parts of a rule."""
    filled = [{}]
    for name in sorted(rule.arguments):
        values = choices(rule, name) or keys(name)
        filled = [{**each, name: value} for each in filled for value in values]
    return filled


def first_visit(app, rule, people):
    """A way to fill the rule and a person for whom the page answers 200."""
    view = app.view_functions[rule.endpoint]
    for parts in ways(rule):
        thing = None if view.load is None else found_or_none(view, parts)
        if view.load is not None and thing is None:
            continue
        allowed = [person for person, actor in people if can(actor, view.action, thing)]
        for person in allowed[:3]:
            if answers(app, rule, parts, person):
                return parts, person
    return None


def found_or_none(view, parts):
    try:
        return view.load(parts[view.key])
    except NotFound:
        return None


def answers(app, rule, parts, person):
    client = app.test_client()
    if person is not None:
        factories.sign_in(client, person)
    return client.get(address_of(app, rule, parts)).status_code == 200


def address_of(app, rule, parts):
    asked = {"centre": Centre.get().slug} if rule.endpoint == "calls.new" else {}
    with app.test_request_context():
        return app.url_for(rule.endpoint, **parts, **asked)


def one_of_each():
    """The visitor and everybody with a role, as the rules see them."""
    people = list(Person.select().where(Person.id.in_(Grant.select(Grant.person))))
    actors = [(person, developer(accounts.actor_of(person))) for person in people]
    return [(None, developer(Actor())), *actors]


@pytest.mark.sqlite_only
def test_every_page_is_accessible_and_fits_a_telephone(app, staged, chromium):
    people, wrong, unvisited, pages = one_of_each(), {}, [], {}
    for number, rule in enumerate(page_rules(app)):
        found = first_visit(app, rule, people)
        if found is None:
            unvisited.append(rule.rule)
            continue
        parts, person = found
        page = page_of(chromium, staged, person, pages, "fr" if number % 2 else "en")
        answer = page.goto(staged + address_of(app, rule, parts))
        assert answer.status == 200, rule.rule
        problems = complaints(page)
        if problems:
            wrong[rule.rule] = problems
    assert wrong == {}
    assert unvisited == []


def page_rules(app):
    for rule in app.url_map.iter_rules():
        with_page = "GET" in rule.methods and rule.endpoint not in WITHOUT_A_PAGE
        if with_page and not rule.rule.endswith(".pdf"):
            yield rule


def page_of(chromium, address, person, pages, language):
    """A telephone in the hands of a person, opened once for each language."""
    key = (person.id if person else uuid.UUID(int=0), language)
    if key not in pages:
        context = chromium.new_context(viewport={"width": 360, "height": 800}, locale=language)
        cookies = {"language": language}
        context.add_cookies(
            [{"name": n, "value": v, "url": address} for n, v in cookies.items()]
        )
        pages[key] = context.new_page()
        if person:
            pages[key].goto(f"{address}/sign-in")
            pages[key].fill("#email", person.email)
            pages[key].fill("#password", factories.PASSWORD)
            pages[key].press("#password", "Enter")
            pages[key].wait_for_url(re.compile("/(work|calls)"))
    return pages[key]


def complaints(page):
    results = axe.run(page).response["violations"]
    found = [
        (each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in results
    ]
    if page.evaluate("document.documentElement.scrollWidth") > 361:
        found.append(("wider than the screen", []))
    return found


@pytest.mark.sqlite_only
def test_the_first_page_weighs_at_most_150_kilobytes(visit):
    page = visit(scripts=True)
    page.goto("/calls/", wait_until="networkidle")
    sizes = page.evaluate(
        "performance.getEntries().filter(e => 'transferSize' in e).map(e => e.transferSize)"
    )
    assert 0 < sum(sizes) <= 150 * 1024
