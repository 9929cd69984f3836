"""A record in every state, so that every page can be opened; the fullest ones first."""

from portal.domain.actions import Role
from portal.domain.lifecycle import (
    CallState,
    ConceptState,
    ContractState,
    ProposalState,
    ReportState,
)
from portal.domain.proposal_parts import PartKey
from portal.models import (
    ContractClause,
    DeliveredMail,
    Follower,
    MailToken,
    Report,
)
from portal.services import (
    accounts,
    clarification_desk,
    clarifications,
    clock,
    documents,
    monitoring,
    proposal_parts,
)
from portal.services.clarification_desk import Edit
from tests import amending, drafting, factories, houses, watched
from tests.browser import (
    stage_accounts,
    stage_amendments,
    stage_award,
    stage_clearances,
    stage_contracts,
    stage_figures,
    stage_handover,
    stage_joint,
    stage_ledgers,
    stage_paying,
    stage_portfolio,
    stage_procedures,
    stage_reports,
    stage_review,
    stage_screening,
    stage_visits,
)
from tests.browser.stage_sealed import faces

TOKEN = "a-token"
ODD_NAME = "L'Œuvre d'accueil <b>الأمل</b> សង្ឃឹម " + "Bienvenue" * 12
"""A name as people paste it: two other scripts, marks of HTML, a word wider than a screen."""


def stage():
    """Put a record of every state into the database; return keys that addresses name.

    With them come the pages that have more than one face.
    """
    known = stage_house() | drafting.records()
    stage_amended_call()
    stage_calls()
    stage_relations()
    stage_reports.stage_reports()
    stage_concepts()
    stage_people()
    stage_portfolio.stage()
    more = [*faces(), *stage_screening.faces(), *stage_award.faces()]
    more += stage_accounts.faces()
    more += stage_contracts.faces() + stage_amendments.faces()
    more += stage_paying.faces()
    more += stage_visits.faces() + stage_procedures.faces() + stage_handover.faces()
    more += stage_figures.faces()
    more += stage_clearances.faces()
    more += stage_review.faces() + stage_joint.faces()
    known |= stage_ledgers.records()
    more += stage_ledgers.faces()
    watched.under_watch()
    return known, more


def stage_house():
    """A partner with an odd name: invitations, requests, papers and a bank change wait."""
    of = factories.partner(ODD_NAME, city="Llanfairpwllgwyngyllgogerychwyrndrobwll")
    owner, editor, _signatory = factories.team(of)
    known = houses.records(of)
    asked = houses.account(of, owner, bank="Banque de la Ville et du Port")
    return {**known, "account_id": [asked.id], "person_id": [editor.id]}


def stage_amended_call():
    """A call with an addendum, one begun and one approved; and questions in each state."""
    call = amending.far_call()
    amending.submitted(call)
    stage_questions(call)
    amending.amended(call)
    amending.retitled(amending.begun(call))
    amending.approved(amending.retitled(amending.begun(amending.far_call())))


def stage_questions(call):
    """One question asked, one drafted, one released and one published."""
    asker = factories.actor(Role.PARTNER_EDITOR, partner=factories.partner())
    items = [question(call, asker, text) for text in ("First?", "Second?", "Third?", "Last?")]
    drafter, reader = (factories.actor(Role.PROCUREMENT_OFFICER) for _ in range(2))
    for item in items[1:]:
        opened = clarifications.by_id(item.id)
        edit = Edit(drafter, clock.now(), opened.version)
        clarification_desk.draft(
            opened, item.question, "Yes: " + "as the call says. " * 9, edit
        )
    for item in items[2:]:
        opened = clarifications.by_id(item.id)
        clarification_desk.check(opened, Edit(reader, clock.now(), opened.version))
    clarification_desk.publish(call, [items[3].id], drafter, clock.now())


def question(call, asker, text):
    """A question on the whole of a call."""
    return clarifications.ask(call, clarifications.Wish(text), asker, clock.now())


def stage_calls():
    """A call and a proposal in every state."""
    for state in (CallState.DRAFT, CallState.IN_REVIEW, CallState.APPROVED):
        factories.call(state)
    asked = {"proposal_parts": [each.value for each in PartKey]}
    drafted = factories.proposal(factories.call(CallState.PUBLISHED, seats=3, **asked))
    factories.team(drafted.partner)
    stage_plan(drafted)
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


def stage_plan(proposal):
    """A work plan with a long name, to be drawn."""
    row = {
        "activity": "Rent and furnish " + "apartments" * 9,
        "responsible": "Coordinator",
        "starts_on": "2027-02-01",
        "ends_on": "2027-05-31",
        "milestone": "Leases are signed",
    }
    by = factories.actor(Role.PARTNER_EDITOR, partner=proposal.partner)
    plan = proposal_parts.PartDraft(PartKey.WORK_PLAN, {"rows": [row, row]}, 0)
    proposal_parts.save(proposal, plan, by, clock.now())


def stage_relations():
    """A contract in every state, and reports."""
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


def stage_concepts():
    """A concept note in every state, of a partner with people."""
    for state in ConceptState:
        of = factories.partner()
        factories.team(of)
        factories.concept(state, of)


def stage_people():
    """A person of every role of the office, and links that were mailed."""
    for role in Role:
        if not role.startswith("partner"):
            factories.person(role)
    MailToken.create(
        person=factories.person(),
        purpose="confirm",
        expires_at=clock.now().replace(year=2100),
        token_hash=accounts.token_hash(TOKEN),
    )
    Follower.create(
        email="b@example.org", leaving=TOKEN, asked_at=clock.now(), confirmed_at=clock.now()
    )
    DeliveredMail.create(to="a@example.org", subject="Hello", body="Words", sent_at=clock.now())
