"""Pages of the money of a report, walked as the people who use them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import ReportState
from portal.models import Expenditure, IneligibleAmount, Instalment, Report, ReportRate
from portal.services import clock, monitoring, report_cash
from tests import factories as make


@pytest.fixture
def report(app):
    real = datetime.now(UTC)
    clock.set_shift(round((datetime(2026, 4, 10, 9, tzinfo=UTC) - real).total_seconds()))
    contract = make.contract(make.partner())
    Instalment.create(contract=contract, position=1, percent=40, amount=42_800, condition="?")
    monitoring.make_periods(contract, make.NOON)
    Expenditure.update(amount=Decimal(700)).where(Expenditure.category == "indirect").execute()
    return monitoring.by_slug(f"{contract.slug}-P1")


@pytest.fixture
def address(report):
    return f"/reports/{report.slug}"


@pytest.fixture
def owner(app, report):
    person = make.person(Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY, partner=report.partner)
    return make.sign_in(app.test_client(), person)


@pytest.fixture
def finance(app):
    return make.sign_in(app.test_client(), make.person(Role.FINANCE_OFFICER))


def cash(version="1", **changes):
    typed = {"opening": "0", "received": "42 800", "other": "0", "closing": "42 100"}
    return {"version": version, **typed, **changes}


def filed(report, state=ReportState.SUBMITTED):
    Report.update(state=state).where(Report.id == report.id).execute()


def test_cash_that_does_not_tie_is_told_with_a_link_to_its_field(report, address, owner):
    form = owner.get(f"{address}/edit/cash").text
    assert 'name="opening"' in form
    assert 'value="0"' in form
    assert "MAD 700" in form.replace("\xa0", " ")
    saved = owner.post(f"{address}/edit/cash", data=cash(closing="42 000"))
    assert saved.location == f"{address}?open=cash#cash"
    page = owner.post(f"{address}/submit").text.replace("\xa0", " ")
    assert f'href="{address}/edit/cash#closing"' in page
    assert "The closing balance is MAD 42,000, but the other amounts lead to MAD 42,100" in page
    owner.post(f"{address}/edit/cash", data=cash("2"))
    assert "lead to" not in owner.get(address).text


def test_cash_that_is_no_amount_stays_in_the_form(report, address, owner):
    answer = owner.post(f"{address}/edit/cash", data=cash(received="much", closing="5"))
    assert answer.status_code == 422
    assert 'value="much"' in answer.text
    assert "Enter an amount in figures." in answer.text
    fine = owner.post(f"{address}/edit/cash", data=cash(other="1.005"))
    assert fine.status_code == 422
    assert "at most 2 figures after the point" in fine.text
    assert report_cash.of(report).missing == 4


def test_two_writers_of_the_cash_see_both_versions(report, address, owner):
    owner.post(f"{address}/edit/cash", data=cash())
    answer = owner.post(f"{address}/edit/cash", data=cash(closing="7"))
    assert answer.status_code == 409
    assert "Somebody else saved this meanwhile" in answer.text
    assert 'value="7"' in answer.text
    assert report_cash.of(report).closing == 42_100


def test_a_contract_without_instalments_has_no_page_of_cash(report, address, owner):
    Instalment.delete().execute()
    assert owner.get(f"{address}/edit/cash").status_code == 404


def test_rates_are_kept_and_taken_away(report, address, owner):
    typed = {"currency": "usd", "rate": "9,8512", "from_on": "2026-01-01", "source": "UN rate"}
    assert owner.post(f"{address}/rates", data=typed).status_code == 303
    page = owner.get(f"{address}/rates").text
    assert "The rate is kept." in page
    assert "9.8512" in page
    assert "UN rate" in owner.get(address).text
    gone = owner.post(f"{address}/rates/drop", data={"rate": "USD 2026-01-01"})
    assert (gone.status_code, ReportRate.select().count()) == (303, 0)
    assert owner.post(f"{address}/rates/drop", data={"rate": "USD"}).status_code == 404


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"currency": "XYZ"}, "Enter the three letters of the currency."),
        ({"currency": "MAD"}, "MAD is the currency of the contract and needs no rate."),
        ({"rate": "0"}, "Enter a rate above 0"),
        ({"from_on": "2026-09-01"}, "The rate begins after the period"),
        ({"source": ""}, "Fill this in."),
    ],
)
def test_a_rate_that_cannot_be_kept_stays_in_the_form(report, address, owner, changes, message):
    typed = {"currency": "USD", "rate": "9.5", "from_on": "2026-01-01", "source": "Bank"}
    answer = owner.post(f"{address}/rates", data=typed | changes)
    assert answer.status_code == 422
    assert message in answer.text
    assert 'value="9.5"' in answer.text or 'value="0"' in answer.text
    assert not ReportRate.select().exists()


def test_an_amount_that_is_not_eligible_is_told_to_the_partner(report, address, owner, finance):
    filed(report)
    assert f"{address}/ineligible" in finance.get(address).text
    typed = {"category": "indirect", "amount": "800", "reason": "Rent of January"}
    over = finance.post(f"{address}/ineligible", data=typed)
    assert over.status_code == 422
    assert "At most MAD 700 are left." in over.text.replace("\xa0", " ")
    assert "Rent of January" in over.text
    assert finance.post(f"{address}/ineligible", data=typed | {"amount": "200"}).location
    read = owner.get(address).text
    assert "Rent of January" in read
    assert f"{address}/ineligible" not in read
    row = IneligibleAmount.get()
    lift = f"{address}/ineligible/{row.id}/lift"
    refused = finance.post(lift, data={"reason": " "})
    assert refused.status_code == 422
    assert "Say why the amount is accepted after all." in refused.text
    assert finance.post(lift, data={"reason": "The lease came."}).status_code == 303
    assert "The lease came." in owner.get(address).text
    assert owner.post(lift, data={"reason": "Please"}).status_code == 403
