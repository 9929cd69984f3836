"""The office is reminded of days and consents in centres that no partner runs."""

from datetime import timedelta

import pytest

from portal import mail
from portal.domain.lifecycle_handover import GoalState, PlanState
from portal.models import DeliveredMail, Effect, Person
from portal.services import clearance_consents, meeting_decisions, office_reminders
from portal.services.office_reminders import Rhythm
from tests.clearing import GOVERNMENT, Bureau
from tests.factories import NOON
from tests.handing import Handing
from tests.joint import Committee

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)
RHYTHM = Rhythm(before=7, again=7)


def remind(at):
    return office_reminders.remind(at, RHYTHM)


def address(actor):
    """Where somebody is reached by mail."""
    return Person.get_by_id(actor.person_id).email


def mails():
    """The templates and addresses of all mails, the first one first."""
    rows = Effect.select().where(Effect.kind == "mail").order_by(Effect.created_at)
    return [(each.payload["template"], each.payload["to"]) for each in rows]


def test_a_milestone_is_reminded_of_before_its_day_and_each_week_until_it_is_settled():
    run = Handing(PlanState.UNDER_WAY)
    run.mark("M1", GoalState.MET)
    due = NOON + 200 * DAY
    assert remind(due - 8 * DAY) == 0
    assert (remind(due - 7 * DAY), remind(due - 6 * DAY)) == (1, 0)
    assert remind(due) == 1
    run.mark("M2", GoalState.WAIVED, "Not needed.")
    assert remind(due + 30 * DAY) == 0
    assert mails().count(("handover_due", address(run.officer))) == 2


def test_plans_that_are_not_under_way_remind_nobody():
    for state in (PlanState.DRAFT, PlanState.AGREED, PlanState.HANDED_OVER):
        Handing(state)
    assert remind(NOON) == 0


def test_a_decision_is_reminded_of_once_its_minutes_are_agreed_and_until_it_is_done():
    board = Committee()
    waiting = board.circulated(decisions=1)
    assert remind(board.at) == 0
    done = board.agreed(decisions=1).decisions.get()
    assert waiting.decisions.get().id != done.id
    assert remind(board.at) == 1
    meeting_decisions.follow(done, "do", "", board.officer, board.at)
    assert remind(board.at + 30 * DAY) == 0


def test_a_clearance_reminds_the_legal_officers_then_the_programme_officers():
    bureau = Bureau(GOVERNMENT)
    row = bureau.waiting()
    assert remind(bureau.at + 6 * DAY) == 0
    assert remind(bureau.at + 7 * DAY) == 1
    clearance_consents.agree(row, "", bureau.legal, bureau.at)
    assert (remind(bureau.at + 8 * DAY), remind(bureau.at + 14 * DAY)) == (0, 1)
    told = [to for _template, to in mails()]
    assert told[0] == address(bureau.legal)
    assert {address(bureau.officer), address(bureau.colleague)} <= set(told[1:])
    assert told.count(address(bureau.legal)) == 1


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("handover_due", "le jalon M2 arrive à échéance le 10 décembre 2026"),
        ("decision_due", "est à exécuter au plus tard le 10 décembre 2026"),
        ("consent_awaited", "attend toujours un accord"),
    ],
)
def test_each_reminder_reads_well_in_french(template, words):
    facts = {"reference": "A1", "key": "1", "name": "Salma", "due": "2026-12-10", "code": "M2"}
    given = {"to": "salma@example.org", "template": template, "language": "fr"}
    mail.send({**given, "facts": facts})
    sent = DeliveredMail.get()
    assert words in (sent.subject + sent.body).replace("\u00a0", " ")
