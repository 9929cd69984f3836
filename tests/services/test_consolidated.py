"""The contract as it stood on a day: each change marked with its amendment."""

from datetime import UTC, date, datetime

import pytest

from portal.domain.errors import RuleBroken
from portal.models import ContractAmendment
from portal.services import consolidated
from tests.amended import House, K, extension, quick_passwords

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def house(app, monkeypatch):
    quick_passwords(monkeypatch)
    made = House()
    made.in_force(made.start(**extension()))
    words = {"scope": "Thirty rooms."}
    second = made.in_force(made.start(K.SCOPE, terms=words, ends_on="2027-06-30"))
    later = datetime(2026, 8, 1, 12, tzinfo=UTC)
    ContractAmendment.update(in_force_at=later).where(
        ContractAmendment.id == second.id
    ).execute()
    return made


def test_the_text_of_a_day_has_the_amendments_that_were_in_force(house):
    contract = house.now()
    first, second, third = (
        consolidated.on(contract, date(2026, month, 15)) for month in (5, 7, 9)
    )
    assert [len(each.amendments) for each in (first, second, third)] == [0, 1, 2]
    assert [each.day("ends_on") for each in (first, second, third)] == [
        date(2026, 12, 31),
        date(2027, 3, 31),
        date(2027, 6, 30),
    ]
    assert first.content["terms"]["scope"] == second.content["terms"]["scope"]
    assert third.content["terms"]["scope"] == "Thirty rooms."


def test_each_change_is_marked_with_every_amendment_that_made_it(house):
    found = consolidated.on(house.now(), date(2026, 9, 1))
    assert found.by("parts", "dates") == [1, 2]
    assert found.by("clauses", "C04") == [1, 2]
    assert found.by("terms", "scope") == [2]
    assert found.by("clauses", "C21") == ()
    rows = {row["code"]: row["amendments"] for part in found.parts for row in part["clauses"]}
    assert (rows["C04"], rows["C21"]) == ([1, 2], [])


def test_there_is_no_text_before_the_contract_was_in_force(house):
    with pytest.raises(RuleBroken, match="consolidated_before"):
        consolidated.on(house.now(), date(2026, 3, 1))
