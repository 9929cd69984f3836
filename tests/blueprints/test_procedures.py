"""The pages of procedures: written, refused with what was typed, shown, printed."""

import pytest

from portal.models import MatrixRow, Person, Procedure, StateBudget
from portal.pdf.facts import procedures as facts
from portal.services import procedures
from tests import factories as make
from tests.proceeding import House


@pytest.fixture
def house(app):
    return House()


def client(app, who):
    return make.sign_in(app.test_client(), Person.get_by_id(who.person_id))


def text(answer):
    return answer.get_data(as_text=True)


def test_a_centre_without_procedures_says_so_until_some_are_in_force(app, house):
    officer = client(app, house.officer)
    address = f"/centres/{house.centre.slug}"
    assert "No procedures are in force" in text(officer.get(address))
    house.in_force()
    house.budget()
    assert "Procedures in force" in text(officer.get(address))
    page = text(officer.get(f"{address}/procedures"))
    assert "2026, 12.03" in page
    assert "BGN" in page


def test_what_is_missing_is_listed_and_leads_to_where_it_is_written(app, house):
    officer = client(app, house.officer)
    begun = officer.post(
        f"/centres/{house.centre.slug}/procedures/new", data={"language": "en"}
    )
    page = text(officer.get(begun.location))
    row = MatrixRow.get(MatrixRow.name == "Accommodation")
    assert f'href="{begun.location}/matrix/{row.id}"' in page
    assert "Write what happens if it fails." in page


def test_a_service_is_written_then_the_next_and_a_refused_one_keeps_what_was_typed(app, house):
    draft = house.draft(complete=False)
    officer = client(app, house.officer)
    first, second = procedures.matrix(draft)[:2]
    address = f"/procedures/{draft.id}/matrix"
    typed = {"number": "1", "name": "Beds", "ministry": "A", "iom": "R", "version": "1"}
    saved = officer.post(f"{address}/{first.id}", data={**typed, "onward": "1"})
    assert saved.location.endswith(f"{address}/{second.id}")
    refused = officer.post(f"{address}/{second.id}", data={**typed, "name": "", "form": "F7"})
    assert refused.status_code == 422
    assert 'value="F7"' in text(refused)
    stale = officer.post(f"{address}/{first.id}", data={**typed, "name": "Rooms"})
    assert stale.status_code == 409
    assert "Beds" in text(stale)


def test_sections_are_added_and_removed_and_texts_kept_on_conflict(app, house):
    draft = house.draft()
    officer = client(app, house.officer)
    address = f"/procedures/{draft.id}"
    typed = {"number": "1", "title": "Visits", "text": "On Sundays.", "version": "1"}
    assert officer.post(f"{address}/sections/new", data=typed).status_code == 303
    made = procedures.sections(draft)[0]
    assert made.title == "Visits"
    assert officer.post(f"{address}/sections/{made.id}/remove").status_code == 303
    given = {"purpose": "Mine.", "basis": "Law.", "version": "7"}
    stale = officer.post(f"{address}/text", data=given)
    assert stale.status_code == 409
    assert "Mine." in text(stale)


def test_each_step_is_taken_by_its_person_on_its_page(app, house):
    draft = house.draft()
    address = f"/procedures/{draft.id}"
    reviewer, head = client(app, house.reviewer), client(app, house.head)
    assert client(app, house.officer).post(f"{address}/review").status_code == 403
    assert reviewer.post(f"{address}/return", data={"remark": "Name it."}).status_code == 303
    assert "Name it." in text(reviewer.get(address))
    assert client(app, house.officer).post(f"{address}/answer").status_code == 303
    assert reviewer.post(f"{address}/review").status_code == 303
    day = house.at.date().isoformat()
    letter = {"letter": "L/1", "state_signatory": "A. Petrova", "office_signatory": "H. M."}
    head.post(f"{address}/agree", data={"agreed_on": day, **letter})
    early = head.post(f"{address}/start", data={"starts_on": "2020-01-01"})
    assert early.status_code == 422
    assert "agreed before they apply" in text(early)
    assert head.post(f"{address}/start", data={"starts_on": day}).status_code == 303
    assert head.post(f"{address}/issue").status_code == 303
    assert head.post(f"{address}/withdraw", data={"reason": "Law."}).status_code == 303
    assert Procedure.get().state.value == "withdrawn"


def test_the_difference_of_two_versions_is_shown_in_french_too(app, house):
    house.in_force()
    second = house.draft()
    MatrixRow.update(response="2 h").where(
        (MatrixRow.procedure == second) & (MatrixRow.name == "Food")
    ).execute()
    officer = client(app, house.officer)
    address = f"/procedures/{second.id}/differences"
    assert "Response time" in text(officer.get(address))
    officer.post("/language", data={"language": "fr", "next": "/"})
    assert "Délai de réponse" in text(officer.get(address))


def test_a_budget_line_is_noted_and_changed(app, house):
    officer = client(app, house.officer)
    typed = {
        "year": "2026", "level": "regional", "line": "Social 4", "currency": "bgn",
        "committed": "90 000", "paid": "", "source": "", "version": "1",
    }  # fmt: skip
    address = f"/centres/{house.centre.slug}/state-budget/new"
    assert officer.post(address, data=typed).status_code == 303
    line = StateBudget.get()
    assert (line.currency, line.paid) == ("BGN", 0)
    again = officer.post(address, data=typed)
    assert again.status_code == 422
    assert "noted already" in text(again)
    paid = {**typed, "paid": "40 000"}
    assert officer.post(f"/state-budgets/{line.id}", data=paid).status_code == 303
    assert officer.post(f"/state-budgets/{line.id}", data=typed).status_code == 409


def test_an_amount_that_no_column_holds_is_refused_with_what_was_typed(app, house):
    typed = "1e30"
    entry = {
        "year": "2026", "level": "regional", "line": "Social 4", "currency": "USD",
        "committed": "90 000", "paid": typed, "source": "", "version": "1",
    }  # fmt: skip
    address = f"/centres/{house.centre.slug}/state-budget/new"
    answer = client(app, house.officer).post(address, data=entry)
    assert answer.status_code == 422
    assert "twelve figures at the most" in text(answer)
    assert f'value="{typed}"' in text(answer)
    assert not StateBudget.select().exists()


def test_the_paper_holds_the_matrix_and_who_agreed_it(house):
    told = facts.version(house.in_force().id, "fr")
    assert told["matrix"][0]["duties"][:2] == ["A", "R"]
    assert told["agreement"]["letter"] == "SAR/2026/14"
    assert told["agreement"]["reviewer"]
