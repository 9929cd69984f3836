"""Every page in Chromium: nothing overflows in either language, axe finds nothing in one.

French words are the longer ones: pages in French are measured at each size of a screen, those
in English on a telephone, where least fits.

What axe looks at stands in the templates, and is the same in both languages but for the words:
each second batch of pages shows it the English ones, the others the French ones.
"""

from collections import defaultdict
from contextlib import contextmanager
from functools import cache
from itertools import cycle, groupby, islice
from urllib.parse import quote

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from jinja2 import Environment, Template

from portal.config import LANGUAGES
from portal.domain.errors import NotFound, Refusal, WrongState
from portal.domain.policy import Actor, can
from portal.models import (
    AllowanceSheet,
    AmendmentApproval,
    Assessment,
    Attachment,
    Call,
    Centre,
    Clarification,
    Clearance,
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
    HandoverGoal,
    HandoverPlan,
    HandoverReview,
    Indicator,
    Instalment,
    Lot,
    Memorandum,
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
from portal.models.joint import CooperationAgreement
from portal.models.meetings import ManagementCommitteeMeeting, MeetingDecision
from portal.models.procedures import MatrixRow, Procedure, ProcedureSection, StateBudget
from portal.models.risks import Performance, Risk
from portal.models.rosters import Roster, RosterPost
from portal.models.visits import ActionPoint, Finding, Visit
from portal.services import accounts
from tests import factories
from tests.browser.conftest import NO_FRAMES, PATIENCE, serve
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
    "clearance_id": (Clearance,),
    "memorandum_id": (Memorandum,),
    "sheet_id": (AllowanceSheet,),
    "attachment_id": (Attachment,),
    "assessment_id": (Assessment,),
    "flag_id": (Flag,),
    "match_id": (SanctionsMatch,),
    "mail_id": (DeliveredMail,),
    "review_id": (ReviewRequest, ContractReview, HandoverReview),
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
    "plan_id": (HandoverPlan,),
    "goal_id": (HandoverGoal,),
    "finding_id": (Finding,),
    "point_id": (ActionPoint,),
    "risk_id": (Risk,),
    "agreement_id": (CooperationAgreement,),
    "meeting_id": (ManagementCommitteeMeeting,),
    "decision_id": (MeetingDecision,),
    "procedure_id": (Procedure,),
    "section_id": (ProcedureSection,),
    "row_id": (MatrixRow,),
    "roster_id": (Roster,),
    "post_id": (RosterPost,),
    "budget_id": (StateBudget,),
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
    "handover.evidence",
    "monitoring.annex",
    "visits.photo",
    "action_points.evidence",
    "contracts.scan",
    "mandates.download",
    "mandates.download_office",
}
FILES = (".pdf", ".docx", ".xlsx", ".ics", ".atom", ".json", ".jsonl", ".csv", ".pyz", ".zip")
TELEPHONE, *_ = WIDTHS = (360, 768, 1280)
LONGER = "fr"
OUTSIDE = """() => {
  const whole = document.documentElement;
  if (whole.scrollWidth <= whole.clientWidth + 1) return [];
  const outside = each => each.getBoundingClientRect().right > whole.clientWidth + 1;
  const found = [...document.querySelectorAll("body *")].filter(outside);
  return ["scrolls sideways", ...found.slice(-3).map(each => each.outerHTML.slice(0, 160))];
}"""
MEASURE = f"() => [innerWidth, ({OUTSIDE})()]"
AXE = "options => axe.run(options).then(results => results.violations)"
OPTIONS = {"reporter": "no-passes", "selectors": False, "preload": False, "iframes": False}
"""What axe leaves out: nothing of what it looks at, all it would tell of what is right."""
NOTHING = Template("")
"""What stands for every page while it is looked for who may see which."""
FRESH = 40
"""After how many pages the browser begins a new tab: an old one grows and gets slow."""


@pytest.fixture
def staged(app, tmp_path, monkeypatch):
    """A running portal with a record in every state: its address, and what to visit."""
    known, more = stage()
    with monkeypatch.context() as patch:
        patch.setattr(app, "error_handler_spec", defaultdict(lambda: defaultdict(dict)))
        patch.setattr(Environment, "get_or_select_template", lambda *_, **__: NOTHING)
        chosen = list(visits(app, SAME | known, more))
    monkeypatch.setenv("PORTAL_SECRET_KEY", app.config["SECRET_KEY"])
    with serve(tmp_path, app.config["DATABASE_URL"], worker=False) as address:
        yield address, chosen


def visits(app, known, more):
    """Every page with a way to fill its address and who sees it, None when nobody does."""
    looked, shown = Looked(), {each.endpoint for each in more}
    for rule, chosen in pages(app):
        found = first_visit(app, rule, known | chosen, looked)
        if found is not None or rule.endpoint not in shown:
            yield rule, found
    for each in more:
        yield next(app.url_map.iter_rules(each.endpoint)), (each.parts, each.person)


class Looked:
    """What looking for a way to a page reads of the database: each of it once."""

    def __init__(self):
        self.people = one_of_each()
        self.keys, self.things = cache(keys), cache(found_or_none)
        self.client = cache(client_of)

    def ways(self, rule, known):
        """Ways to fill the parts of a rule: with every word of a part that takes only some."""
        filled = [{}]
        for name in sorted(rule.arguments):
            values = known.get(name) or self.keys(name)
            filled = [{**each, name: value} for each in filled for value in values]
        return filled

    def allowed(self, view, parts):
        """The first people who may see the record that the parts name."""
        thing = None if view.load is None else self.things(view.load, parts[view.key])
        if view.load is not None and thing is None:
            return []
        seen = (person for person, actor in self.people if can(actor, view.action, thing))
        return islice(seen, 3)


def keys(name):
    rows = [row for table in TABLES[name] for row in table.select()]
    return [row.slug if name == "slug" else row.id for row in rows]


def first_visit(app, rule, known, looked):
    """A way to fill the rule and a person for whom the page answers 200.

    A record in a state without the page has it for nobody, whatever else the address names.
    """
    view, shut = app.view_functions[rule.endpoint], set()
    for parts in looked.ways(rule, known):
        record = view.load and parts[view.key]
        for person in () if record in shut else looked.allowed(view, parts):
            try:
                if answers(app, rule, parts, looked.client(app, person)):
                    return parts, person
            except WrongState:
                shut.add(record)
                break
    return None


def found_or_none(load, key):
    try:
        return load(key)
    except NotFound:
        return None


def answers(app, rule, parts, client):
    """Whether a person gets the page; a refusal is not put into words, of which many come."""
    try:
        return client.get(address_of(app, rule, parts)).status_code == 200
    except WrongState:
        raise
    except Refusal:
        return False


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


@pytest.fixture
def tabs(launch):
    """Lend two tabs, of which the first has axe at hand; each time anew, as they get slow."""
    browser = launch(NO_FRAMES)

    @contextmanager
    def lend():
        screen = {"width": TELEPHONE, "height": 800}
        opened = [browser.new_page(viewport=screen) for _ in LANGUAGES]
        opened[0].add_init_script(AXE_SCRIPT)
        for page in opened:
            page.set_default_timeout(PATIENCE)
        yield opened
        for page in opened:
            page.close()

    yield lend
    browser.close()


@pytest.mark.sqlite_only
def test_every_page_is_accessible_and_fits_every_screen_in_both_languages(app, staged, tabs):
    (address, chosen), wrong, turn = staged, {}, cycle((1, -1))
    assert [rule.rule for rule, found in chosen if found is None] == []
    chosen.sort(key=reader)
    for some in (chosen[at : at + FRESH] for at in range(0, len(chosen), FRESH)):
        with tabs() as opened:
            shown = tuple(zip(opened, LANGUAGES[:: next(turn)], strict=True))
            for _reader, seen in groupby(some, reader):
                wrong |= read_all(app, address, list(seen), shown)
    assert wrong == {}


def reader(visit):
    """Who reads a page, by which pages are put in order: to change places takes long."""
    _rule, (_parts, person) = visit
    return "" if person is None else str(person.id)


def read_all(app, address, seen, shown):
    """What is wrong with pages of one reader, each in the language of each tab."""
    wrong, person = {}, seen[0][1][1]
    for page, language in shown:
        enter(page, app, address, person, language)
    for rule, (parts, _person) in seen:
        here = address_of(app, rule, parts)
        for page, language in shown:
            show(page, address + here, language)
            sizes = WIDTHS if language == LONGER else WIDTHS[:1]
            if problems := complaints(page, axe=page is shown[0][0], widths=sizes):
                wrong[here, language] = problems
    return wrong


@pytest.mark.sqlite_only
def test_what_is_wrong_with_a_page_is_found_at_each_size(tabs):
    wrong = "<img src=x><p style='color: #aaa'>Pale<p style='width: 1000px'>Wide"
    with tabs() as (page, _other):
        page.goto(f"data:text/html,<html lang=en><title>Wrong</title><main>{quote(wrong)}")
        for _ in "growing", "shrinking":
            found = {what for what, _where in complaints(page, axe=True)}
            assert found >= {"color-contrast", "image-alt", "page-has-heading-one"}
            assert {each for each in found if "pixels" in each} == {
                "wider than 360 pixels",
                "wider than 768 pixels",
            }


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


def client_of(app, person):
    """A client of somebody who is signed in, or of a visitor."""
    client = app.test_client()
    return client if person is None else factories.sign_in(client, person)


def enter(page, app, address, person, language):
    """Let a person, or nobody, hold the browser in a language, without the password page."""
    held = {"language": language}
    if person is not None:
        held["session"] = client_of(app, person).get_cookie("session").value
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in held.items()]
    )


def show(page, address, language):
    """Open a page; it is there and says its language."""
    answer = page.goto(address)
    assert answer.status == 200, address
    assert page.evaluate("document.documentElement.lang") == language, address


def complaints(page, *, axe, widths=WIDTHS):
    """Where a page stands out of which screen, and whatever axe finds on a telephone.

    The screen grows for one page and shrinks for the next: each size is set once.
    """
    found = []
    for width in sorted(widths, reverse=page.viewport_size["width"] != TELEPHONE):
        if these := beyond(page, width):
            found.append((f"wider than {width} pixels", these))
        if axe and width == TELEPHONE:
            found += violations(page)
    return found


def violations(page):
    """What axe finds wrong with a page."""
    return [
        (each["id"], [node["html"][:160] for node in each["nodes"]][:3])
        for each in page.evaluate(AXE, OPTIONS)
    ]


def beyond(page, width):
    """What stands out of a screen of this width, when the page can be scrolled sideways."""
    if page.viewport_size["width"] != width:
        page.set_viewport_size({"width": width, "height": 800})
    seen, found = page.evaluate(MEASURE)
    assert seen == width
    return found


@pytest.mark.sqlite_only
def test_the_first_page_weighs_at_most_150_kilobytes(visit):
    page = visit(scripts=True)
    page.goto("/calls/", wait_until="networkidle")
    sizes = page.evaluate(
        "performance.getEntries().filter(e => 'transferSize' in e).map(e => e.transferSize)"
    )
    assert 0 < sum(sizes) <= 150 * 1024
