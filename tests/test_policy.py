"""Every route with every person on own and other people's records, against the policy."""

from dataclasses import replace
from functools import cache
from itertools import product

import pytest
from flask import render_template, request
from werkzeug.exceptions import HTTPException

from portal import web
from portal.domain.assessments import AssessmentKind
from portal.domain.errors import NotFound
from portal.domain.lifecycle import CallState, ConceptState, ProposalState
from portal.domain.policy import Actor, can, require
from portal.models import (
    Attachment,
    Call,
    Centre,
    Clarification,
    Contract,
    ContractClause,
    ContractReview,
    DeliveredMail,
    Flag,
    Instalment,
    KeyShare,
    Lot,
    Mandate,
    Partner,
    Person,
    Proposal,
    Report,
    ReviewComment,
    SanctionsMatch,
    Scorecard,
    Seat,
    SeatDeclaration,
)
from portal.pdf.pipeline import compose
from portal.play.people import people, read
from portal.services import accounts, assessments
from portal.web import STATUS
from tests import (
    amended,
    amending,
    clearing,
    conftest,
    correcting,
    drafting,
    ending,
    factories,
    handing,
    houses,
    joint,
    ledgers,
    papers,
    proceeding,
    rostering,
    visiting,
)
from tests.factories import sign_in

KEPT = {"calls.feed", "calls.calendar", "calls.docx"}
"""Files of open calls, which everybody may read: a browser keeps them, and asks each time."""
PEOPLE = (
    "programme",
    "procurement_first",
    "legal",
    "data_protection",
    "finance",
    "head",
    "auditor",
    "administrator",
    "member_chair",
    "authority",
    "nour_owner",
    "nour_signatory",
    "jisr_owner",
    "jisr_editor",
    "chellah_owner",
)
OPEN_TO_ALL = {"static"}


class Made(HTTPException):
    """What stands in for a page that was made before for somebody of the same kind."""

    code = 204


@pytest.fixture(scope="module")
def made():
    """Which pages were made for which kind of person, and which drafts were put together."""
    return set()


@pytest.fixture(scope="module")
def staged():
    """The records that were staged for the first person: the others find the same."""
    return {}


def kind_of(actor):
    """Visitors, the house, those who only sit on a committee, and partners."""
    if actor.partner_id:
        return "partner"
    if actor.roles:
        return "house"
    return "member" if actor.person_id else "visitor"


def first(made, *what):
    """Say whether this is made for the first time."""
    new = what not in made
    made.add(what)
    return new


@pytest.fixture
def world(app, made, monkeypatch):
    """The portal; a page is made once for each kind of person whom the check let in.

    Of drafts the texts are put together: tests/pdf prints each kind. The page of a refusal is
    written once for each person.
    """
    told = set()

    def require_and_make(actor, action, *thing):
        require(actor, action, *thing)
        parts = tuple(sorted(request.view_args.items()))
        if not first(made, kind_of(actor), request.url_rule.rule, request.method, parts):
            raise Made

    def draft(document):
        if first(made, document.template):
            compose(document)
        return papers.pdf()

    def say(template, **facts):
        return render_template(template, **facts) if first(told, template) else ""

    monkeypatch.setattr(web, "require", require_and_make)
    monkeypatch.setattr(web, "render_template", say)
    app.extensions["jobs"].renderer = draft
    return app


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """A folder for the sample programme with the records in it, made once."""
    return tmp_path_factory.mktemp("stage")


@pytest.fixture
def known(request, world, stage, staged, tmp_path):
    """The records that addresses name, in the sample programme."""
    if conftest.lived_in(stage):
        conftest.put_back(world, stage)
    else:
        request.getfixturevalue("programme")
        staged.update(records())
        conftest.keep(tmp_path, stage)
    return staged


ADDRESSES = {entry["key"]: entry["email"] for entry in people()}


def person_of(key):
    return Person.get(Person.email == ADDRESSES[key])


def comment_on(call):
    """A comment of the head of office on the draft."""
    head = person_of("head")
    return ReviewComment.create(
        call=call, section="lots", text="?", author=head, made_at=factories.NOON
    )


def assessments_of(partner):
    """An approved assessment of a partner, and one that is being written."""
    approved = factories.assessed(partner, AssessmentKind.PSEA)
    by = accounts.actor_of(person_of("programme"))
    begun = assessments.start(partner, AssessmentKind.CAPACITY, by, factories.NOON)
    return [approved.id, begun.id]


def records():
    """A few records of each kind that addresses name, own and other people's."""
    played = Call.get(Call.state == CallState.AWARDED)
    draft = Call.get(Call.title == read("draft_call")["title"])
    lost = Proposal.get(Proposal.state == ProposalState.DECLINED)
    clause = ContractClause.select().first()
    proposals = [p.id for p in Proposal.select().order_by(Proposal.created_at)]
    return {
        ("calls", "slug"): [played.slug, draft.slug],
        ("call_keys", "slug"): [played.slug, draft.slug],
        ("rehearsals", "slug"): [played.slug, draft.slug],
        "share_id": [KeyShare.get().id],
        ("call_life", "slug"): [played.slug, draft.slug],
        **amending.records(),
        "comment_id": [comment_on(draft).id],
        **ledgers.records(),
        "review_id": [factories.review(lost).id],
        "annex_id": [lost.id],
        "debrief_id": [factories.debrief(lost).id],
        "concept_id": [factories.concept(state).id for state in ConceptState],
        ("centres", "slug"): [Centre.get().slug],
        ("clarifications", "slug"): [played.slug, draft.slug],
        "clarification_id": [c.id for c in Clarification.select().limit(2)],
        "fragment": ["food.meals"],
        "template_id": [factories.template(played).id],
        ("committee", "slug"): [played.slug, draft.slug],
        ("contracts", "slug"): [Contract.get().slug],
        "budget_id": [factories.budget_proposal(Contract.get()).id],
        "portfolio_report_id": [factories.portfolio_report().id],
        "contract_slug": [Contract.get().slug],
        "centre_slug": [Centre.get().slug],
        ("exports", "slug"): [played.slug, draft.slug],
        "paper_id": [factories.paper_act(Contract.get()).id],
        "instalment_id": [Instalment.get().id],
        ("closing", "slug"): [Contract.get().slug],
        **ending.records(Contract.get()),
        "mandate_id": [m.id for m in Mandate.select().order_by(Mandate.added_at)],
        ("monitoring", "slug"): [r.slug for r in Report.select().order_by(Report.number)][:2],
        "proposal_id": [proposals[0], proposals[3], proposals[-1]],
        "seat_id": [Seat.get(Seat.call == played).id],
        "letter_id": [proposals[0]],
        "declaration_id": [SeatDeclaration.get().id],
        "lot_id": [each.id for each in Lot.select().order_by(Lot.call, Lot.number)][:2],
        "scorecard_id": [s.id for s in Scorecard.select().limit(2)],
        "partner_id": [p.id for p in Partner.select().order_by(Partner.name)][:2],
        "attachment_id": [Attachment.get().id],
        "upload_id": [Attachment.get().id],
        "mail_id": [m.id for m in DeliveredMail.select().limit(1)] or [proposals[0]],
        "flag_id": [Flag.get().id],
        "assessment_id": assessments_of(Partner.select().order_by(Partner.name).first()),
        "supply_id": [proposals[0]],
        "match_id": [SanctionsMatch.get().id],
        "code": [clause.code],
        "clause": ["C01"],
        "deviation_id": [factories.deviation(clause).id],
        ("contracts", "review_id"): [each.id for each in ContractReview.select()],
        "remark_id": [factories.remark(clause).id],
        "position": [1],
        ("monitoring", "code"): ["risks"],
        "section": ["answer-1"],
        **drafting.records(),
        **amended.records(clause.contract),
        **visiting.records(),
        **handing.records(),
        **joint.records(),
        **proceeding.records(),
        **rostering.records(),
        **correcting.records(),
        **clearing.records(),
        "token": ["unknown"],
        **houses.records(Partner.select().order_by(Partner.name).first()),
    }


def choices(rule, name):
    """The first value of a part that takes only some words."""
    return sorted(getattr(rule._converters[name], "items", ()))[:1]


def filled(rule, known):
    """Every way to fill the parts of a rule with known records."""
    area = rule.endpoint.split(".")[0]
    names = sorted(rule.arguments)
    values = [
        choices(rule, name) or known.get((area, name)) or known.get(name) or ["1"]
        for name in names
    ]
    return [dict(zip(names, each, strict=True)) for each in product(*values)]


def developer(actor):
    return replace(actor, developer=True)


def loaded(load, key):
    """The record of a key, or None when there is no such record."""
    try:
        return load(key)
    except NotFound:
        return None


def is_allowed(view, actor, parts, look=loaded):
    """What the policy says, or None when there is no such record."""
    if view.load is None:
        return can(developer(actor), view.action)
    thing = look(view.load, parts[view.key])
    return None if thing is None else can(developer(actor), view.action, thing)


def routes(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in OPEN_TO_ALL:
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield rule, method


def was_hidden(answer):
    """Whether the answer is the same as if there were nothing."""
    return answer.status_code == STATUS[NotFound]


def faulty(answer, allowed, refused, *, public):
    """What is wrong with an answer: an error, another one than the policy says, or kept.

    No cache keeps what somebody who is signed in was told, and no browser guesses its type.
    """
    if answer.status_code >= 500:
        return "failed"
    if allowed is not None and refused is allowed:
        return "allowed" if allowed else "refused"
    stored = "no-store" not in answer.headers.get("Cache-Control", "")
    guessed = answer.headers["X-Content-Type-Options"] != "nosniff"
    return "kept" if not public and (stored or guessed) else ""


def was_refused(answer):
    to_sign_in = answer.status_code == 302 and answer.location.startswith("/sign-in?next=")
    return answer.status_code in {401, 403} or to_sign_in


def arrive(world, who):
    """A browser in which somebody is signed in, and who they are to the rules."""
    client = world.test_client()
    if who == "visitor":
        return client, Actor()
    person = person_of(who)
    sign_in(client, person)
    return client, accounts.actor_of(person)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("who", ["visitor", *PEOPLE])
def test_every_route_answers_as_the_policy_says(world, known, who):
    """What was sent may change records and who somebody is: both are looked up anew."""
    wrong, tried, look = [], 0, cache(loaded)
    client, actor = arrive(world, who)
    addresses = world.url_map.bind("localhost")
    for rule, method in routes(world):
        view = world.view_functions[rule.endpoint]
        for parts in filled(rule, known):
            allowed = is_allowed(view, actor, parts, look)
            address = addresses.build(rule.endpoint, parts) if parts else rule.rule
            answer = client.open(address, method=method)
            refused = was_refused(answer) or (allowed is False and was_hidden(answer))
            tried += 1
            public = who == "visitor" or rule.endpoint in KEPT
            if fault := faulty(answer, allowed, refused, public=public):
                wrong.append((method, address, answer.status_code, fault))
            if method != "GET" and not refused and answer.status_code != Made.code:
                client, actor = arrive(world, who)
                look.cache_clear()
    assert not wrong
    assert tried > 50


def pages(app, known):
    """Every address that answers with a page: the name of the page, the address, its parts."""
    with app.test_request_context():
        for rule, method in routes(app):
            for parts in filled(rule, known) if method == "GET" else ():
                yield rule.endpoint, app.url_for(rule.endpoint, **parts), parts


def open_to(app, actor, page, look):
    """Say whether the policy lets somebody read a page, as far as there is such a record."""
    name, _address, parts = page
    return is_allowed(app.view_functions[name], actor, parts, look) is not False


@pytest.mark.postgresql_only
def test_every_page_asks_postgresql_what_it_answers(world, known, made):
    """Each is read by the first who may; what stands in them is tried on SQLite.

    Forms of a state that no record is in are not read: they are refused, without an error.
    """
    world.extensions["jobs"].renderer = lambda _document: papers.pdf()
    unread, read, failed, look = list(pages(world, known)), set(), [], cache(loaded)
    for who in ("visitor", *PEOPLE):
        made.clear()
        client, actor = arrive(world, who)
        for page in [each for each in unread if open_to(world, actor, each, look)]:
            status = client.get(page[1], buffered=True).status_code
            if status >= 500:
                failed.append(page)
            elif status == 200:
                unread.remove(page)
                read.add(page[0])
    assert failed == []
    assert len(read) > 250
