"""Visits: what a year lacks, the checklist, findings, the report, and who may do what."""

from datetime import timedelta

import pytest

from portal.domain.actions import Action, Role
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import ContractState
from portal.domain.lifecycle_visits import PointState, VisitState
from portal.domain.partner_house import Opinion
from portal.domain.policy import can
from portal.domain.visits import Amounts, ItemResult, Severity, VisitKind
from portal.models import ContractClause, DeliveredMail, Document, Effect
from portal.models.visits import ActionPoint, VisitPhoto
from portal.services import (
    assurance,
    checklists,
    contract_checks,
    documents,
    findings,
    settling,
    visits,
    work,
)
from portal.services.checklists import Answer, Shot
from portal.services.visits import Plan
from tests import factories as make
from tests.visiting import LIMITS, Field, paper, photo

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def field(app):
    return Field()


def words(actor, at):
    return [item.word for item in work.items(actor, at)]


def test_a_year_tells_what_it_lacks_until_the_visits_are_planned(field):
    before = assurance.of(field.contract, field.at.date())
    assert (before.rating, before.visits.needed, before.spot_checks.needed) == ("", 1, 0)
    assert "work.plan_visits" in words(field.officer, field.at)
    field.plan()
    after = assurance.of(field.contract, field.at.date())
    assert (after.visits.planned, after.lacking) == (1, 0)
    assert "work.plan_visits" not in words(field.officer, field.at)


def test_a_cancelled_visit_does_not_count(field):
    visits.cancel(field.plan(), "The road is closed.", field.officer, field.at)
    assert assurance.of(field.contract, field.at.date()).lacking == 1


def test_an_audit_stands_for_the_spot_check():
    field = Field(make.contract(amount=2_000_000))
    assert assurance.of(field.contract, field.at.date()).spot_checks.lacking == 1
    field.plan(VisitKind.AUDIT)
    assert assurance.of(field.contract, field.at.date()).spot_checks.needed == 0


def test_the_checklist_is_made_from_standards_and_clauses_with_a_check(field):
    ContractClause.create(
        contract=field.contract,
        position=1,
        code="D15",
        part="data_protection",
        title="Audit of data protection",
        text="IOM may check.",
        library_version="1",
    )
    rows = checklists.items(field.plan())
    assert [(each.source, each.code) for each in rows] == [
        ("standard", "S01"),
        ("clause", "D15"),
    ]
    assert rows[0].means.startswith("Count on a visit")


def test_a_spot_check_has_the_controls_of_the_house(field):
    sources = {each.source for each in checklists.items(field.plan(VisitKind.SPOT_CHECK))}
    assert sources == {"control"}


def test_nothing_is_planned_before_a_contract_is_in_force():
    draft = Field(make.contract(state=ContractState.APPROVED))
    with pytest.raises(NotAllowed):
        draft.plan()


def test_finance_plans_spot_checks_but_no_programme_visit(field):
    finance = make.actor(Role.FINANCE_OFFICER)
    assert field.plan(VisitKind.SPOT_CHECK, finance).kind is VisitKind.SPOT_CHECK
    with pytest.raises(RuleBroken) as refused:
        field.plan(by=finance)
    assert refused.value.rule == "visit_kind_not_yours"
    with pytest.raises(NotAllowed):
        checklists.save(field.plan(), {}, 1, finance, field.at)


def test_a_team_is_of_the_office(field):
    for team, rule in (
        ([], "visit_team_missing"),
        ([field.owner.person_id], "visit_team_unknown"),
    ):
        with pytest.raises(RuleBroken) as refused:
            field.plan(team=team)
        assert refused.value.rule == rule


def test_the_first_answer_begins_the_visit_and_two_writers_do_not_overwrite(field):
    visit = field.check(field.plan(), ItemResult.PARTLY, "One for 25.")
    assert visit.state is VisitState.UNDER_WAY
    with pytest.raises(Conflict) as late:
        checklists.save(visit, {1: Answer(ItemResult.MET)}, 1, field.colleague, field.at)
    assert late.value.theirs["result_1"] == "partly"
    assert checklists.item(visit, 1).note == "One for 25."


def test_a_photo_is_a_picture_and_loses_what_the_camera_wrote(field):
    visit = field.plan()
    made = checklists.add_photo(Shot(visit, photo()), LIMITS, field.officer, field.at)
    assert (made.media_type, made.filename) == ("image/jpeg", "tap.jpg")
    with pytest.raises(RuleBroken) as refused:
        checklists.add_photo(Shot(visit, paper()), LIMITS, field.officer, field.at)
    assert refused.value.rule == "photo_kind"
    checklists.remove_photo(checklists.photo(made.id), field.officer, field.at)
    assert VisitPhoto.select().count() == 0


def test_a_report_makes_the_action_points_and_tells_the_partner(field):
    visit = field.reported()
    assert visit.state is VisitState.REPORTED
    points = list(ActionPoint.select())
    assert [each.state for each in points] == [PointState.OPEN] * 2
    assert {each.owner_id for each in points} == {field.owner.person_id}
    assert mails() == {"action_point", "visit_reported"}
    assert words(field.owner, field.at).count("work.do_point") == 2
    assert "work.comment_visit" in words(field.owner, field.at)


def mails():
    rows = Effect.select().where(Effect.kind == "mail")
    return {each.payload["template"] for each in rows}


def test_an_incomplete_visit_is_not_reported_and_nothing_is_half_done(field):
    visit = field.check(field.plan())
    field.finding(visit, Severity.HIGH, action="")
    with pytest.raises(RulesBroken) as refused:
        visits.report(visit, field.conclusion(visit, summary=""), field.officer, field.at)
    rules = [each.rule for each in refused.value.broken]
    assert rules == ["visit_summary_missing", "finding_action_missing"]
    assert visits.by_id(visit.id).state is VisitState.UNDER_WAY
    assert ActionPoint.select().count() == 0


def test_a_reported_visit_is_not_changed_any_more(field):
    visit = field.reported()
    with pytest.raises(WrongState):
        field.finding(visit)
    with pytest.raises(WrongState):
        field.check(visit)


def test_the_partner_comments_once_and_the_office_makes_it_final(field):
    visit = field.reported()
    with pytest.raises(RuleBroken) as early:
        visits.close(visit, field.officer, field.at)
    assert early.value.rule == "visit_comment_awaited"
    visits.comment(visit, "The taps are ordered.", field.owner, field.at)
    with pytest.raises(WrongState):
        visits.comment(visit, "Again.", field.owner, field.at)
    visits.close(visit, field.officer, field.at)
    assert visits.by_id(visit.id).state is VisitState.FINAL
    assert Document.select().where(Document.kind == visits.KIND).count() == 2
    assert documents.of(visits.KIND, visit.id, "fr").language == "fr"


def test_without_a_comment_a_visit_becomes_final_after_its_days(field):
    visit = field.reported()
    later = field.at + timedelta(days=15)
    assert "work.close_visit" in words(field.officer, later)
    visits.close(visit, field.officer, later)
    assert visits.by_id(visit.id).state is VisitState.FINAL


def test_a_spot_check_keeps_what_is_still_unsupported(field):
    visit = field.spot_checked(refunded=400)
    assert visit.amounts.pending == 600
    again = field.plan(VisitKind.SPOT_CHECK)
    over = field.conclusion(again, amounts=Amounts(tested=10, ineligible=20))
    with pytest.raises(RulesBroken) as refused:
        visits.save(again, over, field.officer, field.at)
    assert refused.value.broken[0].rule == "ineligible_over_tested"


def test_an_audit_is_recorded_with_its_opinion(field):
    visit = field.plan(VisitKind.AUDIT)
    said = field.conclusion(visit, auditor="Cabinet Atlas", opinion=Opinion.QUALIFIED)
    visits.report(visit, said, field.officer, field.at)
    assert visits.by_id(visit.id).opinion is Opinion.QUALIFIED


def test_only_its_own_partner_reads_a_visit_and_only_once_reported(field):
    planned, told = field.plan(), field.reported()
    stranger = make.actor(Role.PARTNER_OWNER, partner=make.partner())
    committee = make.actor(Role.COMMITTEE_MEMBER)
    government = make.actor(Role.AUTHORITY_REPRESENTATIVE)
    auditor, head = make.actor(Role.AUDITOR), make.actor(Role.HEAD_OF_OFFICE)
    assert not can(field.owner, Action.SEE_VISIT, planned)
    assert can(field.owner, Action.SEE_VISIT, told)
    for who in (stranger, committee, government):
        assert not can(who, Action.SEE_VISIT, told)
    for who in (auditor, head):
        assert can(who, Action.SEE_VISIT, planned)
        assert not can(who, Action.WRITE_VISIT, planned)
    assert visits.visible(field.owner) == [told]
    assert visits.visible(stranger) == []


def test_a_finding_is_refused_with_an_owner_of_elsewhere_or_a_past_day(field):
    visit = field.plan()
    stranger = make.actor(Role.PARTNER_OWNER, partner=make.partner())
    past = field.at.date() - timedelta(days=1)
    for facts, rule in (
        ({"owner": stranger.person_id}, "point_owner_unknown"),
        ({"due_on": past}, "point_due_past"),
        ({"text": " "}, "finding_text_missing"),
    ):
        with pytest.raises(RuleBroken) as refused:
            field.finding(visit, **facts)
        assert refused.value.rule == rule


def test_a_finding_is_changed_and_removed_while_the_visit_is_under_way(field):
    visit = field.plan()
    made = findings.by_id(field.finding(visit).id)
    draft = findings.Draft("safety", Severity.LOW, "The gate does not close.")
    findings.change(made, draft, 1, field.officer, field.at)
    with pytest.raises(Conflict):
        findings.change(made, draft, 1, field.colleague, field.at)
    assert findings.of(visit)[0].category == "safety"
    findings.remove(findings.by_id(made.id), field.officer, field.at)
    assert findings.of(visit) == []


def test_the_plan_is_changed_until_the_visit_is_reported(field):
    visit = field.plan()
    site = visits.sites(field.contract)[0]
    new = Plan(visit.kind, field.soon, [field.colleague.person_id], site.id, "Talk to staff.")
    visits.move(visit, new, visit.version, field.officer, field.at)
    moved = visits.by_id(visit.id)
    assert (moved.planned_on, moved.site.city) == (field.soon, "Rabat")
    assert [each.id for each in visits.team(moved)] == [field.colleague.person_id]
    assert DeliveredMail.select().count() == 0


def test_what_is_settled_after_the_report_leaves_less_pending_and_never_too_much(field):
    visit = field.spot_checked()
    assert [each[1] for each in settling.pending(field.contract)] == [1000]
    assert contract_checks.open_findings(field.contract) == 1
    finance = make.actor(Role.FINANCE_OFFICER)
    settling.settle(visit, Amounts(refunded=600), visit.version, finance, field.at)
    visit = visits.by_id(visit.id)
    assert (visit.amounts.tested, visit.amounts.pending) == (40_000, 400)
    with pytest.raises(RulesBroken) as refused:
        settling.settle(visit, Amounts(refunded=1001), visit.version, finance, field.at)
    assert refused.value.broken[0].rule == "settled_over_ineligible"
    settling.settle(visit, Amounts(written_off=1000), visit.version, finance, field.at)
    assert settling.pending(field.contract) == []
    with pytest.raises(WrongState):
        settling.settle(field.plan(), Amounts(), 1, field.officer, field.at)
