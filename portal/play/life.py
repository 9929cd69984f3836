"""The life of one centre run by a partner, chapter by chapter, as the right people live it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from portal.play import (
    addenda,
    allowances,
    beside,
    calls,
    clarifications,
    committee,
    contracts,
    handover,
    joint,
    keys,
    proposals,
)
from portal.play.stage import Stage, set_up
from portal.services import clock

LENGTH = timedelta(days=215)
"""How long the played life takes, from the request for a call to the accepted report."""

CHAPTERS: tuple[tuple[str, Callable[[Stage], None]], ...] = (
    ("The call is drafted, approved and published", calls.publish),
    ("Partners ask, the office answers all at once", clarifications.answer_all),
    ("Partners write, one submits early, sealed", proposals.write_all),
    ("The call is changed, a partner confirms", addenda.amend),
    ("The others submit", proposals.submit_all),
    ("One second too late is refused", proposals.refuse_late),
    ("Two people open the proposals", committee.open_proposals),
    ("Procurement screens and clears a false match", committee.screen),
    ("Members declare their interests", committee.declare),
    ("Members score alone and lock", committee.score),
    ("The committee recommends", committee.recommend),
    ("The head of office approves, letters go out", committee.approve),
    ("The contract is signed by both", contracts.sign),
    ("A report is filed, sent back and accepted", contracts.report),
)


def play(first_day: date, tell: Callable[[str], None] = lambda _title: None) -> Stage:
    """Play the whole life in an empty database, telling the title of each chapter."""
    tell("People, partners and centres")
    stage = set_up(first_day)
    keys.give_all(stage.cast, stage.now)
    for title, chapter in CHAPTERS:
        tell(title)
        chapter(stage)
    return stage


def load_sample(now: datetime, tell: Callable[[str], None] = lambda _title: None) -> None:
    """Fill an empty database: a life already lived, a draft to walk on with, and the rest."""
    stage = play((now - LENGTH).date(), tell)
    tell("Other calls, concept notes and a profile")
    calls.draft(stage, "draft_call", now)
    handover.tell(stage, now)
    joint.tell(stage, now)
    allowances.tell(stage, now)
    beside.tell(stage, now)
    clock.set_shift(0)
