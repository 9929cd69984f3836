"""The pages of the performance of a partner."""

from portal.models import Performance
from portal.services import opening, performance
from tests import factories as make
from tests.visiting import Field, rated


def text(answer):
    return answer.get_data(as_text=True)


def signed_in(app, actor):
    return make.sign_in(app.test_client(), make.Person.get_by_id(actor.person_id))


def typed(version=1, **changes):
    given = {f"{code}_mark": "good" for code in performance.areas("en")}
    return {**given, "summary": "Reliable.", "version": str(version), **changes}


def test_a_partner_is_rated_reads_it_and_comments(app):
    field = Field()
    officer, owner = signed_in(app, field.officer), signed_in(app, field.owner)
    address = f"/contracts/{field.contract.slug}/performance"
    assert "Rate how the partner performed" in text(officer.get(address))
    assert officer.post(f"{address}/start").status_code == 303
    path = f"/performance/{Performance.get().id}"
    lacking = officer.post(f"{path}/edit", data=typed(send="1", money_mark="poor"))
    assert lacking.status_code == 422
    assert "Give the reason, with facts" in text(lacking)
    assert owner.get(path).status_code == 403
    assert officer.post(f"{path}/edit", data=typed(send="1")).status_code == 303
    assert "Reliable." in text(owner.get(path))
    assert owner.post(f"{path}/comment", data={"comment": "Thank you."}).status_code == 303
    assert "Thank you." in text(officer.get(path))


def test_the_next_screening_and_the_profile_show_how_the_partner_performed(app):
    proposal = opening.opened(make.opened_call())[0]
    field = Field(make.contract(proposal.partner))
    rated(field)
    buyer = make.sign_in(app.test_client(), make.person(make.Role.PROCUREMENT_OFFICER))
    for address in (f"/proposals/{proposal.id}/screening", f"/partners/{proposal.partner_id}"):
        page = text(buyer.get(address))
        assert "Performance under earlier contracts" in page
        assert field.contract.reference in page
