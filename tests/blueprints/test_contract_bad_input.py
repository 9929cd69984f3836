"""Bad input around a contract, on its pages: a clear sentence, what was typed kept."""

from datetime import timedelta
from html import unescape

import pytest

from portal.domain.actions import Role
from portal.domain.amendments import AmendmentKind
from portal.domain.lifecycle import ContractState, ProposalState
from portal.models import Contract, ContractAmendment, Mandate, Proposal, Report, Signature
from portal.services import contracts
from portal.services.contract_text import print_of
from tests import factories as make
from tests.amended import House, quick_passwords
from tests.factories import PASSWORD, sign_in

STRANGE = "{amount} {{ 7 * 7 }} %(reference)s {C01} <b>bold</b>"
pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    quick_passwords(monkeypatch)


@pytest.fixture
def as_(app):
    return lambda person: sign_in(app.test_client(), person)


@pytest.fixture
def offered():
    """A contract that the partner may sign, and the signatory with a mandate."""
    contract = make.contract(state=ContractState.APPROVED)
    fixed = print_of(contracts.full(contracts.by_slug(contract.slug)))
    Contract.update(fingerprint=fixed).execute()
    signatory = make.actor(Role.PARTNER_SIGNATORY, partner=contract.partner)
    make.mandate(signatory)
    return contracts.by_slug(contract.slug), signatory


def text(answer):
    return unescape(answer.get_data(as_text=True))


def person(actor):
    return Mandate.get(Mandate.person == actor.person_id).person


def consent(contract, signatory):
    return {
        "name": signatory.name,
        "password": PASSWORD,
        "fingerprint": contract.fingerprint,
    }


def test_an_award_declined_meanwhile_is_told_and_nothing_is_signed(offered, as_):
    contract, signatory = offered
    desk, data = as_(person(signatory)), consent(*offered)
    Proposal.update(state=ProposalState.DECLINED).execute()
    answer = desk.post(f"/contracts/{contract.slug}/sign", data=data)
    assert answer.status_code == 422
    assert "The award behind this contract does not stand any more." in text(answer)
    assert f'value="{signatory.name}"' in text(answer)
    assert Signature.select().count() == 0


def test_a_mandate_that_ended_yesterday_is_told_with_its_day(offered, as_):
    contract, signatory = offered
    yesterday = make.moment().date() - timedelta(days=1)
    Mandate.update(valid_until=yesterday).execute()
    answer = as_(person(signatory)).post(
        f"/contracts/{contract.slug}/sign", data=consent(*offered)
    )
    assert answer.status_code == 422
    assert f"The mandate of {signatory.name} ended on {yesterday.day} " in text(answer)
    assert Signature.select().count() == 0


def test_two_who_sign_at_the_same_second_leave_one_signature(offered, as_):
    contract, signatory = offered
    other = make.actor(Role.PARTNER_SIGNATORY, partner=contract.partner)
    make.mandate(other)
    address = f"/contracts/{contract.slug}/sign"
    first, second = as_(person(signatory)), as_(person(other))
    assert first.post(address, data=consent(*offered)).status_code == 303
    assert second.post(address, data=consent(contract, other)).status_code == 409
    assert [each.name for each in Signature.select()] == [signatory.name]


def test_a_placeholder_in_what_people_type_is_shown_as_it_was_typed(as_):
    house = House()
    desk = as_(house.person(house.procurement))
    data = {"kind": AmendmentKind.CLAUSES.value, "reason": STRANGE}
    assert desk.post(f"/contracts/{house.slug}/amendments/new", data=data).status_code == 303
    one = ContractAmendment.get()
    words = {"text": f"The partner answers. {STRANGE}", "version": one.version}
    page = f"/contracts/amendments/{one.id}"
    assert desk.post(f"{page}/clauses/C01", data=words).status_code == 303
    shown = desk.get(page)
    assert STRANGE in text(shown)
    assert STRANGE in text(desk.get(f"{page}/clauses/C01"))
    assert "<b>bold</b>" not in shown.get_data(as_text=True)
    house.send(one)
    assert house.find(one).changes["clauses"]["C01"].endswith(STRANGE)


def test_periods_that_would_overlap_keep_an_amendment_back_in_words(as_):
    house = House()
    last = house.reports()[-1]
    Report.update(starts_on=last.starts_on - timedelta(days=1)).where(
        Report.id == last.id
    ).execute()
    one = house.start(ends_on="2027-03-31")
    shown = text(as_(house.person(house.procurement)).get(f"/contracts/amendments/{one.id}"))
    assert "Period 4 would overlap" in shown
    assert "Send to approval" not in shown
