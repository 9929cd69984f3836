"""Short ways to put something into the database; a test names only what matters to it."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count

from portal.domain import key_shares, seal_keys
from portal.domain.actions import Role, SeatKind
from portal.domain.assessments import AssessmentKind, Finding
from portal.domain.call_kinds import CallKind
from portal.domain.call_rules_times import local_day
from portal.domain.indicators import Figure
from portal.domain.interests import Statement
from portal.domain.lifecycle import CallState, ConceptState, ContractState, ProposalState
from portal.domain.lifecycle_award import AcceptanceState, AwardState, MinutesState, ReviewState
from portal.domain.screening import Check
from portal.models import (
    Answer,
    AwardRound,
    BudgetCategory,
    BudgetLine,
    BudgetProposal,
    Call,
    CallKey,
    Centre,
    ConceptNote,
    Contract,
    ContractBudget,
    ContractComment,
    ContractDeviation,
    ContractTarget,
    Criterion,
    Debrief,
    Document,
    EligibilityQuestion,
    Grant,
    Indicator,
    Invitation,
    KeyShare,
    Lot,
    LotAward,
    Mandate,
    Minutes,
    PaperAct,
    Partner,
    PartnerDeclaration,
    Person,
    PersonKey,
    PortfolioReport,
    Proposal,
    Question,
    RequiredDocument,
    ReviewRequest,
    Seat,
    Site,
    StaffPost,
)
from portal.models.centres import ManagementModel, SiteKind
from portal.models.records import DocumentState
from portal.services import (
    accounts,
    assessments,
    award,
    award_letters,
    award_rounds,
    call_reuse,
    call_start_scope,
    contract_reviews,
    declarations,
    exclusions,
    files,
    library,
    measures,
    opening,
    partner_declarations,
    person_keys,
    proposals,
    revealing,
    scoring,
    screening,
)
from portal.services.figures import Given
from tests.remembered import remembered

UNPUBLISHED = {CallState.DRAFT, CallState.IN_REVIEW, CallState.APPROVED}
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PASSWORD = "a long enough password"
PASSPHRASE = "olive trees by the sea"
_numbers = count(1)


def actor(*roles, partner=None, **facts):
    """A person with an account, as the rules see them."""
    return accounts.actor_of(person(*roles, partner=partner, **facts))


@cache
def _hash():
    return accounts.hash_password(PASSWORD)


def person(*roles, partner=None, name=None, language="en", email=None):
    """A person with an account, confirmed."""
    number = next(_numbers)
    made = Person.create(
        email=email or f"person{number}@example.org",
        name=name or f"Person {number}",
        password_hash=_hash(),
        language=language,
        partner=partner,
        confirmed_at=NOON,
        created_at=NOON,
    )
    for role in roles:
        Grant.create(person=made, role=role)
    return made


def partner(name=None, **facts):
    """A partner with a complete profile."""
    number = next(_numbers)
    given = {
        "name": name or f"Association {number}",
        "acronym": f"A{number}",
        "country": "MA",
        "city": "Rabat",
        "address": "12 rue des Oliviers",
        "registration": f"RBT-{number}",
        "founded": 2009,
        "mandate": "Shelter and protection for migrants in vulnerable situations.",
        "staff": 24,
        "yearly_budget": "MAD 6 million",
        "bank_holder": name or f"Association {number}",
        "key_people": "Salma Berrada\nYoussef Amrani",
        "created_at": NOON,
    }
    made = Partner.create(**{**given, **facts})
    declared(made)
    return made


def declared(of, no="", **facts):
    """The present declarations of a partner; the statement ``no`` is answered with no."""
    answers = {
        code: {"yes": code != no, "note": "Not yet." if code == no else ""}
        for code in partner_declarations.statements("en")
    }
    given = {
        "version": partner_declarations.version(),
        "answers": answers,
        "agreed": not no,
        "made_at": NOON,
    }
    return PartnerDeclaration.create(partner=of, **{**given, **facts})


def team(of):
    """Owner, editor and signatory of a partner."""
    return (
        person(Role.PARTNER_OWNER, partner=of),
        person(Role.PARTNER_EDITOR, partner=of),
        person(Role.PARTNER_SIGNATORY, partner=of),
    )


def centre(author=None, **facts):
    """A centre run through a partner, with one site."""
    number = next(_numbers)
    given = {
        "reference": f"IOM/MAR/CENTRE/{number:02d}",
        "slug": f"IOM-MAR-CENTRE-{number:02d}",
        "name": "Apartments in three cities",
        "country": "MA",
        "model": ManagementModel.PARTNER,
        "authority": "Ministry of Solidarity",
        "requested_on": date(2026, 1, 12),
        "request": "Safe and discreet accommodation.",
        "strategy": "National strategy on immigration.",
        "handover": "Handed over to the municipality after three years.",
        "capacity": 60,
        "author": author or person(Role.PROGRAMME_OFFICER),
        "created_at": NOON,
    }
    made = Centre.create(**{**given, **facts})
    Site.create(centre=made, position=1, city="Rabat", kind=SiteKind.APARTMENTS, places=24)
    return made


def _questions_end(deadline):
    """Questions end 18 hours and answers come 12 hours before a deadline."""
    if deadline is None:
        return {}
    hours = {"clarify_until": 18, "answers_by": 12}
    return {name: deadline - timedelta(hours=number) for name, number in hours.items()}


@remembered
def call(state=CallState.DRAFT, lots=1, weights=(60, 40), seats=3, **facts):
    """A call that is complete enough to be published, in any state, deadline tomorrow.

    ``sealed`` says if its proposals are sealed to a key; usually when it is approved.
    """
    number = next(_numbers)
    sealed = facts.pop("sealed", state is CallState.APPROVED and "amends" not in facts)
    author = facts.pop("author", None) or person(Role.PROGRAMME_OFFICER)
    given = {
        "reference": f"IOM/MAR/2026/{number:03d}",
        "slug": f"IOM-MAR-2026-{number:03d}",
        "centre": facts.pop("centre", None) or centre(author),
        "state": state,
        "title": "Shelter in private apartments",
        "currency": "MAD",
        "zone": "Africa/Casablanca",
        "background": "The government asked for safe accommodation.",
        "objectives": "Sixty people are safe every night.",
        "target_groups": "Women, families and unaccompanied children.",
        "scope": "Furnished apartments.",
        "staffing": "Two people each night.",
        "hours": "Day and night.",
        "data_profile": "Names, ages and needs; no transfer to others.",
        "languages": ["en"],
        "contact_name": "Desk of calls",
        "contact_email": "calls@example.org",
        "data_categories": ["identity"],
        "retention_months": 84,
        "services": ["accommodation"],
        "standards": ["S01"],
        "starts_on": date(2027, 2, 1),
        "deadline": datetime.now(UTC) + timedelta(days=1),
        "opening_at": datetime.now(UTC) + timedelta(days=1, hours=2),
        "results_on": date.today() + timedelta(days=30),  # noqa: DTZ011 - any day
        "author": author,
        "created_at": NOON,
        "published_at": None if state in UNPUBLISHED else NOON,
    }
    given = {**given, **facts}
    made = Call.create(**{**_questions_end(given["deadline"]), **given})
    scope(made)
    for position in range(1, lots + 1):
        Lot.create(
            call=made,
            number=position,
            city="Rabat",
            title=f"Rabat {position}",
            places=20,
            apartments=5,
            scope="Rent and run.",
            ceiling=1_000_000,
        )
    for position, weight in enumerate(weights, 1):
        judged = Criterion.create(
            call=made,
            position=position,
            name=f"Criterion {position}",
            weight=weight,
            guidance="Concrete and believable.",
        )
        Question.create(
            call=made,
            position=position,
            criterion=judged,
            text=f"How do you meet criterion {position}?",
        )
    Indicator.create(
        call=made,
        position=1,
        name="New arrivals",
        unit="persons",
        disaggregated=True,
        target=400,
    )
    for position in range(seats):
        Seat.create(
            call=made,
            person=person(Role.COMMITTEE_MEMBER),
            kind=SeatKind.VOTING,
            chair=position == 0,
        )
    if sealed:
        call_key(made)
    return made


def scope(of):
    """Give a call what its sections on scope need at least: one row each, the house's money."""
    StaffPost.create(call=of, position=1, function="Caseworker", people=2, shifts=["day"])
    EligibilityQuestion.create(call=of, position=1, text="Are you registered?")
    RequiredDocument.create(call=of, position=1, title="Statutes", mandatory=False)
    for position, row in enumerate(call_start_scope.categories("en"), 1):
        BudgetCategory.create(call=of, position=position, **row)


def proposal(call=None, partner=None, state=ProposalState.DRAFT, lot=None, **facts):
    """A complete proposal for the first lot of a call."""
    call = call or globals()["call"](CallState.PUBLISHED)
    of = partner or globals()["partner"]()
    writer = person(Role.PARTNER_OWNER, partner=of)
    passed = {str(each.key): "yes" for each in call.eligibility}
    given = {"declared": True, "created_at": NOON, "eligibility": passed}
    if state is not ProposalState.DRAFT:
        number = next(_numbers)
        given |= {
            "submitted_at": NOON,
            "receipt": f"RCPT-{number}",
            "fingerprint": "0" * 64,
            "number": f"{call.reference}-P{number}",
        }
    made = Proposal.create(
        call=call,
        lot=lot or call.lots.order_by(Lot.number).first(),
        partner=of,
        state=state,
        **{**given, **facts},
    )
    for question in call.questions.order_by(Question.position):
        Answer.create(
            proposal=made,
            question=question,
            text="We answer with care. " * 20,
            saved_at=NOON,
            saved_by=writer,
        )
    BudgetLine.create(
        proposal=made,
        position=1,
        category="staff",
        description="Case workers",
        unit="person",
        quantity=4,
        unit_cost=9000,
        months=12,
    )
    if state is ProposalState.AWARDED:
        accepted(made)
    return made


def accepted(of):
    """An award of a proposal that its partner accepted, and whose standstill is over."""
    number = AwardRound.select().where(AwardRound.call == of.call).count() + 1
    row = AwardRound.create(
        call=of.call,
        number=number,
        state=AwardState.APPROVED,
        choices=[{"lot": str(of.lot_id), "proposal": str(of.id), "reason": WHY}],
        made_by=person(Role.PROCUREMENT_OFFICER),
        made_at=NOON,
        approved_at=NOON,
        letters_at=NOON,
    )
    return LotAward.create(
        round=row,
        lot=of.lot_id,
        proposal=of,
        state=AcceptanceState.ACCEPTED,
        standstill_until=NOON - timedelta(days=1),
    )


def review(of):
    """A partner's request for a review, on which a reviewer is named."""
    return ReviewRequest.create(
        proposal=of,
        number=1,
        state=ReviewState.NAMED,
        grounds=WHY,
        filed_by=person(Role.PARTNER_SIGNATORY, partner=of.partner),
        filed_at=NOON,
        reviewer=person(Role.LEGAL_OFFICER),
    )


def debrief(of):
    """A question of a partner on its result."""
    asker = person(Role.PARTNER_OWNER, partner=of.partner)
    return Debrief.create(proposal=of, question="Why?", asked_by=asker, asked_at=NOON)


@remembered
def contract(of=None, call=None, state=ContractState.IN_FORCE, targets=None, **facts):
    """A contract of 12 months in 2026 with a partner: two budget categories, all targets."""
    call = call or globals()["call"](CallState.AWARDED)
    proposal = globals()["proposal"](call, of or partner(), ProposalState.AWARDED)
    number = next(_numbers)
    given = {
        "reference": f"{call.reference}-C{number}",
        "slug": f"{call.slug}-C{number}",
        "language": "en",
        "currency": "MAD",
        "amount": 107_000,
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "report_every_months": 3,
        "report_days": 30,
        "created_at": NOON,
    }
    made = Contract.create(
        call=call,
        lot=proposal.lot,
        partner=proposal.partner,
        proposal=proposal,
        state=state,
        **{**given, **facts},
    )
    for position, (category, amount) in enumerate((("staff", 100_000), ("indirect", 7_000)), 1):
        ContractBudget.create(
            contract=made, position=position, category=category, amount=amount
        )
    for indicator in call.indicators.order_by(Indicator.position):
        target = (targets or {}).get(indicator.name, indicator.target)
        agreed = measures.frozen(indicator, call)
        ContractTarget.create(contract=made, indicator=indicator, target=target, **agreed)
    return made


def reached(total=None, denominator=None, note="", **by_sex):
    """What a partner types for one indicator; women, men, girls and boys are its parts."""
    parts = {("sex_age", name): Figure(count) for name, count in by_sex.items()}
    return Given(Figure(total, denominator), parts, note)


def mandate(of, **facts):
    """A mandate without limit and without end; ``of`` is a person or an actor."""
    who = Person.get_by_id(getattr(of, "person_id", None) or of.id)
    given = {
        "title": "Decision of the board",
        "valid_from": date(2020, 1, 1),
        "filename": "decision.pdf",
        "media_type": "application/pdf",
        "size": 5,
        "sha256": "a" * 64,
        "path": "mandates/none",
        "added_by": who,
        "added_at": NOON,
    }
    return Mandate.create(person=who, **{"partner": who.partner_id, **given, **facts})


def budget_proposal(of):
    """A budget that a partner proposed for a contract, which nobody has settled."""
    facts = {"amounts": {"staff": "5"}, "before": {"staff": "6"}, "reason": "Rents."}
    author = person(Role.PARTNER_OWNER, partner=of.partner)
    return BudgetProposal.create(contract=of, author=author, made_at=NOON, **facts)


def paper_act(of, **facts):
    """A scan of a contract signed on paper by its partner, which waits for a second person."""
    by = person(Role.PROCUREMENT_OFFICER)
    given = {
        "side": "partner",
        "person": by,
        "signed_on": date(2026, 3, 2),
        "fingerprint": of.fingerprint,
        "printed_sha256": "b" * 64,
        "filename": "scan.pdf",
        "media_type": "application/pdf",
        "size": 5,
        "sha256": files.digest(b"scan"),
        "path": files.put("signed-papers", b"scan"),
        "asked_by": by,
        "asked_at": NOON,
    }
    return PaperAct.create(contract=of, **{**given, **facts})


def agreed(contract, *people):
    """Both reviews of a contract agreed, by the legal and the data-protection officer."""
    reviews = [each for each in contract_reviews.of(contract) if each.state.value == "waiting"]
    for review, who in zip(reviews, people, strict=True):
        contract_reviews.agree(review, who, NOON)
        contract.state = review.contract.state


def remark(clause):
    """A comment that somebody pinned to a clause of a contract."""
    return ContractComment.create(
        contract=clause.contract,
        code=clause.code,
        text="?",
        author=person(Role.LEGAL_OFFICER),
        made_at=NOON,
    )


def deviation(clause):
    """A deviation that somebody asked for on a clause of a contract."""
    return ContractDeviation.create(
        contract=clause.contract,
        code=clause.code,
        title=clause.title,
        standard=clause.text,
        text="",
        reason="Not here.",
        asked_by=person(Role.PROCUREMENT_OFFICER),
        asked_at=NOON,
    )


LIGHT = seal_keys.Cost(1, 1)
"""What a passphrase costs in a test: next to nothing."""


def person_key(of):
    """The key of a person, or of an actor; it is there already when they have one."""
    key = getattr(of, "person_id", None) or of.id
    there = person_keys.of(key)
    if there is not None:
        return there
    pair = seal_keys.new_pair()
    return PersonKey.create(
        person=key,
        public=seal_keys.text(pair.public),
        locked=seal_keys.lock(pair.private, PASSPHRASE, LIGHT),
        made_at=NOON,
    )


def keyed(*roles, **facts):
    """A person with an account and a key of their own, as the rules see them."""
    made = person(*roles, **facts)
    person_key(made)
    return accounts.actor_of(made)


def call_key(of, holders=None, threshold=2, *, ready=True):
    """The key of a call: two holders and a head of office, tried and printed."""
    holders = holders or [keyed(Role.LEGAL_OFFICER), keyed(Role.FINANCE_OFFICER)]
    head = keyed(Role.HEAD_OF_OFFICE)
    owners = [person_key(each) for each in (*holders, head)]
    pair = seal_keys.new_pair()
    made = CallKey.create(
        call=of,
        public=seal_keys.text(pair.public),
        threshold=threshold,
        trial=seal_keys.text(seal_keys.seal_to(pair.public, of.id.bytes)),
        made_by=holders[0].person_id,
        made_at=NOON,
    )
    words = key_shares.split(pair.private, threshold, len(owners))
    for position, (own, share) in enumerate(zip(owners, words, strict=True), 1):
        last = position == len(owners)
        box = seal_keys.seal_to(seal_keys.raw(own.public), share.encode())
        KeyShare.create(
            call_key=made,
            position=position,
            holder=own.person_id,
            person_key=own,
            escrow=int(last),
            box="" if last and ready else seal_keys.text(box),
            digest=key_shares.digest(share),
            tried_at=NOON if ready and not last else None,
            printed_at=NOON if ready and last else None,
        )
    made.words = words
    return made


def holders_of(key):
    """The people who hold the shares of a call's key, as the rules see them."""
    held = KeyShare.select().where((KeyShare.call_key == key) & (KeyShare.escrow == 0))
    return [accounts.actor_of(each.holder) for each in held.order_by(KeyShare.position)]


def sign_in(client, person):
    """Sign the person in on a test client, without the pages for password and code."""
    by_code = accounts.has_second_factor(person.id)
    length = accounts.SESSION_LENGTH
    token = accounts.put_sign_in(person, datetime.now(UTC), length, second_factor=by_code)
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    return client


@remembered
def closed_call(proposals=1, **facts):
    """A published call whose deadline has passed, with submitted sealed proposals."""
    past = datetime.now(UTC) - timedelta(hours=1)
    made = call(CallState.PUBLISHED, deadline=past, **facts)
    for place in range(proposals):
        at = past - timedelta(hours=proposals - place)
        proposal(made, state=ProposalState.SUBMITTED, number=None, submitted_at=at)
    return made


def moment():
    """The present moment, for services that only store it."""
    return datetime.now(UTC)


@remembered
def opened_call(proposals=1, **facts):
    """A call that two people have opened."""
    made = closed_call(proposals, **facts)
    opening.start(made, actor(Role.PROCUREMENT_OFFICER), moment())
    opening.confirm(opening.call_by_slug(made.slug), actor(Role.LEGAL_OFFICER), moment())
    return opening.call_by_slug(made.slug)


def check_codes():
    """The codes of the checks that hold for every call."""
    return [each["code"] for each in library.entries("eligibility", "check")]


def all_yes(eligible=True, reason=""):  # noqa: FBT002 - a test reads better so
    """A screening decision with every check answered yes."""
    checks = {code: Check(ok=True) for code in check_codes()}
    return screening.Decision(checks, eligible, reason)


def statement(of, *tied, text="", **facts):
    """A declaration on every partner that proposes, with a conflict with those ``tied``."""
    asked = [each.partner.id for each in declarations.proposing(of)]
    conflicts = {each: each in {one.id for one in tied} for each in asked}
    words = text or ("My sister works there." if tied else "")
    return Statement(conflicts, **{"text": words, "undertaking": True, **facts})


def declare(of, person, *tied, **facts):
    """Somebody declares on a call: a conflict with these partners, none with the others."""
    who = accounts.actor_of(person)
    return declarations.declare(of, statement(of, *tied, **facts), who, moment())


def conflicted(of, person, **facts):
    """Somebody declares a conflict with every partner that proposes: out of the call."""
    tied = [each.partner for each in declarations.proposing(of)]
    return declare(of, person, *tied, **facts)


def excluded(of, reason="Registered for one year only."):
    """A proposal that one person proposed to exclude and another one excluded."""
    first, second = (actor(Role.PROCUREMENT_OFFICER) for _ in "ab")
    screening.screen(of, all_yes(eligible=False, reason=reason), first, moment())
    exclusions.confirm(proposals.by_id(of.id), second, moment())


def assessment_draft(kind, seen=1, **findings):
    """A complete sheet of an assessment: low risk, every standard met, but for the findings."""
    best = "1" if kind is AssessmentKind.CAPACITY else "yes"
    given = {code: Finding(best, "Seen on site.") for code in assessments.codes(kind)}
    return assessments.Draft({**given, **findings}, "All is in place.", seen)


def assessed(of, kind, **findings):
    """An assessment of a partner that two people wrote and approved."""
    by, second = actor(Role.PROGRAMME_OFFICER), actor(Role.HEAD_OF_OFFICE)
    made = assessments.start(of, kind, by, moment())
    assessments.send(made, assessment_draft(kind, **findings), by, moment())
    assessments.approve(assessments.by_id(made.id), second, moment())
    return assessments.by_id(made.id)


def declare_all(of):
    """Every seat holder of a call declares no conflict."""
    for seat in of.seats:
        declare(of, seat.person)


@remembered
def scoring_call(proposals=1, **facts):
    """A call whose committee is scoring: every proposal eligible, nobody in conflict."""
    made = opened_call(proposals, **facts)
    declare_all(made)
    officer = actor(Role.PROCUREMENT_OFFICER)
    for each in opening.opened(made):
        screening.screen(each, all_yes(), officer, moment())
    screening.start_scoring(made, officer, moment())
    return opening.call_by_slug(made.slug)


def marks_for(card, value=4):
    """A full set of marks for a scorecard."""
    reason = "The answer is concrete, dated and believable in each of its parts."
    return {
        each.id: scoring.Mark(value, reason) for each in scoring.criteria(card.proposal.call)
    }


def lock_card(card, value=4):
    """Lock a scorecard with the same value on each criterion."""
    who = accounts.actor_of(card.seat.person)
    scoring.lock(card, card.version, marks_for(card, value), who, moment())


WHY = "The committee finds that this proposal meets each part of the terms of reference best."


@remembered
def ranked_call(*values, **facts):
    """A call with revealed scores: one proposal for each value that all members give."""
    made = scoring_call(len(values or (4,)), **facts)
    order = [each.id for each in opening.opened(made)]
    for card in scoring.counted(made):
        lock_card(card, (values or (4,))[order.index(card.proposal_id)])
    return revealed(made)


def chair_of(made):
    """Who chairs the committee of a call, as the rules see them."""
    return accounts.actor_of(Seat.get((Seat.call == made) & Seat.chair).person)


def revealed(made):
    """The call with its scores revealed."""
    for each in revealing.progress(made):
        revealing.reveal(each.lot, chair_of(made), moment())
    return opening.call_by_slug(made.slug)


def signed_minutes(of, choices):
    """The minutes of a call, signed by all: everybody with a vote was there and voted for."""
    seats = [each for each in declarations.seats(of) if not each.conflict]
    votes = {str(each.person_id): "for" for each in seats}
    last = Minutes.select().where(Minutes.call == of).count()
    return Minutes.create(
        call=of,
        edition=last + 1,
        state=MinutesState.SIGNED,
        held_on=local_day(moment(), of.zone),
        agenda="Decision for each lot",
        attendance=[
            {
                "person": str(each.person_id),
                "name": each.person.name,
                "part": "chair" if each.chair else "member",
                "votes": True,
                "signs": True,
                "present": True,
            }
            for each in seats
        ],
        decisions=[
            {
                "lot": str(lot_id),
                "proposal": str(each.proposal_id) if each.proposal_id else None,
                "chosen": True,
                "reason": each.reason,
                "votes": votes,
            }
            for lot_id, each in choices.items()
        ],
        drafted_by=seats[0].person,
        drafted_at=moment(),
        signed_at=moment(),
    )


def recommended(made):
    """The call with its first-ranked proposals recommended, as its minutes say."""
    choices = {
        table.lot.id: award.Choice(table.first[0].id if table.first else None, WHY)
        for table in scoring.rankings(made)
    }
    signed_minutes(made, choices)
    award.recommend(made, choices, actor(Role.PROCUREMENT_OFFICER), moment())
    return opening.call_by_slug(made.slug)


def reviewed(made):
    """The recommendation of a call, passed on by procurement."""
    row = award_rounds.by_slug(made.slug)
    award_rounds.review(row, "", actor(Role.PROCUREMENT_OFFICER), moment())
    return award_rounds.by_slug(made.slug)


def approved(made):
    """The call with its award approved: the letters are asked for."""
    award_rounds.approve(reviewed(made), actor(Role.HEAD_OF_OFFICE), moment())
    return opening.call_by_slug(made.slug)


def letters_left(made, at=None):
    """The call with its letters made and gone, as if the worker had printed them."""
    Document.update(state=DocumentState.ISSUED).where(Document.kind == "letter").execute()
    award_letters.leave_due(at or moment())
    return opening.call_by_slug(made.slug)


@remembered
def recommended_call(*values, **facts):
    """A call whose first-ranked proposals are recommended."""
    return recommended(ranked_call(*values, **facts))


@remembered
def awarded_call(*values, **facts):
    """A call whose award is approved: every partner has its letter."""
    return letters_left(approved(recommended_call(*values, **facts)))


def invited_call(*partners, state=CallState.PUBLISHED, **facts):
    """A call by invitation, for these partners."""
    made = call(state, **{"kind": CallKind.INVITATION, **facts})
    for each in partners:
        Invitation.create(call=made, partner=each, invited_at=NOON)
    return made


def concept(state=ConceptState.DRAFT, of=None, **facts):
    """A complete concept note of a partner."""
    of = of or partner()
    number = next(_numbers)
    given = {
        "partner": of,
        "state": state,
        "title": "Night shelter for minors",
        "country": "MA",
        "city": "Rabat",
        "problem": "Minors sleep in the street.",
        "approach": "Ten beds with two carers.",
        "services": ["accommodation"],
        "amount": 900_000,
        "currency": "MAD",
        "months": 12,
        "author": person(Role.PARTNER_EDITOR, partner=of),
        "created_at": NOON,
    }
    if state is not ConceptState.DRAFT:
        given |= {"sent_at": NOON, "reference": f"IOM/MAR/2026/CN/{number:03d}"}
    return ConceptNote.create(**{**given, **facts})


def template(of, name="Shelter in apartments", by=None):
    """A call kept as a template of the house."""
    keeper = by or actor(Role.PROGRAMME_OFFICER)
    return call_reuse.keep(of, name, "For small centres.", keeper, moment())


def portfolio_report():
    """A report on the portfolio that somebody asked for, on no contract."""
    return PortfolioReport.create(
        number=f"IOM/PORTFOLIO/2026/{next(_numbers)}",
        asked_by=person(Role.PROGRAMME_OFFICER),
        asked_at=NOON,
    )
