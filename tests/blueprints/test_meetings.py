"""The pages of the management committee."""

import pytest

from portal.domain.agreements import JointSide
from portal.models.meetings import ManagementCommitteeMeeting
from portal.services import management_committee, meetings
from tests import factories as make
from tests.joint import Committee


@pytest.fixture
def at_work(app):
    return Committee()


@pytest.fixture
def officer(app, at_work):
    person = make.Person.get_by_id(at_work.officer.person_id)
    return make.sign_in(app.test_client(), person)


def text(answer):
    return answer.get_data(as_text=True)


def typed(meeting, present, **changes):
    """The minutes as their form sends them: two items, one decision."""
    given = {
        "version": str(meetings.by_id(meeting.id).version),
        "present": [e["key"] for e in meeting.attendance if JointSide(e["side"]) in present],
        "items-0-title": "Budget",
        "items-0-minutes": "The line is voted.",
        "items-1-title": "Beds",
        "items-1-minutes": "Twenty more.",
        "rows-0-text": "Buy twenty beds.",
        "rows-0-side": "government",
        "rows-0-function": "Director",
        "rows-0-due_on": "2027-03-01",
    }
    return {**given, **changes}


def test_a_meeting_is_convened_recorded_and_agreed_on_its_pages(at_work, officer):
    centre = f"/centres/{at_work.centre.slug}/meetings"
    summons = {"on": str(at_work.today), "starts_at": "10:00", "place": "Conakry"}
    bare = officer.post(f"{centre}/new", data={**summons, "agenda": " "})
    assert (bare.status_code, "Conakry" in text(bare)) == (422, True)
    answer = officer.post(f"{centre}/new", data={**summons, "agenda": "Budget\nBeds"})
    path = answer.location
    meeting = ManagementCommitteeMeeting.get()
    sent = officer.post(f"{path}/minutes", data=typed(meeting, list(JointSide)))
    assert sent.status_code == 303
    officer.post(f"{path}/circulate")
    consent = {"function": "Head", "on": str(at_work.today), "name": at_work.officer.name}
    shown = {
        "fingerprint": meetings.print_of(meetings.by_id(meeting.id)),
        "password": make.PASSWORD,
    }
    officer.post(f"{path}/agree/iom", data={**consent, **shown})
    letter = {"who": "Mamadou Camara", "scan_reference": "GN/2026/31"}
    officer.post(f"{path}/agree/government", data={**consent, **shown, **letter})
    page = text(officer.get(path))
    assert "Minutes agreed by both sides" in page
    assert "Buy twenty beds." in text(officer.get(centre))


def test_decisions_without_a_quorum_are_refused_in_words_and_what_was_typed_stays(
    at_work, officer
):
    meeting = at_work.convened()
    path = f"/meetings/{meeting.id}/minutes"
    answer = officer.post(path, data=typed(meeting, [JointSide.IOM]))
    assert answer.status_code == 422
    page = text(answer)
    assert "0 of 1 of the side of the Government" in page
    assert "Buy twenty beds." in page
    assert page.count("checked") == 2


def test_stale_minutes_show_both(at_work, officer):
    meeting = at_work.convened()
    stale = typed(meeting, list(JointSide), **{"rows-0-text": "Mine."})
    officer.post(f"/meetings/{meeting.id}/minutes", data=typed(meeting, list(JointSide)))
    late = officer.post(f"/meetings/{meeting.id}/minutes", data=stale)
    assert late.status_code == 409
    assert "Buy twenty beds." in text(late)
    assert "Mine." in text(late)


def test_the_register_is_filtered_followed_up_and_taken_out(at_work, officer):
    meeting = at_work.agreed(decisions=2)
    first = meetings.decisions_of(meeting)[0]
    path = f"/meetings/decisions/{first.id}"
    refused = officer.post(f"{path}/drop", data={"reason": ""})
    assert (refused.status_code, "stands in the register" in text(refused)) == (422, True)
    assert officer.post(f"{path}/do", data={"reason": "Bought."}).status_code == 303
    assert "Bought." in text(officer.get(path))
    centre = f"/centres/{at_work.centre.slug}/meetings"
    done = text(officer.get(f"{centre}?state=done"))
    assert ("Decision 1" in done, "Decision 2" in done) == (True, False)
    table = text(
        officer.get(f"/exports/centres/{at_work.centre.slug}/decisions.csv?state=open")
    )
    assert ("Decision 1" in table, "Decision 2" in table) == (False, True)


def test_members_are_named_by_side_and_a_refused_row_is_kept(at_work, officer):
    path = f"/centres/{at_work.centre.slug}/meetings/members"
    row = {"rows-0-side": "iom", "rows-0-name": "Fanta Keïta", "rows-0-from_on": "2026-01-01"}
    version = {"version": str(at_work.fresh.version)}
    refused = officer.post(path, data={**row, **version})
    assert (refused.status_code, "Fanta Keïta" in text(refused)) == (422, True)
    officer.post(path, data={**row, **version, "rows-0-function": "Chief"})
    names = [each.name for each in management_committee.members(at_work.centre)]
    assert names == ["Fanta Keïta"]


def test_an_overdue_meeting_stands_on_the_page_of_the_centre_and_in_the_list(at_work, officer):
    type(at_work.agreement).update(in_force_on=at_work.later(-40).date()).execute()
    assert "Management committee overdue" in text(officer.get("/centres/"))
    assert "Overdue" in text(officer.get(f"/centres/{at_work.centre.slug}"))
