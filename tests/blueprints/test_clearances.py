"""The pages of clearances of Internal Instruction 92."""

import pytest

from portal.models import Clearance, Person
from tests import factories as make
from tests.clearing import GOVERNMENT, Bureau


@pytest.fixture
def bureau(app):
    return Bureau(GOVERNMENT)


def enter(app, actor):
    return make.sign_in(app.test_client(), Person.get_by_id(actor.person_id))


def text(answer):
    return " ".join(answer.get_data(as_text=True).split())


def typed(bureau, **changes):
    given = {
        "covers": ["salary", "allowance"],
        "posts-0-function": "Social worker",
        "posts-0-people": "3",
        "currency": "usd",
        "ceiling": "12 000",
        "starts_on": bureau.day.isoformat(),
        "ends_on": bureau.asked().ends_on.isoformat(),
        "justification": "Posts are budgeted from next year on.",
        "donor": "Regional fund",
        "version": "1",
    }
    return {**given, **changes}


def test_a_clearance_goes_from_its_draft_through_both_consents(app, bureau):
    officer, legal, finance = (
        enter(app, each) for each in (bureau.officer, bureau.legal, bureau.finance)
    )
    new = f"/centres/{bureau.centre.slug}/clearances/new"
    assert new in text(officer.get(f"/centres/{bureau.centre.slug}"))
    assert officer.post(new, data=typed(bureau)).status_code == 303
    path = f"/clearances/{Clearance.get().id}"
    assert "USD 12,000" in text(officer.get(path))
    assert officer.post(f"{path}/ask").status_code == 303
    assert "Decide for the legal department" in text(legal.get(path))
    assert legal.post(f"{path}/agree", data={"note": "Lists."}).status_code == 303
    letter = {"reference": "DON/7", "on": bureau.day.isoformat(), "agrees": "yes"}
    assert officer.post(f"{path}/donor", data=letter).status_code == 303
    assert "It waits for: Donor" in text(officer.get(path))
    assert "letter DON/7" in text(finance.get(f"{path}/donor/check"))
    assert finance.post(f"{path}/donor/check").status_code == 303
    assert "The clearance is in force" in text(officer.get(path))
    assert "In force today" in text(officer.get("/clearances/?state=cleared"))
    assert "None matches" in text(officer.get("/clearances/?state=draft"))


def test_a_refused_request_keeps_what_was_typed(app, bureau):
    new = f"/centres/{bureau.centre.slug}/clearances/new"
    answer = enter(app, bureau.officer).post(new, data=typed(bureau, covers=[], donor=""))
    page = text(answer)
    assert answer.status_code == 422
    assert "Choose at least one kind of payment." in page
    assert "needs its clearance too" in page
    assert 'value="Social worker"' in page
    assert Clearance.select().count() == 0


def test_a_stale_draft_shows_both_versions(app, bureau):
    row, officer = bureau.drafted(), enter(app, bureau.officer)
    first = typed(bureau, justification="First reason.", **{"posts-0-function": "Guard"})
    assert officer.post(f"/clearances/{row.id}/edit", data=first).status_code == 303
    late = officer.post(f"/clearances/{row.id}/edit", data=typed(bureau))
    assert late.status_code == 409
    assert "First reason." in text(late)
    assert "Guard" in text(late)
    assert "Posts are budgeted" in text(late)


def test_a_withdrawal_needs_its_reason(app, bureau):
    row, officer = bureau.cleared(), enter(app, bureau.officer)
    assert (
        officer.post(f"/clearances/{row.id}/withdraw", data={"reason": " "}).status_code == 422
    )
    officer.post(f"/clearances/{row.id}/withdraw", data={"reason": "The State pays."})
    page = text(officer.get(f"/clearances/{row.id}"))
    assert "Nothing is paid under this clearance" in page
    assert "The State pays." in page
