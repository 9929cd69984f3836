"""A minimum standard bears one code, wherever it is named."""

import pytest

from portal.domain.lifecycle import CallState
from portal.models import ServiceNeed
from portal.services import call_reading, contract_text, report_frames, standards
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
