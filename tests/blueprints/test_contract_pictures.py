"""The pictures of a contract, as office and partner see them."""

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import ContractState
from portal.models import Actual, Report
from tests import factories as make
from tests import pictured


@pytest.fixture
def officer(app):
    return make.sign_in(app.test_client(), make.person(Role.PROGRAMME_OFFICER))


def page(client, contract):
    answer = client.get(f"/contracts/{contract.slug}/pictures")
    assert answer.status_code == 200
    return answer.text


def test_progress_money_and_time_are_drawn_with_their_figures_beside(officer):
    contract = pictured.contract((90, 20_000), (110, 25_500))
    shown = page(officer, contract)
    assert 'id="indicator1-title"' in shown
    assert "200, target 400." in shown
    assert "MAD\N{NO-BREAK SPACE}45,500 of MAD\N{NO-BREAK SPACE}107,000 spent." in shown
    assert shown.count("c-did") == 4
    assert 'data-l="Sum since the start">200<' in "".join(shown.split("\n"))


def test_a_figure_counts_only_once_its_report_is_accepted(officer):
    contract = pictured.contract((90, 20_000))
    second = Report.get(contract=contract, number=2)
    Actual.update(total=777).where(Actual.report == second).execute()
    shown = page(officer, contract)
    assert "90, target 400." in shown
    assert ">777<" not in shown


def test_a_partner_sees_its_own_pictures_and_no_others(app):
    contract = pictured.contract((90, 20_000))
    own = make.person(Role.PARTNER_OWNER, partner=contract.partner)
    assert "Reporting periods" in page(make.sign_in(app.test_client(), own), contract)
    other = make.person(Role.PARTNER_OWNER, partner=make.partner())
    stranger = make.sign_in(app.test_client(), other)
    assert stranger.get(f"/contracts/{contract.slug}/pictures").status_code == 404


def test_a_contract_that_is_not_in_force_says_what_will_be_here(officer):
    contract = make.contract(state=ContractState.DRAFT)
    assert "once the contract is in force" in page(officer, contract)


def test_figures_are_written_as_french_does(officer):
    contract = pictured.contract((1_200, 20_000.5), targets={"New arrivals": 4_000})
    officer.set_cookie("language", "fr")
    shown = page(officer, contract)
    assert "1\N{NARROW NO-BREAK SPACE}200" in shown
