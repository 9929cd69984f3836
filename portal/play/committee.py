"""Third chapter: opening, screening, declarations, scores, recommendation and award."""

from portal.domain.interests import Statement
from portal.domain.screening import Check
from portal.models import Scorecard
from portal.play import diligence, keys
from portal.play.people import read
from portal.play.stage import Stage
from portal.services import award, declarations, proposals, scoring, screening

REASON = (
    "The committee recommends the proposal with the most points of this lot, because it passed"
    " the threshold on every count and its budget stays within the ceiling of the lot."
)


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
    checks = {code: Check(ok=True) for code in screening.check_codes()}
    for proposal in stage.proposals.values():
        decision = screening.Decision(checks, eligible=True)
        screening.screen(proposals.by_id(proposal.id), decision, by, stage.on(26, 15))


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
    """Reveal the scores and write down what the committee recommends."""
    by = stage.actor("procurement_first")
    scoring.reveal(stage.played_call(), by, stage.on(38, 9))
    tables = scoring.rankings(stage.played_call())
    choices = {table.lot.id: award.Choice(table.first[0].id, REASON) for table in tables}
    award.recommend(stage.played_call(), choices, by, stage.on(40, 16))


def approve(stage: Stage) -> None:
    """Let the head of office approve the award; every partner gets its letter."""
    award.approve(stage.played_call(), stage.actor("head"), stage.on(44, 10))
