"""The pages on which an amendment changes what its contract took over from the proposal."""

from html import unescape

import pytest

from portal.domain.amendments import AmendmentKind
from portal.models import Contract, ContractAmendment, Person
from portal.pdf.documents import draft
from portal.pdf.pipeline import compose
from tests.amended import BEFORE_END, House, quick_passwords
from tests.factories import NOON, sign_in
from tests.promised import LASTING, LOCKED, further, promise

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


FEWER = {"version": 1, "question_1": "partly", "question_1_note": "Nine people have it."}


@pytest.fixture
def whole_house(app, monkeypatch):
    quick_passwords(monkeypatch)
    return promise(House(), *further())


def test_an_undertaking_is_changed_and_told_in_the_words_of_both(app, whole_house):
    one = whole_house.start(K.STANDARDS)
    desk = sign_in(app.test_client(), whole_house.person(whole_house.procurement))
    shown = text(desk.get(at(one)))
    assert "Change the undertakings on data protection" in shown
    assert f"{at(one)}/annexes/handover" not in shown
    assert desk.get(f"{at(one)}/annexes/handover").status_code == 404
    page = f"{at(one)}/annexes/data_protection"
    assert LOCKED in text(desk.get(page))
    assert desk.post(page, data=FEWER).status_code == 303
    shown = text(desk.get(at(one)))
    for said in ("Yes</del>", "Partly</ins>", "Nine</ins>"):
        assert said in shown
    assert "It goes to: Legal officer, Data-protection officer, Head of office." in shown
    stale = desk.post(page, data=FEWER | {"question_1_note": "Two people."})
    assert stale.status_code == 409
    for said in ("Two people.", "Nine people have it."):
        assert said in text(stale)


def test_an_answer_without_its_words_is_refused_and_what_was_chosen_is_kept(app, whole_house):
    one = whole_house.start(K.STANDARDS)
    desk = sign_in(app.test_client(), whole_house.person(whole_house.procurement))
    bare = FEWER | {"question_1_note": ""}
    refused = desk.post(f"{at(one)}/annexes/data_protection", data=bare)
    assert refused.status_code == 422
    assert "Data protection: complete the answers (1 fields open)." in text(refused)
    chosen = text(refused).split('value="partly"')[0].rsplit("<input", 1)[1]
    assert "checked" in chosen
    assert ContractAmendment.get_by_id(one.id).changes == {}


def test_own_indicators_and_handover_are_printed_as_a_difference_and_then_whole(
    app, whole_house
):
    one = whole_house.start(K.SCOPE)
    desk = sign_in(app.test_client(), whole_house.person(whole_house.procurement))
    own = {"name": "Young people in school", "unit": "people", "baseline": "4"}
    more = own | {"target": "35", "verification": "Lists of the schools"}
    page = f"{at(one)}/annexes/indicators"
    wrong = desk.post(page, data=rows(own | {"target": "many"}))
    assert wrong.status_code == 422
    assert 'value="many"' in text(wrong)
    assert desk.post(page, data=rows(more)).status_code == 303
    handed = {"version": 2, "question_1": "The city takes the rooms over."}
    assert desk.post(f"{at(one)}/annexes/handover", data=handed).status_code == 303
    told = compose(draft("amendment", one.id, "en", NOON))
    for said in ("20</del>", "35</ins>", "centre</del>", "rooms</ins>", LASTING):
        assert said in told
    whole_house.in_force(one)
    whole = compose(draft("consolidated", one.id, "en", NOON))
    assert "The city takes the rooms over." in whole
    assert whole.count("Changed by amendment 1") == 2


def test_changed_answers_are_told_in_french_to_a_french_reader(app, whole_house):
    Person.update(language="fr").execute()
    one = whole_house.start(K.SCOPE)
    desk = sign_in(app.test_client(), whole_house.person(whole_house.procurement))
    said = {"version": 1, "question_1": "yes", "question_1_note": "Tous les gardiens aussi."}
    assert desk.post(f"{at(one)}/annexes/safeguarding", data=said).status_code == 303
    french = text(desk.get(at(one)))
    for said in ("Modifier les engagements", "En partie</del>", "Oui</ins>"):
        assert said in french
