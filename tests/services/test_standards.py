"""A minimum standard bears one code, wherever it is named."""

import pytest

from portal.domain.actions import Role
from portal.domain.call_terms import Frequency
from portal.domain.lifecycle import CallState, ProposalState
from portal.models import ServiceNeed
from portal.services import (
    call_reading,
    contract_drafting,
    contract_text,
    contracts,
    library,
    report_frames,
    standards,
)
from tests import factories as make
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("app")

CODES = ["S01", "S07", "C1", "C2"]


@pytest.fixture
def contract():
    call = make.call(CallState.AWARDED, awarded_at=NOON, standards=["S01", "S07"])
    for position, text in enumerate(("Doors lock.", "Lamps work."), 1):
        ServiceNeed.create(
            call=call, position=position, service="food", standard=text, verification="Look."
        )
    return make.contract(call=call)


def test_call_contract_and_report_name_a_standard_by_the_same_code(contract):
    call = contract.call
    listed = call_reading.terms(call, standards.needs_of(call), "fr")
    shown = [row["code"] for group in listed for row in group["standards"]]
    agreed = [each["code"] for each in contract_text.terms(contract)["standards"]]
    asked = {
        each.key.partition("@")[0]
        for each in report_frames.frames(contract, "en")["standards"]["checks"]
    }
    assert sorted(shown) == sorted(agreed) == sorted(asked) == sorted(CODES)


def test_a_standard_that_an_amendment_adds_takes_the_first_free_code():
    assert standards.added(CODES) == "A1"
    assert standards.added([*CODES, "A1", "A3"]) == "A2"


def test_every_standard_of_the_library_says_how_often_it_is_checked():
    told = {each["frequency"] for each in library.entries("standards", "standard")}
    assert {Frequency(each) for each in told} <= set(Frequency)
    assert len(told) > 1


def test_a_contract_keeps_each_standard_with_how_often_it_is_checked():
    call = make.call(CallState.AWARDED, awarded_at=NOON, standards=["S01"])
    need = {"service": "food", "standard": "Doors lock.", "frequency": Frequency.MONTH}
    ServiceNeed.create(call=call, position=1, **need)
    award = make.proposal(call, state=ProposalState.AWARDED)
    made = contract_drafting.assemble(award, make.actor(Role.PROCUREMENT_OFFICER), NOON)
    agreed = contract_text.print_of(contracts.full(made))
    ServiceNeed.update(standard="Doors stand open.", frequency=Frequency.YEAR).execute()
    found = contract_text.terms(made)["standards"]
    assert [(each["code"], each["frequency"]) for each in found] == [
        ("S01", "visit"),
        ("C1", "month"),
    ]
    assert found[1]["text"] == "Doors lock."
    assert contract_text.fits(contracts.full(made), agreed)


def test_a_contract_from_before_agrees_on_its_standards_without_a_frequency(contract):
    told = contract_text.terms(contract)["standards"]
    assert [each["code"] for each in told] == CODES
    assert not any("frequency" in each for each in told)
