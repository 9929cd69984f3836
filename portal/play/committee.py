"""Third chapter: opening, screening, declarations, scores, recommendation and award."""

from dataclasses import replace

from portal.domain.interests import Statement
from portal.domain.lifecycle_award import AwardState
from portal.domain.screening import Check
from portal.models import Document, Scorecard
from portal.models.records import DocumentState
from portal.pdf import render
from portal.pdf.documents import issue
from portal.play import diligence, keys
from portal.play.people import SAMPLE_PASSWORD, read
from portal.play.stage import Stage
from portal.services import (
    award,
    award_letters,
    award_rounds,
    budget_checks,
    declarations,
    minutes,
    minutes_agreed,
    minutes_signing,
    moderation,
    proposals,
    revealing,
    scoring,
    screening,
    screening_checklist,
)

REASON = (
    "The committee recommends the proposal with the most points of this lot, because it passed"
    " the threshold on every count and its budget stays within the ceiling of the lot."
)
PLACE = "Office in Rabat, with one member by video"
AGENDA = (
    "Attendance, quorum and declarations of interest\n"
    "Result of the screening and of the scores\n"
    "Decision for each lot"
)
DIFFERENCE = (
    "The offer letter gives a rounded total. Each line is right, and the lines prevail by the"
    " rule of the call."
)
NOTE = "Minutes, ranking and prices agree; the ceilings of the lots are kept."
COMMENT = "The authority asks to be told of the first day of each apartment."


def open_proposals(stage: Stage) -> None:
    """Let two holders open the proposals with their shares on the day after the deadline."""
    keys.open_all(stage, stage.played_call(), stage.on(24, 10))


def screen(stage: Stage) -> None:
    """Let procurement check every proposal and clear the false match on the sanctions list."""
    by = stage.actor("procurement_first")
    for verdict in read("diligence")["verdict"]:
        for (partner, _lot), proposal in stage.proposals.items():
            if partner == verdict["partner"]:
                said = screening.Verdict(
                    verdict["entry"], verdict["person"], verdict["match"], verdict["reason"]
                )
                fresh = proposals.by_id(proposal.id)
                screening.judge(fresh, said, by, stage.on(26, 11))
    diligence.observe(stage.cast, stage.on(26, 12))
    for proposal in stage.proposals.values():
        opened, at = proposals.by_id(proposal.id), stage.on(26, 15)
        listed = screening_checklist.unjudged(opened, at, "en")
        checks = {each.code: Check(ok=True) for each in listed if each.by_person}
        screening.screen(opened, screening.Decision(checks, eligible=True), by, at)


def declare(stage: Stage) -> None:
    """Let every holder of a seat declare on each partner that there is no conflict."""
    asked = declarations.proposing(stage.played_call())
    free = Statement({each.partner.id: False for each in asked}, undertaking=True)
    for number, seat in enumerate(read("call")["seat"]):
        at = stage.on(27, 9 + number)
        by = stage.actor(seat["person"])
        declarations.declare(stage.played_call(), free, by, at)
    by = stage.actor("procurement_first")
    screening.start_scoring(stage.played_call(), by, stage.on(28, 9))


def score(stage: Stage) -> None:
    """Let every member score every proposal alone and lock each sheet."""
    codes = [row["code"] for row in read("call")["criterion"]]
    criteria = scoring.criteria(stage.played_call())
    for number, sheet in enumerate(read("scorecards")["scorecard"]):
        by = stage.actor(sheet["member"])
        proposal = stage.proposals[sheet["partner"], sheet["lot"]]
        card = _card(stage, proposal.id, by.person_id)
        given = {
            criterion.id: scoring.Mark(row["score"], row["reason"])
            for criterion, row in zip(
                criteria, (sheet["scores"][code] for code in codes), strict=True
            )
        }
        scoring.lock(card, card.version, given, by, stage.on(30 + number // 6, 9 + number % 6))


def _card(stage: Stage, proposal_id: object, person_id: object) -> Scorecard:
    cards = scoring.counted(stage.played_call())
    return next(
        card
        for card in cards
        if card.proposal.id == proposal_id and card.person_id == person_id
    )


def recommend(stage: Stage) -> None:
    """Reveal each lot, sign the minutes of the committee, and recommend what they say."""
    by = stage.actor("procurement_first")
    _reveal(stage)
    _moderate(stage)
    _check_budgets(stage)
    _agree(stage)
    choices = minutes_agreed.agreed(stage.played_call())
    award.recommend(stage.played_call(), choices, by, stage.on(40, 16))


def _agree(stage: Stage) -> None:
    """Let the chair write the minutes from the record, and all who were there sign them."""
    call, chair = stage.played_call(), stage.actor("member_chair")
    draft = minutes.proposed(call, AGENDA, stage.on(39, 10))
    decided = [replace(each, reason=REASON) for each in draft.decisions]
    given = replace(draft, place=PLACE, decisions=decided, government=COMMENT)
    minutes.save(call, 1, given, chair, stage.on(39, 11))
    minutes.offer(minutes.by_slug(call.slug), chair, stage.on(39, 12))
    for number, seat in enumerate(read("call")["seat"]):
        row, person = minutes.by_slug(call.slug), stage.cast.people[seat["person"]]
        shown = minutes_signing.print_of(row)
        consent = minutes_signing.Consent(person.name, SAMPLE_PASSWORD, shown)
        by, at = stage.actor(seat["person"]), stage.on(39, 13, number)
        minutes_signing.sign(row, by, consent, at)


def _reveal(stage: Stage) -> None:
    (chair,) = (seat["person"] for seat in read("call")["seat"] if seat.get("chair"))
    for number, each in enumerate(revealing.progress(stage.played_call())):
        revealing.reveal(each.lot, stage.actor(chair), stage.on(38, 9 + number))


def _moderate(stage: Stage) -> None:
    """Let the chair write down what was agreed where the members were far apart."""
    places = {row["code"]: place for place, row in enumerate(read("call")["criterion"], 1)}
    for row in read("moderation")["agreed"]:
        proposal = proposals.by_id(stage.proposals[row["partner"], row["lot"]].id)
        place = places[row["criterion"]]
        agreed = moderation.Agreed(row.get("score"), row["reason"])
        item = moderation.item_of(proposal, place)
        moderation.settle(item, agreed, 0, stage.actor("member_chair"), stage.on(38, 15))
        if said := row.get("dissent"):
            item, by = moderation.item_of(proposal, place), stage.actor(said["member"])
            moderation.dissent(item, said["text"], by, stage.on(38, 16))


def _check_budgets(stage: Stage) -> None:
    """Let procurement confirm where a partner states another total than its lines give."""
    by = stage.actor("procurement_first")
    for row in budget_checks.open_rows(stage.played_call()):
        budget_checks.confirm(row.proposal, DIFFERENCE, by, stage.on(38, 17))


def approve(stage: Stage) -> None:
    """Review, approve and confirm the award, then print the letters, which leave together."""
    slug, second = stage.played_call().slug, stage.actor("procurement_second")
    award_rounds.review(award_rounds.by_slug(slug), NOTE, second, stage.on(41, 10))
    row = award_rounds.by_slug(slug)
    award_rounds.approve(row, stage.actor("head"), stage.on(43, 10))
    if row.state is AwardState.SECOND:
        award_rounds.confirm(row, stage.actor("finance"), stage.on(44, 10))
    letters = (Document.kind == "letter") & (Document.state == DocumentState.REQUESTED)
    for letter in Document.select().where(letters):
        issue(letter, render, stage.on(44, 11))
    award_letters.leave_due(stage.on(44, 11))
