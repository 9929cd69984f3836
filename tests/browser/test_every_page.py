"""Every page in Chromium, in both languages: axe finds nothing, nothing overflows."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from portal.config import LANGUAGES
from portal.domain.errors import NotFound
from portal.domain.policy import Actor, can
from portal.models import (
    AmendmentApproval,
    Assessment,
    Attachment,
    Call,
    Centre,
    Clarification,
    ClosingFile,
    ConceptNote,
    Contract,
    ContractAmendment,
    ContractDeviation,
    ContractNotice,
    ContractReview,
    DeliveredMail,
    FigureCorrection,
    Flag,
    Grant,
    HandedAsset,
    Indicator,
    Instalment,
    Lot,
    Milestone,
    PaperAct,
    Partner,
    Person,
    Proposal,
    Report,
    ReportComment,
    ReviewRequest,
    SanctionsMatch,
    Scorecard,
    Seat,
)
from portal.models.risks import Performance, Risk
from portal.models.visits import ActionPoint, Finding, Visit
from portal.services import accounts
from tests import factories
from tests.browser.conftest import serve
from tests.browser.stage import TOKEN, stage
from tests.test_policy import developer

SAME = {
    "token": [TOKEN],
    "code": ["C01", "performance"],
    "position": [1],
    "section": ["answer-1"],
    "key": ["work_plan"],
    "number": [1],
    "fragment": ["food.meals"],
    "clause": ["C01"],
}
TABLES = {
    "slug": (Call, Centre, Contract, Report),
    "proposal_id": (Proposal,),
    "scorecard_id": (Scorecard,),
    "partner_id": (Partner,),
    "clarification_id": (Clarification,),
    "concept_id": (ConceptNote,),
    "attachment_id": (Attachment,),
    "assessment_id": (Assessment,),
    "flag_id": (Flag,),
    "match_id": (SanctionsMatch,),
    "mail_id": (DeliveredMail,),
    "review_id": (ReviewRequest, ContractReview),
    "deviation_id": (ContractDeviation,),
    "instalment_id": (Instalment,),
    "milestone_id": (Milestone,),
    "asset_id": (HandedAsset,),
    "kept_id": (ClosingFile,),
    "amendment_id": (ContractAmendment,),
    "approval_id": (AmendmentApproval,),
    "notice_id": (ContractNotice,),
    "lot_id": (Lot,),
    "seat_id": (Seat,),
    "visit_id": (Visit,),
    "finding_id": (Finding,),
    "point_id": (ActionPoint,),
    "risk_id": (Risk,),
    "performance_id": (Performance,),
    "paper_id": (PaperAct,),
    "indicator_id": (Indicator,),
    "correction_id": (FigureCorrection,),
    "thread_id": (ReportComment,),
}
LEADS_ON = {"proposals.start"}
WITHOUT_A_PAGE = LEADS_ON | {
    "static",
    "system.healthz",
    "system.readyz",
    "system.start",
    "proposals.download",
    "proposals.upload_standing",
    "committee.supplied",
    "committee.appointment",
    "diligence.evidence",
    "partners.download",
    "closing.evidence",
    "monitoring.annex",
    "visits.photo",
    "action_points.evidence",
    "contracts.scan",
    "mandates.download",
    "mandates.download_office",
}
FILES = (".pdf", ".docx", ".xlsx", ".ics", ".atom", ".json", ".jsonl", ".csv", ".pyz", ".zip")
TELEPHONE, WIDER = 360, (768, 1280)
OUTSIDE = """() => {
  const whole = document.documentElement;
  if (whole.scrollWidth <= whole.clientWidth + 1) return [];
  const outside = each => each.getBoundingClientRect().right > whole.clientWidth + 1;
  const found = [...document.querySelectorAll("body *")].filter(outside);
  return ["scrolls sideways", ...found.slice(-3).map(each => each.outerHTML.slice(0, 160))];
}"""
AXE = "options => axe.run(options).then(results => results.violations)"


@pytest.fixture
def staged(app, tmp_path, monkeypatch):
    """A running portal with a record in every state: its address, and what to visit."""
    known, more = stage()
    monkeypatch.setenv("PORTAL_SECRET_KEY", app.config["SECRET_KEY"])
    with serve(tmp_path, app.config["DATABASE_URL"]) as address:
        yield address, list(visits(app, SAME | known, more))


def visits(app, known, more):
    """Every page with a way to fill its address and who sees it, None when nobody does."""
    people, shown = one_of_each(), {each.endpoint for each in more}
    for rule, chosen in pages(app):
        found = first_visit(app, rule, known | chosen, people)
        if found is not None or rule.endpoint not in shown:
            yield rule, found
    for each in more:
        yield next(app.url_map.iter_rules(each.endpoint)), (each.parts, each.person)


def keys(name):
    rows = [row for table in TABLES[name] for row in table.select()]
    return [row.slug if name == "slug" else row.id for row in rows]


def ways(rule, known):
    """Ways to fill the parts of a rule: with every word of a part that takes only some."""
    filled = [{}]
    for name in sorted(rule.arguments):
        values = known.get(name) or keys(name)
        filled = [{**each, name: value} for each in filled for value in values]
    return filled


def first_visit(app, rule, known, people):
    """A way to fill the rule and a person for whom the page answers 200."""
    view = app.view_functions[rule.endpoint]
    for parts in ways(rule, known):
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
    """The visitor, everybody with a role, and who belongs nowhere, as the rules see them."""
    granted = Person.id.in_(Grant.select(Grant.person))
    people = list(Person.select().where(granted | Person.partner.is_null()))
    actors = [(person, developer(accounts.actor_of(person))) for person in people]
    return [(None, developer(Actor())), *actors]


@pytest.mark.sqlite_only
def test_every_page_is_accessible_and_fits_every_screen_in_both_languages(
    app, staged, chromium
):
    (address, chosen), wrong = staged, {}
    page = chromium.new_page()
    page.add_init_script(AXE_SCRIPT)
    assert [rule.rule for rule, found in chosen if found is None] == []
    for rule, (parts, person) in chosen:
        enter(page, app, address, person)
        here = address_of(app, rule, parts)
        for language in LANGUAGES:
            problems = complaints(page, address + here, language)
            if problems:
                wrong[here, language] = problems
    assert wrong == {}


def pages(app):
    """Every rule with a page, once for each word of a part that takes only some."""
    for rule in app.url_map.iter_rules():
        with_page = "GET" in rule.methods and rule.endpoint not in WITHOUT_A_PAGE
        if with_page and not rule.rule.endswith((*FILES, ":form>")):
            for chosen in words_of(rule):
                yield rule, chosen


def words_of(rule):
    """Each word of the part of a rule that takes only some words; one empty way without."""
    for name in rule.arguments:
        words = getattr(rule._converters[name], "items", ())
        if words:
            return [{name: [word]} for word in sorted(words)]
    return [{}]


def enter(page, app, address, person):
    """Let a person, or nobody, hold the browser, without the password page."""
    page.context.clear_cookies()
    if person is None:
        return
    client = factories.sign_in(app.test_client(), person)
    cookie = {"name": "session", "value": client.get_cookie("session").value, "url": address}
    page.context.add_cookies([cookie])


def complaints(page, address, language):
    """Whatever is wrong with a page on a telephone, and where it overflows a wider screen."""
    page.context.add_cookies([{"name": "language", "value": language, "url": address}])
    resize(page, TELEPHONE)
    answer = page.goto(address)
    assert answer.status == 200, address
    assert page.evaluate("document.documentElement.lang") == language, address
    found = [
        (each["id"], [node["html"][:160] for node in each["nodes"]][:3])
        for each in violations(page, contrast=language == LANGUAGES[0])
    ]
    wide = [(width, beyond(page, width)) for width in (TELEPHONE, *WIDER)]
    return found + [(f"wider than {width} pixels", these) for width, these in wide if these]


def violations(page, *, contrast):
    """What axe finds; colours are the same in every language, and slow to look at."""
    rules = {"color-contrast": {"enabled": contrast}}
    return page.evaluate(AXE, {"resultTypes": ["violations"], "rules": rules})


def beyond(page, width):
    """What stands out of a screen of this width, when the page can be scrolled sideways."""
    resize(page, width)
    return page.evaluate(OUTSIDE)


def resize(page, width):
    page.set_viewport_size({"width": width, "height": 800})


@pytest.mark.sqlite_only
def test_the_first_page_weighs_at_most_150_kilobytes(visit):
    page = visit(scripts=True)
    page.goto("/calls/", wait_until="networkidle")
    sizes = page.evaluate(
        "performance.getEntries().filter(e => 'transferSize' in e).map(e => e.transferSize)"
    )
    assert 0 < sum(sizes) <= 150 * 1024
