"""Assessments of partners: two people, a rating that holds until a date, for every call."""

from datetime import timedelta

import pytest

from portal.domain.actions import Action, Role
from portal.domain.assessments import AssessmentKind, Finding
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle_diligence import AssessmentState
from portal.domain.policy import can
from portal.models import Assessment, Document, Effect, Event
from portal.services import assessments, library
from portal.services.steps import fresh
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")
CAPACITY, PSEA = AssessmentKind.CAPACITY, AssessmentKind.PSEA


def officer():
    return make.actor(Role.PROGRAMME_OFFICER)


def head():
    return make.actor(Role.HEAD_OF_OFFICE)


def sent(partner, kind=PSEA, by=None, **findings):
    by = by or officer()
    made = assessments.start(partner, kind, by, make.moment())
    draft = make.assessment_draft(kind, **findings)
    assessments.send(made, draft, by, make.moment())
    return assessments.by_id(made.id)


def no(months=3):
    due = make.moment().date() + timedelta(days=30 * months)
    return Finding("no", "Seen on site.", "Train everybody.", due)


def standing(partner, kind=PSEA, today=None):
    today = today or make.moment().date()
    return next(each for each in assessments.standing(partner, today) if each.kind is kind)


def test_without_an_assessment_it_is_missing():
    here = standing(make.partner())
    assert (here.latest, here.over, here.soon) == (None, False, False)


def test_an_approved_assessment_holds_for_every_call_until_its_date(monkeypatch):
    monkeypatch.setenv("PORTAL_PSEA_YEARS", "3")
    partner = make.partner()
    row = sent(partner)
    assessments.approve(row, head(), make.moment())
    here = standing(partner)
    today = make.moment().date()
    assert (here.latest.rating, here.over) == ("full", False)
    assert here.latest.valid_until == today.replace(year=today.year + 3)
    after = here.latest.valid_until + timedelta(days=1)
    assert standing(partner, today=after).over


def test_a_rating_that_is_not_full_holds_only_while_its_plan_runs():
    partner = make.partner()
    row = sent(partner, policy=no(), training=no(2))
    assessments.approve(row, head(), make.moment())
    latest = standing(partner).latest
    assert (latest.rating, latest.result["met"]) == ("medium", 6)
    assert latest.valid_until == make.moment().date() + timedelta(days=180)
    assert [each.code for each in assessments.plan(latest, "en")] == ["training", "policy"]


def test_the_author_cannot_approve_nor_return_its_own():
    by = make.actor(Role.PROCUREMENT_OFFICER)
    row = sent(make.partner(), by=by)
    before = Event.select().count()
    for act in (
        lambda: assessments.approve(row, by, make.moment()),
        lambda: assessments.give_back(row, "No.", by, make.moment()),
    ):
        with pytest.raises(RuleBroken) as refused:
            act()
        assert refused.value.rule == "assessment_same_person"
    assert (fresh(row).state, Event.select().count()) == (AssessmentState.SENT, before)


def test_who_does_not_assess_does_not_write_and_a_partner_neither():
    partner = make.partner()
    for who in (make.actor(Role.AUDITOR), make.actor(Role.PARTNER_OWNER, partner=partner)):
        with pytest.raises(NotAllowed):
            assessments.start(partner, PSEA, who, make.moment())


def test_a_returned_assessment_is_written_again_and_a_second_one_is_not_begun():
    partner, by = make.partner(), officer()
    row = sent(partner, by=by)
    with pytest.raises(RuleBroken) as refused:
        assessments.give_back(row, " ", head(), make.moment())
    assert refused.value.field == "answer"
    assessments.give_back(row, "Ask for the policy itself.", head(), make.moment())
    again = assessments.start(partner, PSEA, by, make.moment())
    assert (again.id, fresh(row).state) == (row.id, AssessmentState.DRAFT)
    assert fresh(row).answer == "Ask for the policy itself."


def test_an_incomplete_assessment_is_kept_but_not_sent():
    by = officer()
    row = assessments.start(make.partner(), CAPACITY, by, make.moment())
    some = make.assessment_draft(CAPACITY, bank=Finding("4"))
    assessments.save(row, some, by, make.moment())
    with pytest.raises(RulesBroken) as refused:
        now = assessments.by_id(row.id)
        later = assessments.Draft(some.findings, "", now.version)
        assessments.send(now, later, by, make.moment())
    fields = {each.field for each in refused.value.broken}
    assert fields == {"bank_plan", "bank_due"}
    assert assessments.findings(fresh(row))["bank"].value == "4"


def test_two_writers_do_not_overwrite_each_other():
    by = officer()
    row = assessments.start(make.partner(), PSEA, by, make.moment())
    assessments.save(row, make.assessment_draft(PSEA, policy=no()), by, make.moment())
    with pytest.raises(Conflict) as refused:
        assessments.save(row, make.assessment_draft(PSEA), by, make.moment())
    assert refused.value.theirs["policy_value"] == "no"


def test_an_approved_assessment_stays_as_it_is_and_keeps_its_questions(monkeypatch):
    partner, by = make.partner(), officer()
    row = sent(partner, CAPACITY, by=by)
    assessments.approve(row, head(), make.moment())
    with pytest.raises(WrongState):
        assessments.save(row, make.assessment_draft(CAPACITY), by, make.moment())
    with pytest.raises(WrongState):
        assessments.approve(assessments.by_id(row.id), head(), make.moment())
    before = assessments.reading(assessments.by_id(row.id), "fr")
    monkeypatch.setattr(library, "entries", lambda *_names: [])
    assert assessments.reading(assessments.by_id(row.id), "fr") == before
    assert before[0].rating == "low"


def test_the_partner_is_told_and_sees_its_own_approved_result_only():
    partner, other = make.partner(), make.partner()
    owner, stranger = make.team(partner)[0], make.team(other)[0]
    row = sent(partner)
    mine, theirs = make.accounts.actor_of(owner), make.accounts.actor_of(stranger)
    assert not can(mine, Action.SEE_ASSESSMENT, row)
    assessments.approve(row, head(), make.moment())
    row = assessments.by_id(row.id)
    assert can(mine, Action.SEE_ASSESSMENT, row)
    assert not can(theirs, Action.SEE_ASSESSMENT, row)
    assert assessments.of(partner, mine) == [row]
    mailed = {
        each.payload["to"]
        for each in Effect.select()
        if each.payload.get("template") == "assessment"
    }
    assert owner.email in mailed
    assert stranger.email not in mailed
    assert {each.language for each in Document.select()} == {"en", "fr"}


def test_a_new_approval_replaces_the_one_before():
    partner = make.partner()
    assessments.approve(sent(partner, policy=no()), head(), make.moment())
    assessments.approve(sent(partner), head(), make.moment())
    assert standing(partner).latest.rating == "full"
    assert Assessment.select().count() == 2


def test_my_work_leads_the_second_person_and_not_the_author():
    by = make.actor(Role.PROCUREMENT_OFFICER)
    sent(make.partner(), by=by)
    assert assessments.work_items(by, make.moment()) == []
    (item,) = assessments.work_items(head(), make.moment())
    assert item.word == "work.approve_assessment"
