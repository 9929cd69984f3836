"""The pages of amendments: begun, changed, previewed, approved, signed."""

import re
from html import unescape

import pytest

from portal.domain.amendments import AmendmentKind
from portal.models import ContractAmendment, Document, Instalment, Person
from tests.amended import House, extension, quick_passwords
from tests.factories import PASSWORD, sign_in

K = AmendmentKind
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def house(app, monkeypatch):
    quick_passwords(monkeypatch)
    return House()


@pytest.fixture
def as_(app, house):
    return lambda who: sign_in(app.test_client(), house.person(who))


def text(answer):
    return unescape(answer.get_data(as_text=True))


def at(one):
    return f"/contracts/amendments/{one.id}"


def test_an_amendment_is_begun_with_a_reason_and_a_second_one_is_refused(house, as_):
    desk = as_(house.programme)
    here = f"/contracts/{house.slug}"
    assert "Begin an amendment" in text(desk.get(here))
    page = f"{here}/amendments/new"
    bare = desk.post(page, data={"kind": "extension", "reason": " "})
    assert bare.status_code == 422
    assert re.search(r'checked[^>]*value="extension"', text(bare))
    made = desk.post(page, data={"kind": "extension", "reason": "The rent runs on."})
    assert made.status_code == 303
    again = desk.post(page, data={"kind": "budget", "reason": "More beds."})
    assert again.status_code == 422
    assert "Amendment 1 of this contract is open" in text(again)
    assert "More beds." in text(again)
    assert "Amendment 1: No-cost extension" in text(desk.get(here))


def test_the_draft_says_what_is_missing_and_shows_the_effect_before_it_is_sent(house, as_):
    one = house.start()
    desk = as_(house.procurement)
    assert "The amendment changes nothing yet." in text(desk.get(at(one)))
    form = text(desk.get(f"{at(one)}/edit"))
    assert 'value="2026-12-31"' in form
    assert "New amount" not in form
    bad = desk.post(f"{at(one)}/edit", data=typed(one, ends_on="soon"))
    assert bad.status_code == 422
    saved = desk.post(f"{at(one)}/edit", data=typed(one, ends_on="2027-03-31"))
    assert saved.status_code == 303
    shown = text(desk.get(at(one)))
    assert "31 March 2027" in shown
    assert "1 January 2027" in shown
    assert "30 May 2027" in shown
    assert "It goes to: Head of office." in shown
    assert "Period 5: 80" in shown
    assert desk.post(f"{at(one)}/send").status_code == 303
    assert desk.get(f"{at(one)}/edit").status_code == 409


def typed(one, **changes):
    fields = {"version": one.version, "report_days": 30}
    house_rows = {
        f"instalments-{n}-{name}": getattr(row, name)
        for n, row in enumerate(one.contract.instalments.order_by(Instalment.position))
        for name in ("amount", "condition")
    }
    goals = {
        f"targets-{n}-{name}": value
        for n, row in enumerate(one.contract.targets)
        for name, value in (("key", row.indicator_id), ("target", row.target))
    }
    return {**fields, **house_rows, **goals, **changes}


def test_a_new_instalment_is_due_by_a_rule_of_its_own(house, as_):
    one, desk = house.start(), as_(house.procurement)
    row = {"amount": "1000", "condition": "In August.", "due": "date", "findings": "y"}
    new = {f"instalments-9-{name}": value for name, value in row.items()}
    bare = desk.post(f"{at(one)}/edit", data=typed(one, ends_on="2027-03-31", **new))
    assert bare.status_code == 422
    assert "Give the date." in text(bare)
    assert 'value="In August."' in text(bare)
    day = {"instalments-9-due_on": "2026-08-01"}
    kept = desk.post(f"{at(one)}/edit", data=typed(one, ends_on="2027-03-31", **new, **day))
    assert kept.status_code == 303
    shown = text(desk.get(at(one)))
    assert "Can be requested from 1 August 2026 on; no finding open" in shown
    assert "The instalments add up to" in shown


def test_an_earlier_end_is_previewed_and_what_was_filed_stays_in_words(house, as_):
    house.file(3)
    one, desk = house.start(K.SHORTENING), as_(house.procurement)
    days = {"ends_on": "2026-08-31"}
    assert desk.post(f"{at(one)}/edit", data=typed(one, **days)).status_code == 303
    shown = text(desk.get(at(one)))
    assert "Earlier end of the contract" in shown
    assert "The report of period 3 was filed." in shown
    assert "Falls away with its report" in shown
    assert "before: 30 September 2026" in shown


def test_a_budget_off_by_one_unit_is_told_and_what_was_typed_is_kept(house, as_):
    one = house.start(K.BUDGET)
    desk = as_(house.procurement)
    rows = budget_rows(one, staff="431999.99", supplies="68000")
    assert desk.post(f"{at(one)}/edit", data={**typed(one), **rows}).status_code == 303
    shown = text(desk.get(at(one)))
    assert "The instalments add up to 500,000" in shown
    assert "499,999.99" in shown
    assert "431,999.99" in shown
    kept = text(desk.get(f"{at(one)}/edit"))
    assert "431999.99" in kept
    stale = desk.post(f"{at(one)}/edit", data={**typed(one, version=1), **rows})
    assert stale.status_code == 409
    assert "Somebody else saved this meanwhile" in text(stale)


def budget_rows(one, **amounts):
    return {
        f"budget-{n}-{name}": value
        for n, (code, amount) in enumerate(amounts.items())
        for name, value in (("code", code), ("amount", amount))
    }


def test_a_clause_and_a_standard_are_changed_and_shown_word_by_word(house, as_):
    one = house.start(K.STANDARDS)
    desk = as_(house.procurement)
    page = f"{at(one)}/clauses/C21"
    assert "Independence of the parties" in text(desk.get(page))
    assert desk.post(page, data={"version": 1, "text": " "}).status_code == 422
    assert desk.post(page, data={"version": 1, "text": "Both are free."}).status_code == 303
    rows = text(desk.get(f"{at(one)}/standards"))
    assert "New standard" in rows
    lamp = {"code": "", "text": "A lamp.", "verification": "Visit."}
    new = {"version": 2} | {f"standards-0-{name}": said for name, said in lamp.items()}
    assert desk.post(f"{at(one)}/standards", data=new).status_code == 303
    shown = text(desk.get(at(one)))
    assert "free</ins>" in shown.replace(".</ins>", "</ins>")
    assert "A lamp" in shown
    assert "It goes to: Legal officer, Data-protection officer, Head of office." in shown


def test_how_often_a_standard_is_checked_is_changed_and_shown(house, as_):
    asked = {"code": "S01", "text": "A toilet for 20.", "verification": "Count.", "source": ""}
    contract = house.now()
    contract.own_terms["standards"] = [{**asked, "frequency": "report"}]
    contract.save()
    one, desk = house.start(K.STANDARDS), as_(house.procurement)
    page = text(desk.get(f"{at(one)}/standards"))
    assert '<option selected value="report">with each report</option>' in page
    typed = asked | {"frequency": "visit"}
    new = {"version": 1} | {f"standards-0-{name}": said for name, said in typed.items()}
    wrong = new | {"standards-0-frequency": "never"}
    assert desk.post(f"{at(one)}/standards", data=wrong).status_code == 422
    assert desk.post(f"{at(one)}/standards", data=new).status_code == 303
    shown = text(desk.get(at(one)))
    assert "How often it is checked" in shown
    assert "with each report" in shown
    assert "on each visit" in shown


def test_no_whole_account_number_is_written_into_an_amendment(house, as_):
    one = house.start(K.IDENTITY)
    wish = {
        "version": str(one.version),
        "name": "Nour",
        "account": "MA64 0115 1900 0001 2050 00",
    }
    refused = as_(house.procurement).post(f"{at(one)}/edit", data=wish)
    assert refused.status_code == 422
    assert "Do not write the whole number here" in text(refused)
    kept = ContractAmendment.get_by_id(one.id)
    assert "0115" not in str(kept.changes)


def test_an_amendment_goes_from_the_draft_to_both_signatures_on_the_pages(house, as_):
    one = house.start(**extension())
    partner, head = as_(house.signatory), as_(house.head)
    assert partner.get(at(one)).status_code == 403
    house.send(one)
    approval = f"/contracts/amendments/approvals/{house.waiting(one)['head'].id}"
    assert approval in text(head.get("/work"))
    returned = head.post(approval, data={"decision": "return", "comment": ""})
    assert returned.status_code == 422
    assert head.post(approval, data={"decision": "agree"}).status_code == 303
    assert f"{at(one)}/sign" in text(partner.get(at(one)))
    data = consent(house.signatory, one)
    wrong = partner.post(f"{at(one)}/sign", data={**data, "name": "Nobody"})
    assert wrong.status_code == 422
    assert "Type your name as it stands" in text(wrong)
    assert 'value="Nobody"' in text(wrong)
    assert partner.post(f"{at(one)}/sign", data=data).status_code == 303
    assert head.post(f"{at(one)}/countersign", data=consent(house.head, one)).status_code == 303
    shown = text(partner.get(f"/contracts/{house.slug}"))
    assert "31 March 2027" in shown
    assert Document.select().where(Document.kind == "amendment").count() == 1


def consent(who, one):
    found = ContractAmendment.get_by_id(one.id)
    return {"name": who.name, "password": PASSWORD, "fingerprint": found.fingerprint}


def test_the_partner_declines_and_the_office_withdraws_with_a_reason(house, as_):
    one = house.agreed(house.start(**extension()))
    partner, desk = as_(house.signatory), as_(house.procurement)
    assert partner.post(f"{at(one)}/decline", data={"comment": ""}).status_code == 422
    told = {"comment": "Our lease ends."}
    assert partner.post(f"{at(one)}/decline", data=told).status_code == 303
    assert "Our lease ends." in text(desk.get(at(one)))
    assert desk.get(f"{at(one)}/withdraw").status_code == 409
    other = house.start()
    assert desk.post(f"{at(other)}/withdraw", data={"comment": ""}).status_code == 422
    assert desk.post(f"{at(other)}/withdraw", data=told).status_code == 303
    assert partner.get(at(other)).status_code == 403


def test_the_page_of_an_amendment_is_french_for_a_french_reader(house, as_):
    one = house.start(**extension())
    Person.update(language="fr").where(Person.id == house.legal.person_id).execute()
    shown = text(as_(house.legal).get(at(one)))
    assert "Prolongation sans coût" in shown
    assert "Périodes de rapport" in shown


def test_the_contract_is_read_as_it_stood_on_a_day(house, as_):
    house.in_force(house.start(**extension()))
    reader, page = as_(house.signatory), f"/contracts/{house.slug}/text"
    now = text(reader.get(f"{page}?on=2026-07-01"))
    assert "Changed by amendment 1" in now
    assert "31 March 2027" in now
    before = text(reader.get(f"{page}?on=2026-04-01"))
    assert "as it was signed" in before
    assert "31 December 2026" in before
    early = reader.get(f"{page}?on=2025-01-01")
    assert early.status_code == 422
    assert "was not in force on that day" in text(early)
    assert 'value="2025-01-01"' in text(early)
    assert reader.get(f"{page}?on=soon").status_code == 422
    assert reader.get(f"/contracts/{house.slug}/text.pdf?on=2025-01-01").status_code == 422
