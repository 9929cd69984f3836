"""Pages on what reports hold, and the narrative that is kept while it is written."""

from datetime import UTC, datetime

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import ContractState
from portal.models import Contract, Narrative
from portal.services import report_terms
from tests import factories as make
from tests import reports
from tests.blueprints.test_monitoring import move_to


@pytest.fixture
def office(app):
    return make.sign_in(app.test_client(), make.person(Role.PROCUREMENT_OFFICER))


def typed(contract, *asked, words="200"):
    """What a browser sends: the headings that are asked, each with its words."""
    data = {"version": str(contract.version), "sections": ["psea"]}
    for number, code in enumerate(report_terms.library_words()):
        data |= {f"headings-{number}-code": code, f"headings-{number}-words": words}
        if code in asked:
            data[f"headings-{number}-asked"] = "y"
    return data


def test_the_reports_of_a_draft_are_chosen_on_a_page(office):
    draft = make.contract(state=ContractState.DRAFT)
    address = f"/contracts/{draft.slug}/reporting"
    assert "What did the work cost for what it gave" in office.get(address).text
    assert office.post(address, data=typed(draft, "changes", "value")).status_code == 303
    now = Contract.get_by_id(draft.id)
    assert now.report_sections == ["psea"]
    assert now.report_headings == [
        {"code": "changes", "words": 200},
        {"code": "value", "words": 200},
    ]
    assert 'value="200"' in office.get(address).text


def test_a_wrong_choice_stays_in_the_form_and_a_late_one_shows_both(office):
    draft = make.contract(state=ContractState.DRAFT)
    address = f"/contracts/{draft.slug}/reporting"
    few = office.post(address, data=typed(draft, "changes", words="7"))
    assert (few.status_code, 'value="7"' in few.text) == (422, True)
    none = office.post(address, data=typed(draft))
    assert (none.status_code, "Choose at least one heading" in none.text) == (422, True)
    office.post(address, data=typed(draft, "changes"))
    late = office.post(address, data=typed(draft, "lessons"))
    assert (late.status_code, "at most 200 words" in late.text) == (409, True)


def test_an_answer_is_kept_by_itself_with_its_words_counted(app):
    move_to(datetime(2026, 4, 10, 9, tzinfo=UTC))
    partner = make.partner()
    limited = [{"code": "performance", "words": 50}]
    report = reports.report(reports.contract(partner, [], report_headings=limited))
    client = make.sign_in(app.test_client(), make.person(Role.PARTNER_OWNER, partner=partner))
    address = f"/reports/{report.slug}/edit/narrative/performance"
    text = {"version": "1", "text": "word " * 52}
    kept = client.post(f"{address}/autosave", data=text)
    assert kept.status_code == 200
    assert "52 words of at most 50 saved" in kept.text
    assert Narrative.get(report=report).version == 2
    late = client.post(f"{address}/autosave", data=text)
    assert (late.status_code, "saved this section meanwhile" in late.text) == (409, True)
    assert "2 too many" in client.get(address).text
