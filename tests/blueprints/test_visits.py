"""The pages of visits and action points, walked as the people who use them."""

from io import BytesIO

import pytest

from portal import mail
from portal.domain.actions import Role
from portal.domain.lifecycle_visits import PointState, VisitState
from portal.models import DeliveredMail
from portal.models.visits import ActionPoint, Finding, Visit, VisitPhoto
from portal.services import checklists, visits
from tests import factories as make
from tests import papers
from tests.visiting import Field


@pytest.fixture
def field(app):
    return Field()


def signed_in(app, actor):
    return make.sign_in(app.test_client(), make.Person.get_by_id(actor.person_id))


@pytest.fixture
def officer(app, field):
    return signed_in(app, field.officer)


@pytest.fixture
def owner(app, field):
    return signed_in(app, field.owner)


def text(answer):
    return answer.get_data(as_text=True)


def finding(field, **changes):
    given = {
        "category": "standards",
        "severity": "medium",
        "text": "Two taps are broken.",
        "action": "Repair both taps.",
        "owner": str(field.owner.person_id),
        "due_on": field.soon.isoformat(),
        "version": "1",
    }
    return {**given, **changes}


def test_a_visit_with_two_findings_goes_from_its_plan_to_verified_closing(
    field, officer, owner
):
    slug = field.contract.slug
    today = field.at.date().isoformat()
    plan = {"kind": "programme", "on": today, "site": "office", "version": "1"}
    plan["team"] = str(field.officer.person_id)
    assert officer.post(f"/contracts/{slug}/visits/plan", data=plan).status_code == 303
    visit = Visit.get()
    path = f"/visits/{visit.id}"
    make_and_report(field, officer, path)
    assert "Two taps are broken." in text(owner.get(path))
    assert owner.post(f"{path}/comment", data={"comment": "Agreed."}).status_code == 303
    settle_every_point(officer, owner)
    assert officer.post(f"{path}/close").status_code == 303
    assert visits.by_id(visit.id).state is VisitState.FINAL
    assert {each.state for each in ActionPoint.select()} == {PointState.VERIFIED}
    assert "Repaired." in text(owner.get(f"/action-points/{ActionPoint.get().id}"))


def make_and_report(field, officer, path):
    """The checklist, two findings, the conclusion: four forms."""
    checked = {"version": "1", "result_1": "partly", "note_1": "One for 25."}
    assert officer.post(f"{path}/checklist", data=checked).status_code == 303
    for _ in range(2):
        answer = officer.post(f"{path}/findings/new?item=1", data=finding(field))
        assert answer.status_code == 303
    last = {"visited_on": field.at.date().isoformat(), "summary": "Well run.", "send": "1"}
    last["version"] = str(Visit.get().version)
    assert officer.post(f"{path}/conclusion", data=last).status_code == 303


def settle_every_point(officer, owner):
    """The partner does each point, the office verifies it."""
    for point in ActionPoint.select():
        here = f"/action-points/{point.id}"
        assert owner.post(f"{here}/done", data={"text": "Repaired."}).status_code == 303
        assert officer.post(f"{here}/verify", data={"remark": ""}).status_code == 303


def test_the_contract_tells_the_office_what_its_year_lacks_and_not_the_partner(
    field, officer, owner
):
    address = f"/contracts/{field.contract.slug}"
    assert "programme visits 1, spot checks 0" in text(officer.get(address))
    assert "not assessed, counted as high risk" in text(officer.get(f"{address}/visits"))
    assert "programme visits 1, spot checks 0" not in text(owner.get(address))
    assert "counted as high risk" not in text(owner.get(f"{address}/visits"))


def test_one_item_a_screen_takes_a_photo_and_leads_to_the_next_or_to_a_finding(field, officer):
    visit = field.plan()
    path = f"/visits/{visit.id}/checklist/1"
    assert "toilet for 20 people" in text(officer.get(path))
    sent = {"result": "not_met", "note": "None.", "version": "1", "finding": "1"}
    sent["file"] = (BytesIO(papers.image("JPEG")), "tap.jpg")
    answer = officer.post(path, data=sent, content_type="multipart/form-data")
    assert answer.location.endswith("/findings/new?item=1")
    assert "None." in text(officer.get(answer.location))
    shown = officer.get(f"/visits/photos/{VisitPhoto.get().id}")
    assert (shown.mimetype, shown.headers["X-Content-Type-Options"]) == (
        "image/jpeg",
        "nosniff",
    )


def test_a_file_that_is_no_picture_is_refused_and_what_was_typed_is_kept(field, officer):
    path = f"/visits/{field.plan().id}/checklist/1"
    sent = {"result": "met", "note": "All seen.", "version": "1"}
    sent["file"] = (BytesIO(papers.pdf()), "plan.pdf")
    answer = officer.post(path, data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Choose a JPEG or PNG picture." in text(answer)
    assert "All seen." in text(answer)


def test_the_checklist_is_saved_while_it_is_typed_and_tells_a_conflict(field, officer):
    visit = field.plan()
    path = f"/visits/{visit.id}/checklist/autosave"
    sent = {"version": "1", "result_1": "met", "note_1": ""}
    assert 'value="2"' in text(officer.post(path, data=sent))
    late = officer.post(path, data=sent)
    assert late.status_code == 409
    assert "a colleague saved this meanwhile" in text(late)
    assert checklists.item(visit, 1).result.value == "met"


def test_a_stale_checklist_shows_both_versions(field, officer):
    visit = field.check(field.plan(), note="Theirs.")
    sent = {"version": "1", "result_1": "partly", "note_1": "Mine."}
    answer = officer.post(f"/visits/{visit.id}/checklist", data=sent)
    assert answer.status_code == 409
    assert "Theirs." in text(answer)
    assert "Mine." in text(answer)


def test_two_who_change_the_plan_see_both_days_and_places(field, officer):
    visit = field.plan()
    mine = {"version": "0", "on": "2027-03-01", "site": "office", "agenda": "Mine."}
    site = make.Site.get(make.Site.centre == visit.contract.call.centre)
    Visit.update(site=site, agenda="Theirs.").execute()
    mine["team"] = str(field.officer.person_id)
    answer = officer.post(f"/visits/{visit.id}/move", data=mine)
    assert answer.status_code == 409
    kept = text(answer)
    for words in (
        "Theirs.",
        "Mine.",
        "Rabat</blockquote>",
        "2027-03-01",
        str(visit.planned_on),
    ):
        assert words in kept
    assert Visit.get().agenda == "Theirs."


@pytest.mark.parametrize("path", ["checklist/1", "findings/new"])
def test_a_text_in_place_of_a_file_is_no_file(field, officer, path):
    sent = {**finding(field), "result": "met", "note": "", "version": "1", "file": "not a file"}
    assert officer.post(f"/visits/{field.plan().id}/{path}", data=sent).status_code == 303
    assert VisitPhoto.select().count() == 0


def test_a_report_that_is_not_complete_names_what_is_missing(field, officer):
    visit = field.check(field.plan())
    field.finding(visit, action="")
    sent = {"visited_on": "", "summary": "", "send": "1", "version": "1"}
    sent["version"] = str(visits.by_id(visit.id).version)
    answer = officer.post(f"/visits/{visit.id}/conclusion", data=sent)
    assert answer.status_code == 422
    for words in ("Give the day of the visit.", "Finding 1 needs an agreed action"):
        assert words in text(answer)


def test_a_finding_without_words_is_refused_at_its_field(field, officer):
    visit = field.plan()
    sent = finding(field, text="", place="Kitchen")
    answer = officer.post(f"/visits/{visit.id}/findings/new", data=sent)
    assert answer.status_code == 422
    assert "Kitchen" in text(answer)
    assert Finding.select().count() == 0


def test_a_partner_meets_no_visit_before_it_is_reported(field, owner):
    visit = field.plan()
    assert owner.get(f"/visits/{visit.id}").status_code == 403
    assert visit.reference not in text(owner.get("/visits/"))


def test_the_lists_show_overdue_points_first_and_a_partner_only_its_own(field, officer, owner):
    field.point(text="Later.")
    field.point(text="Now.", due_on=field.at.date())
    other = Field().point(text="Elsewhere.")
    page = text(officer.get("/action-points/"))
    assert page.index("Now.") < page.index("Later.")
    assert other.reference in page
    mine = text(owner.get("/action-points/"))
    assert "Later." in mine
    assert other.reference not in mine


def test_a_point_is_opened_again_only_with_a_reason(field, officer):
    point = field.done()
    answer = officer.post(f"/action-points/{point.id}/reopen", data={"remark": ""})
    assert answer.status_code == 422
    assert "the owner reads it" in text(answer)


def test_an_action_point_is_written_for_a_person_of_the_office(app, field, officer):
    head = make.person(Role.HEAD_OF_OFFICE)
    sent = {"text": "Send the rates.", "owner": str(head.id), "due_on": field.soon.isoformat()}
    address = f"/contracts/{field.contract.slug}/action-points/new"
    assert officer.post(address, data=sent).status_code == 303
    client = make.sign_in(app.test_client(), head)
    assert "Carry out the action point" in text(client.get("/work"))


def test_the_office_sees_which_contracts_lack_a_visit_and_the_partner_does_not(
    field, officer, owner
):
    heading = "Contracts that lack a visit this year"
    assert heading in text(officer.get("/visits/"))
    assert heading not in text(owner.get("/visits/"))


def test_settled_amounts_are_noted_on_their_page_and_contradictions_told(field, officer):
    visit = field.spot_checked()
    path = f"/visits/{visit.id}/settle"
    over = officer.post(path, data={"refunded": "2 000", "version": str(visit.version)})
    assert over.status_code == 422
    assert "2 000" in text(over)
    sent = {"refunded": "600", "version": str(visit.version)}
    assert officer.post(path, data=sent).status_code == 303
    assert "MAD\u00a0400" in text(officer.get(f"/visits/{visit.id}"))


def test_an_action_is_handed_over_on_its_page(field, officer):
    point = field.point()
    sent = {"owner": str(field.officer.person_id), "due_on": field.soon.isoformat()}
    assert officer.post(f"/action-points/{point.id}/owner", data=sent).status_code == 303
    assert "Carry it out, then say so here" in text(officer.get(f"/action-points/{point.id}"))


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("visit_reported", "Vous pouvez le commenter dans les 14 jours"),
        ("action_point", "au plus tard le 10 décembre 2026"),
        ("action_point_done", "à vérifier : A1"),
        ("action_point_reopened", "rouvert : A1"),
        ("action_point_overdue", "En retard"),
        ("performance", "Notation de votre organisation"),
    ],
)
def test_each_mail_of_checking_reads_well_in_french(app, template, words):
    facts = {"reference": "A1", "id": "1", "name": "Salma", "due": "2026-12-10", "days": 14}
    given = {"to": "salma@example.org", "template": template, "language": "fr"}
    mail.send({**given, "facts": facts})
    sent = DeliveredMail.get()
    assert words in (sent.subject + sent.body).replace("\u00a0", " ")
