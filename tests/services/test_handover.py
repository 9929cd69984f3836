"""Handover plans: drafted, approved, agreed, marked, handed over, reviewed and revised."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.handover import YearShare
from portal.domain.lifecycle_handover import GoalState, PlanState
from portal.models import Document, HandoverMark, HandoverPlan
from portal.models.centres import ManagementModel
from portal.models.records import DocumentState
from portal.services import documents
from portal.services import handover_difference as difference
from portal.services import handover_finding as finding
from portal.services import handover_plans as plans
from portal.services import handover_steps as steps
from portal.services import handover_work as work
from tests import factories as make
from tests.factories import NOON
from tests.handing import LETTER, OUTLINE, PAPER, SHARES, TODAY, Handing, typed

pytestmark = pytest.mark.usefixtures("app")


def begun(model=ManagementModel.IOM_MANAGED, language="en"):
    """A plan as it is begun, with who began it."""
    by, centre = make.actor(Role.PROGRAMME_OFFICER), make.centre(model=model)
    return plans.begin(centre, OUTLINE, language, by, NOON), by


def words(handing, actor=None):
    return [each.word for each in work.work_items(actor or handing.officer, NOON)]


def test_a_plan_begins_with_the_eleven_usual_milestones_up_to_the_planned_day():
    plan, _by = begun()
    rows = finding.goals(plan)
    assert [each.code for each in rows if each.code in {"M1", "M10", "M11"}]
    assert len(rows) == 11
    assert all(TODAY < each.due_on <= plan.planned_on for each in rows)
    assert all(each.function and each.evidence and each.risk for each in rows)
    french, _by = begun(language="fr")
    assert "cérémonie" in {each.code: each.title for each in finding.goals(french)}["M10"]


@pytest.mark.parametrize("model", [ManagementModel.GOVERNMENT, ManagementModel.CO_MANAGED])
def test_what_the_state_runs_itself_is_not_handed_over(model):
    with pytest.raises(RuleBroken, match="handover_model"):
        begun(model)


def test_a_centre_has_one_plan_at_a_time():
    handing = Handing()
    with pytest.raises(RuleBroken, match="handover_there"):
        plans.begin(handing.centre, OUTLINE, "en", handing.officer, NOON)
    steps.withdraw(handing.plan, "The ministry changed.", handing.officer, NOON)
    second = plans.begin(handing.centre, OUTLINE, "en", handing.officer, NOON)
    assert second.reference == f"{handing.centre.reference}/H2"


def test_the_planned_day_lies_ahead():
    handing = Handing()
    late = replace(OUTLINE, planned_on=TODAY)
    with pytest.raises(RuleBroken, match="handover_day_past"):
        plans.change(handing.plan, late, 1, handing.officer, NOON)


def test_two_who_change_the_same_get_both_versions():
    handing = Handing()
    plans.change(handing.plan, OUTLINE, 1, handing.officer, NOON)
    with pytest.raises(Conflict):
        plans.save_years(handing.plan, SHARES, 1, handing.officer, NOON)
    plans.change_goal(handing.milestone(), typed(), 1, handing.officer, NOON)
    with pytest.raises(Conflict) as told:
        plans.change_goal(handing.milestone(), typed(title="Mine"), 1, handing.officer, NOON)
    assert told.value.theirs["title"] == "Posts filled"


def test_shares_that_do_not_add_up_or_fall_without_reason_are_refused_and_nothing_is_saved():
    handing = Handing()
    rows = [YearShare(2026, 50, 50), YearShare(2027, 70, 40)]
    with pytest.raises(RulesBroken) as told:
        plans.save_years(handing.plan, rows, 1, handing.officer, NOON)
    assert [each.rule for each in told.value.broken] == [
        "handover_share_sum",
        "handover_share_falls",
    ]
    assert [each.share for each in finding.years(handing.plan)] == SHARES


def test_only_a_complete_plan_is_submitted():
    handing = Handing(baseline="")
    with pytest.raises(RulesBroken) as told:
        steps.submit(handing.plan, handing.officer, NOON)
    assert [each.rule for each in told.value.broken] == ["handover_baseline_missing"]
    assert handing.plan.state is PlanState.DRAFT


def test_who_drafted_or_changed_a_plan_does_not_approve_it():
    both = make.actor(Role.PROGRAMME_OFFICER, Role.HEAD_OF_OFFICE)
    handing = Handing()
    plans.change_goal(handing.milestone(), typed(), 1, both, NOON)
    steps.submit(handing.plan, both, NOON)
    with pytest.raises(NotAllowed):
        steps.approve(handing.plan, both, NOON)
    with pytest.raises(NotAllowed):
        steps.approve(handing.plan, handing.officer, NOON)
    steps.approve(handing.plan, handing.head, NOON)
    assert handing.plan.state is PlanState.APPROVED


def test_a_submitted_plan_is_not_changed_and_comes_back_with_a_reason():
    handing = Handing(PlanState.SUBMITTED)
    with pytest.raises(WrongState):
        plans.add_goal(handing.plan, typed(), handing.officer, NOON)
    with pytest.raises(RuleBroken, match="handover_reason"):
        steps.send_back(handing.plan, " ", handing.head, NOON)
    steps.send_back(handing.plan, "Say who pays the rent.", handing.head, NOON)
    assert handing.plan.state is PlanState.DRAFT
    assert handing.plan.reason == "Say who pays the rent."


def test_the_plan_is_issued_when_approved_and_again_with_the_letter_of_the_authority():
    handing = Handing(PlanState.SUBMITTED)
    steps.approve(handing.plan, handing.head, NOON)
    Document.update(state=DocumentState.ISSUED).execute()
    ahead = TODAY + timedelta(days=1)
    with pytest.raises(RuleBroken, match="handover_day_ahead"):
        steps.agree(handing.plan, "X", ahead, handing.officer, NOON)
    steps.agree(handing.plan, *LETTER, handing.officer, NOON)
    plan = handing.plan
    numbers = {each.number for each in Document.select()}
    assert numbers == {
        f"{plan.reference}{again}-{language}"
        for again in ("", "-2")
        for language in ("EN", "FR")
    }
    assert (plan.letter, plan.agreed_on) == LETTER


def test_a_plan_that_is_drafted_again_is_a_draft_on_paper_too_and_gets_a_new_number():
    handing = Handing(PlanState.SUBMITTED)
    steps.approve(handing.plan, handing.head, NOON)
    Document.update(state=DocumentState.ISSUED).execute()
    steps.take_back(handing.plan, "The ministry wants another day.", handing.officer, NOON)
    assert documents.of(steps.KIND, handing.plan_id, "en") is None
    steps.submit(handing.plan, handing.officer, NOON)
    steps.approve(handing.plan, handing.head, NOON)
    assert documents.of(steps.KIND, handing.plan_id, "en").number.endswith("/H1-2-EN")


def test_each_mark_is_kept_with_its_day_its_proof_and_its_file():
    handing = Handing(PlanState.UNDER_WAY)
    before = NOON - timedelta(days=5)
    part = {"state": GoalState.PARTIALLY_MET, "on": before.date(), "at": before}
    handing.mark(text="Read once.", **part)
    handing.mark(text="Decree 12", sent=PAPER)
    row = handing.milestone()
    assert (row.state, row.marked_on) == (GoalState.MET, TODAY)
    last, first = finding.marks(handing.plan)[row.id]
    assert (first.text, first.state) == ("Read once.", GoalState.PARTIALLY_MET)
    assert (last.filename, len(last.sha256)) == ("decree.pdf", 64)


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"text": " "}, "handover_evidence"),
        ({"text": "", "state": GoalState.WAIVED}, "handover_reason"),
        ({"on": TODAY + timedelta(days=1)}, "handover_day_ahead"),
    ],
)
def test_a_mark_needs_its_proof_or_reason_and_a_day_that_is_over(facts, rule):
    handing = Handing(PlanState.UNDER_WAY)
    with pytest.raises(RulesBroken) as told:
        handing.mark(**facts)
    assert [each.rule for each in told.value.broken] == [rule]
    assert handing.milestone().state is GoalState.SCHEDULED


def test_milestones_are_marked_by_the_programme_officer_while_the_plan_is_under_way():
    with pytest.raises(WrongState):
        Handing(PlanState.AGREED).mark()
    handing = Handing(PlanState.UNDER_WAY)
    with pytest.raises(NotAllowed):
        handing.mark(by=handing.head)
    handing.mark(seen=1)
    with pytest.raises(Conflict):
        handing.mark(seen=1, state=GoalState.SCHEDULED)


def test_a_milestone_that_is_settled_is_opened_again_only_by_scheduling_it():
    handing = Handing(PlanState.UNDER_WAY)
    handing.mark(state=GoalState.WAIVED, text="The law changed.")
    with pytest.raises(WrongState):
        handing.mark(state=GoalState.MET)
    handing.mark(state=GoalState.SCHEDULED, text="The law changed back.")
    assert handing.milestone().state is GoalState.SCHEDULED


def test_a_centre_is_handed_over_only_when_every_milestone_is_met_or_waived():
    handing = Handing(PlanState.UNDER_WAY)
    handing.mark()
    with pytest.raises(RuleBroken) as told:
        handing.hand_over()
    assert told.value.facts == {"count": 1}
    handing.mark("M2", GoalState.WAIVED, "No asset was bought.")
    plan = handing.hand_over().plan
    assert (plan.state, plan.act) == (PlanState.HANDED_OVER, "ACT 7/2026")
    kinds = {(each.kind, each.number) for each in Document.select()}
    assert kinds == {("handover_act", f"{plan.reference}/T-{each}") for each in ("EN", "FR")}


def test_the_days_of_the_reviews_are_a_setting_and_all_are_noted_before_the_closing(
    monkeypatch,
):
    monkeypatch.setenv("PORTAL_HANDOVER_REVIEW_DAYS", "30, 60")
    handing = Handing(PlanState.UNDER_WAY).settle().hand_over()
    first, second = finding.reviews(handing.plan)
    assert (first.due_on, second.due_on) == tuple(TODAY + timedelta(days=n) for n in (30, 60))
    with pytest.raises(RuleBroken, match="handover_reviews_open"):
        steps.close(handing.plan, "", handing.officer, NOON)
    early = steps.Held(TODAY - timedelta(days=1), "Too early.", 1)
    with pytest.raises(RuleBroken, match="handover_review_early"):
        steps.note_review(finding.review_by_id(first.id), early, handing.officer, NOON)
    for each in (first, second):
        held = steps.Held(TODAY, "It works.", 1)
        steps.note_review(finding.review_by_id(each.id), held, handing.officer, NOON)
    steps.close(handing.plan, "Done.", handing.officer, NOON)
    assert handing.plan.state is PlanState.CLOSED


def test_a_new_version_says_what_differs_while_the_agreed_one_goes_on():
    handing = Handing(PlanState.UNDER_WAY)
    revised = handing.revised(conditions="A line and ten posts.")
    assert revised.reference == f"{handing.centre.reference}/H2"
    assert handing.plan.state is PlanState.UNDER_WAY
    (change,) = difference.of(revised)
    (value,) = change["values"]
    assert value["name"] == "conditions"
    assert ["added", " and ten posts"] in value["pieces"]
    assert difference.of(handing.plan) == []


def test_once_agreed_a_version_replaces_the_one_before_and_its_marks_go_on():
    handing = Handing(PlanState.UNDER_WAY)
    revised = handing.revised()
    handing.mark(sent=PAPER)
    steps.agree(revised, *LETTER, handing.officer, NOON)
    now = finding.by_id(revised.id)
    kinds = {each.kind for each in Document.select().where(Document.subject_id == revised.id)}
    assert kinds == {steps.kind_of(now)} == {"handover_plan"}
    assert (handing.plan.state, now.state) == (PlanState.REPLACED, PlanState.UNDER_WAY)
    met, waits = finding.goals(now)
    assert (met.state, waits.state) == (GoalState.MET, GoalState.SCHEDULED)
    assert [each.text for each in finding.marks(now)[met.id]] == ["Decree 12"]
    assert HandoverMark.select().count() == 2


def test_the_document_of_a_replaced_version_is_told_as_replaced():
    handing = Handing(PlanState.AGREED)
    documents.request(steps.KIND, handing.plan_id, handing.plan.reference, ("en",), NOON)
    Document.update(state=DocumentState.ISSUED).execute()
    steps.agree(handing.revised(), *LETTER, handing.officer, NOON)
    kind = steps.kind_of(handing.plan)
    assert kind == "handover_plan-replaced"
    assert documents.of(kind, handing.plan_id, "en").number.startswith(handing.plan.reference)


def test_only_one_version_is_prepared_at_a_time_and_it_holds_the_handover_back():
    handing = Handing(PlanState.UNDER_WAY).settle()
    plans.revise(handing.plan, handing.officer, NOON)
    for act in (lambda: plans.revise(handing.plan, handing.officer, NOON), handing.hand_over):
        with pytest.raises(RuleBroken, match="handover_version_there"):
            act()
    assert HandoverPlan.select().count() == 2


def test_a_code_never_means_two_milestones():
    handing = Handing()
    plans.remove_goal(handing.milestone("M1"), handing.officer, NOON)
    made = plans.add_goal(handing.plan, typed(), handing.officer, NOON)
    assert made.code == "M3"


def test_everybody_finds_what_a_plan_asks_of_them():
    handing = Handing(PlanState.SUBMITTED)
    assert words(handing, handing.head) == ["work.approve_handover"]
    assert words(handing) == ["work.wait_handover"]
    running = Handing(PlanState.UNDER_WAY)
    assert words(running) == ["work.mark_goal"]
    running.settle()
    assert words(running) == ["work.hand_over"]
    assert words(handing, make.actor(Role.FINANCE_OFFICER)) == []


def test_what_is_overdue_stands_first_in_the_list_and_what_was_given_up_is_left_out():
    far = Handing(PlanState.UNDER_WAY, planned_on=TODAY + timedelta(days=9)).settle()
    late, gone = Handing(PlanState.UNDER_WAY), Handing(PlanState.WITHDRAWN)
    listed = finding.listed("", TODAY)
    assert [each.plan.id for each in listed] == [late.plan_id, far.plan_id]
    assert (listed[0].standing.late, listed[0].following.code) == (1, "M1")
    assert [each.plan.id for each in finding.listed("late", TODAY)] == [late.plan_id]
    assert [each.plan.id for each in finding.listed("withdrawn", TODAY)] == [gone.plan_id]
