"""The staff table and the work plan of a contract, as an amendment changes them."""

from datetime import date

import pytest

from portal.domain.amendments import AmendmentKind
from portal.domain.errors import NotFound, RulesBroken
from portal.domain.proposal_parts import PartKey
from portal.pdf.facts.amendments import consolidated_text
from portal.services import amendment_tables, amendment_view, consolidated, contract_promises
from portal.services.amendment_plan import plan
from portal.services.contract_text import content
from tests.amended import BEFORE_END, House, quick_passwords
from tests.promised import COOK, NURSE, RENT, promise, typed

K = AmendmentKind
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def house(app, monkeypatch):
    quick_passwords(monkeypatch)
    return promise(House())


def change(one, key, rows):
    part = amendment_tables.part(one, plan(one), key)
    return amendment_tables.changes(one, part, typed(rows))


def staff(house):
    table = contract_promises.table(contract_promises.of(house.now()), PartKey.STAFFING)
    return [(row["role"], row["number"]) for row in table["rows"]]


def test_the_staff_table_changes_on_the_day_the_amendment_comes_into_force(house):
    one = house.start(K.CLAUSES)
    house.save(one, **change(one, PartKey.STAFFING, [NURSE | {"number": 3}, COOK]))
    assert staff(house) == [("Nurse", 2), ("Driver", 1)]
    house.in_force(one)
    assert staff(house) == [("Nurse", 3), ("Cook", 1)]
    before = contract_promises.shown(dict(consolidated.as_signed(house.now()).content))
    assert [row["role"] for row in before[0]["parts"][1]["rows"]] == ["Nurse", "Driver"]
    then = consolidated.on(house.now(), BEFORE_END.date())
    part = then.annexes[0]["parts"][1]
    assert [row["role"] for row in part["rows"]] == ["Nurse", "Cook"]
    assert part["amendments"] == [1]
    assert then.annexes[0]["parts"][0]["amendments"] == []
    printed = consolidated_text(one.id, "en")
    assert printed["marks"]["parts"] == {"staffing": [1]}


def test_the_difference_tells_each_row_that_was_changed_added_or_taken_out(house):
    one = house.start(K.CLAUSES)
    house.save(one, **change(one, PartKey.STAFFING, [NURSE | {"share": 100}, COOK]))
    (table,) = amendment_view.of(house.find(one)).difference.tables
    told = [(each.mark, (each.after or each.before)["role"]) for each in table.changes]
    assert told == [("changed", "Nurse"), ("added", "Cook"), ("removed", "Driver")]


def test_a_row_that_is_incomplete_and_an_empty_table_are_refused(house):
    one = house.start(K.CLAUSES)
    for rows, rule in (
        ([NURSE, {"role": "Cook"}], "staffing_row_open"),
        ([], "part_staffing_missing"),
    ):
        with pytest.raises(RulesBroken) as kept:
            change(one, PartKey.STAFFING, rows)
        assert [each.rule for each in kept.value.broken] == [rule]


def test_the_words_of_the_contract_take_the_change_away(house):
    one = house.start(K.CLAUSES)
    house.save(one, **change(one, PartKey.STAFFING, [COOK]))
    rows = contract_promises.table(contract_promises.of(house.now()), PartKey.STAFFING)["rows"]
    house.save(one, **change(house.find(one), PartKey.STAFFING, rows))
    assert house.find(one).changes == {}


def test_a_contract_that_froze_no_staff_table_has_none_to_change(app, monkeypatch):
    quick_passwords(monkeypatch)
    house = House()
    one = house.start(K.CLAUSES, terms={"staffing": "Two nurses."})
    assert amendment_tables.offered(one) == []
    with pytest.raises(NotFound):
        amendment_tables.part(one, plan(one), PartKey.STAFFING)
    house.in_force(one)
    then = content(house.whole())
    assert then["terms"]["staffing"] == "Two nurses."
    assert then["promised"]["parts"] == []


def test_a_change_of_the_scope_moves_the_work_plan_within_the_contract(house):
    assert amendment_tables.offered(house.start(K.CLAUSES)) == [PartKey.STAFFING]
    house = promise(House())
    one = house.start(K.SCOPE)
    assert amendment_tables.offered(one) == [PartKey.STAFFING, PartKey.WORK_PLAN]
    with pytest.raises(RulesBroken, match="work_plan_outside"):
        change(one, PartKey.WORK_PLAN, [RENT | {"ends_on": date(2027, 1, 1)}])
    later = change(one, PartKey.WORK_PLAN, [RENT | {"ends_on": date(2026, 12, 31)}])
    house.save(one, ends_on="2027-03-31", **later)
    (table,) = amendment_view.of(house.find(one)).difference.tables
    assert table.changes[0].after["ends_on"] == date(2026, 12, 31)
    house.save(one, ends_on="2026-11-30")
    broken = amendment_tables.problems(house.find(one), plan(house.find(one)))
    assert [each.rule for each in broken] == ["work_plan_outside"]
