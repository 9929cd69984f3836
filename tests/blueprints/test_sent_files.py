"""Files sent with a milestone of a handover: what is refused, and how they come back."""

from io import BytesIO

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle_handover import GoalState, PlanState
from portal.models import HandoverMark, Person
from portal.services import files
from tests import factories as make
from tests.factories import NOON
from tests.handing import TODAY, Handing
from tests.papers import image, pdf

REFUSED = {
    "page as PDF": ("a.pdf", b"<html><script>alert(1)</script></html>"),
    "program as picture": ("a.png", b"MZ" + b"\0" * 400),
    "drawing": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "picture as PDF": ("a.pdf", image()),
    "empty": ("a.pdf", b""),
    "no ending": ("decree", pdf()),
    "another ending": ("decree.pdf.exe", pdf()),
}


@pytest.fixture
def running(monkeypatch):
    """A plan under way, on the day on which it is staged."""
    monkeypatch.setattr("portal.db.read_clock", lambda _shift=0: NOON)
    return Handing(PlanState.UNDER_WAY)


def visit(app, actor):
    return make.sign_in(app.test_client(), Person.get_by_id(actor.person_id))


def send(client, row, name, content):
    told = {"state": "met", "marked_on": TODAY.isoformat(), "text": "Voted.", "version": "1"}
    address = f"/handover/milestones/{row.id}/mark"
    return client.post(address, data={**told, "file": (BytesIO(content), name)})


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept(app, running, case):
    answer = send(visit(app, running.officer), running.milestone(), *REFUSED[case])
    assert answer.status_code == 422
    assert "Voted." in answer.text
    assert running.milestone().state is not GoalState.MET
    assert HandoverMark.select().count() == 0
    assert files.names("handover") == []


def test_a_file_comes_back_under_a_plain_name_to_be_saved_by_the_office_alone(app, running):
    officer = visit(app, running.officer)
    name = "../../etc/\u202efdp.exe; x=y.pdf"
    assert send(officer, running.milestone(), name, pdf()).status_code == 303
    here = f"/handover/files/{HandoverMark.get().id}"
    given = officer.get(here)
    assert given.headers["Content-Disposition"].startswith("attachment;")
    assert "\u202e" not in given.headers["Content-Disposition"]
    assert "/" not in given.headers["Content-Disposition"]
    assert "etc" not in given.headers["Content-Disposition"]
    assert given.headers["Cache-Control"] == "no-store"
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    partner = make.person(Role.PARTNER_OWNER, partner=make.partner())
    assert make.sign_in(app.test_client(), partner).get(here).status_code == 403
    assert app.test_client().get(here).status_code == 302
