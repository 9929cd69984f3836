"""The pages of notices: written, given, answered; a contract that was carried out."""

from html import unescape

import pytest

from portal.domain.lifecycle import ContractState, ReportState
from portal.models import Contract, ContractNotice, Person, Report
from portal.services import notices
from portal.services.notices import Wish
from tests.amended import BEFORE_END, House, quick_passwords
from tests.factories import PASSWORD, sign_in
from tests.services.test_notices import TERMINATION

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def house(app, monkeypatch):
    quick_passwords(monkeypatch)
    monkeypatch.setattr("portal.services.clock.now", lambda: BEFORE_END)
    return House()


@pytest.fixture
def as_(app, house):
    return lambda who: sign_in(app.test_client(), house.person(who))


def text(answer):
    return unescape(answer.get_data(as_text=True))


def at(notice):
    return f"/contracts/notices/{notice.id}"


def write(house, ground="with_notice", **facts):
    wish = Wish(TERMINATION, ground, "The donor wrote.", **facts)
    return notices.write(house.now(), wish, house.procurement, BEFORE_END)


def test_a_notice_offers_the_grounds_of_its_kind_and_keeps_what_was_typed(house, as_):
    desk, page = as_(house.programme), f"/contracts/{house.slug}/notices/suspension"
    form = text(desk.get(page))
    assert "Persons are at risk" in form
    assert "Fraud" not in form
    bad = desk.post(page, data={"ground": "persons_at_risk", "reason": ""})
    assert bad.status_code == 422
    kept = desk.post(page, data={"ground": "fraud", "reason": "They are at risk."})
    assert kept.status_code == 422
    assert "They are at risk." in text(kept)


def test_a_suspension_is_written_by_one_and_given_by_another(house, as_):
    desk, head, partner = as_(house.programme), as_(house.head), as_(house.signatory)
    here = f"/contracts/{house.slug}"
    assert "Suspend the contract" in text(desk.get(here))
    page = f"{here}/notices/suspension"
    data = {"ground": "persons_at_risk", "reason": "They are at risk."}
    assert desk.post(page, data=data).status_code == 303
    notice = ContractNotice.get()
    assert partner.get(at(notice)).status_code == 403
    assert desk.post(f"{at(notice)}/give").status_code == 403
    assert f"/contracts/notices/{notice.id}" in text(head.get("/work"))
    assert head.post(f"{at(notice)}/give").status_code == 303
    shown = text(partner.get(here))
    assert "Suspended" in shown
    assert "Resume the contract" in text(desk.get(here))
    assert "They are at risk." in text(partner.get(at(notice)))


def test_a_termination_tells_its_period_its_money_and_what_goes_on(house, as_):
    notice = write(house)
    shown = text(as_(house.head).get(at(notice)))
    assert "30 calendar days" in shown
    assert "if given today: 1 July 2026" in shown
    assert "The partner pays back" in shown
    assert "Return and destruction" in shown
    again = as_(house.procurement).post(
        f"/contracts/{house.slug}/notices/termination",
        data={"ground": "fraud", "reason": "Bills were false."},
    )
    assert again.status_code == 422
    assert "Notice 1 on this contract is open" in text(again)
    assert "Bills were false." in text(again)


def test_the_partner_gives_notice_with_name_and_password(house, as_):
    partner, page = as_(house.signatory), f"/contracts/{house.slug}/notice"
    assert "Force majeure" in text(partner.get(page))
    data = {"ground": "with_notice", "reason": "Our lease ends.", "name": "Nobody"}
    wrong = partner.post(page, data={**data, "password": PASSWORD})
    assert wrong.status_code == 422
    assert "Type your name as it stands" in text(wrong)
    assert "Our lease ends." in text(wrong)
    signed = {**data, "name": house.signatory.name, "password": PASSWORD}
    assert partner.post(page, data=signed).status_code == 303
    told = {"comment": "We found a house."}
    notice = ContractNotice.get()
    assert partner.post(f"{at(notice)}/withdraw", data={"comment": ""}).status_code == 422
    assert partner.post(f"{at(notice)}/withdraw", data=told).status_code == 303
    assert "We found a house." in text(as_(house.procurement).get(at(notice)))


def test_both_agree_on_the_pages(house, as_):
    desk, head, partner = as_(house.procurement), as_(house.head), as_(house.signatory)
    page = f"/contracts/{house.slug}/notices/termination"
    data = {"ground": "agreement", "reason": "The school is taken.", "last_day": ""}
    missing = desk.post(page, data=data)
    assert missing.status_code == 422
    assert "Choose the last day" in text(missing)
    assert desk.post(page, data={**data, "last_day": "2026-08-31"}).status_code == 303
    notice = ContractNotice.get()
    assert head.post(f"{at(notice)}/give").status_code == 303
    assert "by consent on 31 August 2026" in text(partner.get(at(notice)))
    assert partner.post(f"{at(notice)}/decline", data={"comment": ""}).status_code == 422
    consent = {"name": house.signatory.name, "password": PASSWORD}
    assert partner.post(f"{at(notice)}/agree", data=consent).status_code == 303
    assert partner.get(f"{at(notice)}/decline").status_code == 409
    assert "Agreed for the partner by" in text(head.get(at(notice)))


def test_an_expired_contract_is_completed_on_its_page(house, as_):
    Contract.update(state=ContractState.EXPIRED).execute()
    desk, here = as_(house.programme), f"/contracts/{house.slug}"
    assert "Note the end of the contract" in text(desk.get(here))
    refused = desk.post(f"{here}/complete")
    assert refused.status_code == 422
    assert "Reports that are not accepted yet: 4" in text(refused)
    Report.update(state=ReportState.ACCEPTED).execute()
    assert desk.post(f"{here}/complete").status_code == 303
    assert "Completed" in text(desk.get(here))


def test_a_notice_is_french_for_a_french_reader(house, as_):
    notice = write(house)
    Person.update(language="fr").where(Person.id == house.head.person_id).execute()
    shown = text(as_(house.head).get(at(notice)))
    assert "30 jours civils" in shown
    assert "Résiliation avec préavis" in shown
