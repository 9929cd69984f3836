"""The pages of the risk register."""

import pytest

from portal.models.risks import Risk
from portal.services import risks
from tests import factories as make
from tests.visiting import Field, risk_of


@pytest.fixture
def field(app):
    return Field()


@pytest.fixture
def officer(app, field):
    return make.sign_in(app.test_client(), make.Person.get_by_id(field.officer.person_id))


def text(answer):
    return answer.get_data(as_text=True)


def typed(field, **changes):
    given = {
        "category": "sustainability",
        "title": "No budget after support ends.",
        "likelihood": "4",
        "impact": "5",
        "treatment": "reduce",
        "measures": "Budget line proposed.",
        "owner": str(field.officer.person_id),
        "review_on": field.soon.isoformat(),
        "version": "1",
    }
    return {**given, **changes}


def test_a_risk_is_written_reviewed_and_closed(field, officer):
    address = f"/contracts/{field.contract.slug}/risks"
    assert officer.post(f"{address}/new", data=typed(field)).status_code == 303
    path = f"/risks/{Risk.get().id}"
    lower = typed(field, likelihood="2", reason="The line is in the draft law.")
    assert officer.post(f"{path}/review", data=lower).status_code == 303
    page = text(officer.get(path))
    assert "The line is in the draft law." in page
    assert officer.post(f"{path}/close", data={"reason": "Voted."}).status_code == 303
    assert "The risk is closed" in text(officer.get(path))


def test_the_register_shows_matrix_and_list_side_by_side(field, officer):
    risk_of(field)
    page = text(officer.get(f"/contracts/{field.contract.slug}/risks"))
    assert 'aria-labelledby="heat-title heat-desc"' in page
    assert "Open risks: 1, of them high or critical: 1" in page
    assert "The ministry names no focal point." in page
    centre = text(officer.get(f"/centres/{field.contract.call.centre.slug}/risks"))
    assert "The ministry names no focal point." in centre


def test_a_refused_risk_keeps_what_was_typed(field, officer):
    address = f"/centres/{field.contract.call.centre.slug}/risks/new"
    answer = officer.post(address, data=typed(field, measures=""))
    assert answer.status_code == 422
    assert "only an accepted risk goes without" in text(answer)
    assert "No budget after support ends." in text(answer)
    assert Risk.select().count() == 0


def test_a_stale_review_shows_both(field, officer):
    risk = risk_of(field)
    officer.post(f"/risks/{risk.id}/review", data=typed(field, reason="First."))
    late = officer.post(f"/risks/{risk.id}/review", data=typed(field, title="Mine."))
    assert late.status_code == 409
    assert "No budget after support ends." in text(late)
    assert risks.by_id(risk.id).version == 2
