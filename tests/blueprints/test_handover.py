"""The pages of handover plans."""

from datetime import timedelta
from io import BytesIO

import pytest

from portal.domain.lifecycle_handover import GoalState, PlanState
from portal.models import HandoverPlan, Person
from portal.services import handover_finding as finding
from portal.services import handover_steps as steps
from tests import factories as make
from tests.factories import NOON
from tests.handing import PLANNED, TODAY, Handing
from tests.papers import pdf


def text(answer):
    return answer.get_data(as_text=True)


def visit(app, actor):
    return make.sign_in(app.test_client(), Person.get_by_id(actor.person_id))


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The pages are looked at on the day on which the plans are staged."""
    monkeypatch.setattr("portal.db.read_clock", lambda _shift=0: NOON)


def outline(**changes):
    given = {
        "authority": "Ministry of Solidarity",
        "planned_on": PLANNED.isoformat(),
        "capacity": "40",
        "staff_iom": "12",
        "staff_state": "0",
        "baseline": "Three posts.",
        "version": "1",
    }
    return {**given, **changes}


def years(*rows):
    typed = {"version": "1"}
    for place, row in enumerate(rows):
        for name, value in zip(("year", "iom", "state", "reason"), row, strict=False):
            typed[f"years-{place}-{name}"] = str(value)
    return typed


def test_a_plan_is_begun_on_the_page_of_its_centre_and_written(app):
    handing = Handing(PlanState.WITHDRAWN)
    officer = visit(app, handing.officer)
    slug = handing.centre.slug
    centre = text(officer.get(f"/centres/{slug}"))
    assert f"/centres/{slug}/handover" in centre
    refused = officer.post(f"/centres/{slug}/handover/new", data=outline(authority=""))
    assert refused.status_code == 422
    assert "Three posts." in text(refused)
    made = officer.post(f"/centres/{slug}/handover/new", data=outline())
    page = text(officer.get(made.location))
    assert "The handover ceremony is held" in page
    assert "Say who pays which share of the budget of each year." in page


def test_shares_are_told_what_is_wrong_and_keep_what_was_typed(app):
    handing = Handing()
    officer = visit(app, handing.officer)
    address = f"/handover/{handing.plan_id}/shares"
    rows = ((2026, 100, 0), (2027, 55, 40))
    refused = officer.post(address, data=years(*rows))
    assert refused.status_code == 422
    assert "2027: the shares add up to 95, not to 100." in text(refused)
    assert 'value="55"' in text(refused)
    assert officer.post(address, data=years((2026, 100, 0))).status_code == 303
    late = officer.post(address, data=years((2026, 90, 10)))
    assert late.status_code == 409
    assert "Saved meanwhile by somebody else" in text(late)
    assert [each.iom for each in finding.years(handing.plan)] == [100]


def test_a_stale_milestone_shows_both_versions(app):
    handing = Handing()
    officer = visit(app, handing.officer)
    address = f"/handover/milestones/{handing.milestone().id}"
    typed = {"side": "iom", "function": "HR", "due_on": PLANNED.isoformat(), "version": "1"}
    assert officer.post(address, data={**typed, "title": "First"}).status_code == 303
    late = officer.post(address, data={**typed, "title": "Mine"})
    assert late.status_code == 409
    assert "First" in text(late)
    assert "Mine" in text(late)


def test_the_way_from_the_draft_to_its_carrying_out(app):
    handing = Handing()
    officer, head = visit(app, handing.officer), visit(app, handing.head)
    address = f"/handover/{handing.plan_id}"
    assert "Nothing is missing." in text(officer.get(address))
    officer.post(f"{address}/submit")
    assert officer.post(f"{address}/approve").status_code == 403
    assert "Approve or return the plan" in text(head.get(address))
    head.post(f"{address}/approve")
    letter = {"letter": "MIN/118", "agreed_on": TODAY.isoformat()}
    assert officer.post(f"{address}/agree", data=letter).status_code == 303
    assert officer.post(f"{address}/start").status_code == 303
    page = text(officer.get(address))
    assert "MIN/118" in page
    assert "1 milestone is overdue." in page
    assert officer.get(f"{address}/edit").status_code == 409


def test_a_milestone_is_marked_with_its_proof_and_drawn_with_a_table_beside_it(app):
    handing = Handing(PlanState.UNDER_WAY)
    officer = visit(app, handing.officer)
    address = f"/handover/milestones/{handing.milestone().id}/mark"
    typed = {"state": "met", "marked_on": TODAY.isoformat(), "version": "1"}
    refused = officer.post(address, data={**typed, "text": ""})
    assert refused.status_code == 422
    assert "Say what shows it." in text(refused)
    file = (pdf_file(), "decree.pdf")
    answer = officer.post(address, data={**typed, "text": "Decree 12", "file": file})
    assert answer.status_code == 303
    page = text(officer.get(f"/handover/{handing.plan_id}"))
    assert "1 of 2 milestones are settled, 0 overdue." in page
    assert "Decree 12" in page
    mark = finding.marks(handing.plan)[handing.milestone().id][0]
    assert officer.get(f"/handover/files/{mark.id}").data.startswith(b"%PDF")


def test_an_overdue_milestone_stands_open_with_its_button_and_the_others_are_folded(app):
    handing = Handing(PlanState.UNDER_WAY)
    officer = visit(app, handing.officer)
    page = text(officer.get(f"/handover/{handing.plan_id}"))
    late, folded = page.index("Milestones overdue"), page.index("Milestones to come")
    assert late < page.index("Budget line 1 voted", late) < folded
    assert "Mark M1" in page[:late]
    handing.mark(state=GoalState.MET, text="Decree 12")
    page = text(officer.get(f"/handover/{handing.plan_id}"))
    assert "Milestones overdue" not in page
    assert "Milestones settled" in page


def pdf_file():
    return BytesIO(pdf())


def test_the_centre_is_handed_over_reviewed_and_the_plan_closed(app):
    handing = Handing(PlanState.UNDER_WAY)
    officer = visit(app, handing.officer)
    address = f"/handover/{handing.plan_id}"
    act = {"act": "ACT 7", "handed_on": TODAY.isoformat(), "receiver": "Director"}
    early = officer.post(f"{address}/transfer", data=act)
    assert early.status_code == 422
    assert "neither met nor waived: 2" in text(early)
    handing.settle()
    assert officer.post(f"{address}/transfer", data=act).status_code == 303
    reviews = finding.reviews(handing.plan)
    assert [(each.due_on - TODAY).days for each in reviews] == [182, 365]
    for each in reviews:
        held = {"held_on": TODAY.isoformat(), "text": "It works.", "version": "1"}
        assert officer.post(f"/handover/reviews/{each.id}", data=held).status_code == 303
    assert officer.post(f"{address}/close", data={"remark": ""}).status_code == 303
    assert handing.plan.state is PlanState.CLOSED


def test_a_new_version_shows_its_difference(app):
    handing = Handing(PlanState.UNDER_WAY)
    officer = visit(app, handing.officer)
    made = officer.post(f"/handover/{handing.plan_id}/revise")
    plan_id = made.location.rsplit("/", 1)[1]
    changed = outline(baseline="Ten posts.", conditions="A line.", support="One.")
    assert officer.post(f"/handover/{plan_id}/edit", data=changed).status_code == 303
    page = text(officer.get(f"/handover/{plan_id}/difference"))
    assert "Three" in page
    assert "Ten" in page
    assert officer.get(f"/handover/{handing.plan_id}/difference").status_code == 200


def test_the_list_names_the_next_milestone_and_what_is_overdue(app):
    late, other = Handing(PlanState.UNDER_WAY), Handing(PlanState.UNDER_WAY)
    other.mark(state=GoalState.WAIVED, text="The law changed.")
    HandoverPlan.update(planned_on=TODAY + timedelta(days=3)).execute()
    officer = visit(app, late.officer)
    page = text(officer.get("/handover/"))
    assert page.index(late.plan.reference) < page.index(other.plan.reference)
    assert "M1 Budget line 1 voted" in page
    shown = text(officer.get("/handover/?state=late"))
    assert late.plan.reference in shown
    assert other.plan.reference not in shown
    (row,) = officer.get("/exports/handover.csv?state=late").text.splitlines()[1:]
    assert late.plan.reference in row
    assert "Budget line 1 voted" in row


def test_the_page_of_a_centre_tells_how_far_its_handover_is(app):
    handing = Handing(PlanState.UNDER_WAY)
    page = text(visit(app, handing.officer).get(f"/centres/{handing.centre.slug}"))
    assert f"/handover/{handing.plan_id}" in page
    assert "0 of 2 milestones settled" in page
    assert "1 overdue" in page


def test_a_plan_goes_back_with_a_reason_that_its_writer_reads(app):
    handing = Handing(PlanState.SUBMITTED)
    head = visit(app, handing.head)
    address = f"/handover/{handing.plan_id}"
    assert head.post(f"{address}/return", data={"reason": ""}).status_code == 422
    head.post(f"{address}/return", data={"reason": "Say who pays the rent."})
    assert "Say who pays the rent." in text(visit(app, handing.officer).get(address))
    steps.withdraw(handing.plan, "Given up.", handing.officer, NOON)
    assert "This version was given up." in text(head.get(address))
