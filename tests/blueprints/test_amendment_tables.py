"""The pages on which an amendment changes the staff table and the work plan."""

from html import unescape

import pytest

from portal.domain.amendments import AmendmentKind
from portal.models import Contract, ContractAmendment, Person
from portal.pdf.documents import draft
from portal.pdf.pipeline import compose
from tests.amended import BEFORE_END, House, quick_passwords
from tests.factories import NOON, sign_in
from tests.promised import promise

K = AmendmentKind
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def house(app, monkeypatch):
    quick_passwords(monkeypatch)
    return promise(House())


@pytest.fixture
def as_(app, house):
    return lambda who: sign_in(app.test_client(), house.person(who))


def text(answer):
    return unescape(answer.get_data(as_text=True))


def at(one):
    return f"/contracts/amendments/{one.id}"


def rows(*given, version=1):
    fields = {"version": version}
    for number, row in enumerate(given):
        fields |= {f"rows-{number}-{name}": value for name, value in row.items()}
    return fields


NURSE = {"role": "Nurse", "post": "", "number": "3", "share": "50", "night": "y"}
DRIVER = {"role": "Driver", "post": "", "number": "1", "share": "100", "remove": "y"}
COOK = {"role": "Cook", "post": "", "number": "1", "share": "80", "day": "y"}


def test_rows_of_the_staff_table_are_changed_added_and_taken_out(house, as_):
    one, desk = house.start(K.CLAUSES), as_(house.procurement)
    assert f"{at(one)}/annexes/staffing" in text(desk.get(at(one)))
    page = f"{at(one)}/annexes/staffing"
    assert 'value="Driver"' in text(desk.get(page))
    assert desk.post(page, data=rows(NURSE, DRIVER, COOK)).status_code == 303
    shown = text(desk.get(at(one)))
    for said in ("2</del>", "3</ins>", "Driver</del>", "Cook</ins>", "newly added"):
        assert said in shown
    assert "It goes to: Legal officer, Head of office." in shown
    stale = desk.post(page, data=rows(NURSE, DRIVER))
    assert stale.status_code == 409
    assert "Somebody else saved this meanwhile" in text(stale)


def test_a_row_that_is_incomplete_is_told_and_what_was_typed_is_kept(house, as_):
    one, desk = house.start(K.CLAUSES), as_(house.procurement)
    page = f"{at(one)}/annexes/staffing"
    bare = desk.post(page, data=rows(NURSE, {"role": "Night guard", "post": ""}))
    assert bare.status_code == 422
    assert "Staffing: complete row 2." in text(bare)
    assert 'value="Night guard"' in text(bare)
    wrong = desk.post(page, data=rows(NURSE | {"share": "120"}))
    assert wrong.status_code == 422
    assert 'value="120"' in text(wrong)
    none = desk.post(page, data=rows(DRIVER))
    assert none.status_code == 422
    assert ContractAmendment.get_by_id(one.id).changes == {}


def test_a_work_plan_is_changed_with_the_scope_alone(house, as_):
    one, desk = house.start(K.SCOPE), as_(house.procurement)
    moved = {
        "activity": "Rent the rooms",
        "responsible": "Coordinator",
        "starts_on": "2026-02-01",
        "ends_on": "2026-05-31",
        "milestone": "All leases are signed",
    }
    page = f"{at(one)}/annexes/work_plan"
    turned = desk.post(page, data=rows(moved | {"ends_on": "2026-01-31"}))
    assert turned.status_code == 422
    assert "row 1 ends before it starts" in text(turned)
    assert desk.post(page, data=rows(moved)).status_code == 303
    shown = text(desk.get(at(one)))
    assert "31 March 2026</del>" in shown
    assert "31 May 2026</ins>" in shown


def test_where_no_staff_table_was_taken_over_the_words_on_staffing_are_changed(house, as_):
    Contract.update(own_terms={}).execute()
    one, desk = house.start(K.CLAUSES), as_(house.procurement)
    assert "/annexes/staffing" not in text(desk.get(at(one)))
    assert desk.get(f"{at(one)}/annexes/staffing").status_code == 404
    assert 'name="staffing"' in text(desk.get(f"{at(one)}/edit"))


def test_amendment_and_consolidated_text_print_the_rows(house, as_):
    one = house.in_force(amended(house, as_))
    told = compose(draft("amendment", one.id, "en", NOON))
    assert "Driver</del>" in told
    assert "3</ins>" in told
    whole = compose(draft("consolidated", one.id, "en", NOON))
    assert "Cook" in whole
    assert "Driver" not in whole
    assert whole.count("Changed by amendment 1") == 1
    reader, day = as_(house.signatory), BEFORE_END.date().isoformat()
    now = text(reader.get(f"/contracts/{house.slug}/text?on={day}"))
    assert "Cook" in now
    assert "Changed by amendment 1" in now
    before = text(reader.get(f"/contracts/{house.slug}/text?on=2026-05-01"))
    assert "Driver" in before
    assert "Cook" not in before


def amended(house, as_):
    """An amendment that changes, adds and takes out a row of the staff table."""
    one, desk = house.start(K.CLAUSES), as_(house.procurement)
    page = f"{at(one)}/annexes/staffing"
    assert desk.post(page, data=rows(NURSE, DRIVER, COOK)).status_code == 303
    return one


def test_the_rows_of_a_table_are_told_in_french_to_a_french_reader(house, as_):
    one = amended(house, as_)
    Person.update(language="fr").where(Person.id == house.procurement.person_id).execute()
    desk = as_(house.procurement)
    french = text(desk.get(at(one)))
    for said in ("Modifier le tableau du personnel", "supprimé", "ajoutée", "Nuit"):
        assert said in french
    assert "Tableau du personnel avec" in text(desk.get(f"{at(one)}/annexes/staffing"))
