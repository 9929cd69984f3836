"""The pages of a contract, as each person meets them."""

from html import unescape

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState, ContractState, ProposalState
from portal.models import (
    Contract,
    ContractClause,
    DeliveredMail,
    Document,
    Instalment,
    Signature,
)
from portal.models.records import DocumentState
from portal.services import contract_drafting as drafting
from portal.services import contract_reviews, contracts
from tests import factories as make
from tests.conftest import made_again
from tests.factories import NOON, PASSWORD, sign_in

pytestmark = pytest.mark.usefixtures("app")


class Office:
    """A contract, and the people around it."""

    def __init__(self):
        call = make.call(CallState.AWARDED, awarded_at=NOON)
        self.award = make.proposal(call, state=ProposalState.AWARDED)
        self.procurement = make.person(Role.PROCUREMENT_OFFICER)
        self.legal = make.person(Role.LEGAL_OFFICER)
        self.officer = make.person(Role.DATA_PROTECTION_OFFICER)
        self.head = make.person(Role.HEAD_OF_OFFICE)
        self.signatory = make.person(Role.PARTNER_SIGNATORY, partner=self.award.partner)
        for who in (self.head, self.signatory):
            make.mandate(who)

    def actor(self, person):
        return make.accounts.actor_of(person)

    def draft(self):
        return drafting.assemble(self.award, self.actor(self.procurement), NOON)

    def approved(self):
        made = self.draft()
        contracts.send(made, self.actor(self.procurement), NOON)
        make.agreed(made, self.actor(self.legal), self.actor(self.officer))
        contracts.approve(made, self.actor(self.head), NOON)
        return made


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def as_(app):
    """A browser in which the person is signed in."""
    return lambda person: sign_in(app.test_client(), person)


def address(contract, rest=""):
    return f"/contracts/{contract.slug}{rest}"


def state(contract):
    return contracts.by_slug(contract.slug).state


def text(answer):
    return unescape(answer.get_data(as_text=True))


def signing(person, contract, **changes):
    given = {
        "name": person.name,
        "password": PASSWORD,
        "fingerprint": contract.fingerprint,
    }
    return {**given, **changes}


def test_the_office_assembles_clears_and_approves_on_the_pages(office, as_):
    desk, head = as_(office.procurement), as_(office.head)
    partner = as_(office.signatory)
    assert "Awards without a contract" in text(desk.get("/contracts/"))
    went = desk.post("/contracts/assemble", data={"proposal_id": str(office.award.id)})
    contract = Contract.get()
    assert went.location == address(contract)
    assert "Send the contract to review" in text(desk.get(went.location))
    assert partner.get(address(contract)).status_code == 403
    desk.post(address(contract, "/send"))
    for person in (office.legal, office.officer):
        assert "Agree or return" in text(as_(person).get(address(contract)))
        for review in contract_reviews.of(contract):
            as_(person).post(f"/contracts/reviews/{review.id}", data={"decision": "agree"})
    assert "Approve or return" in text(head.get(address(contract)))
    head.post(address(contract, "/approval"), data={"decision": "agree"})
    assert state(contract) is ContractState.APPROVED
    assert "Read and sign" in text(partner.get(address(contract)))


def test_both_sides_sign_and_the_partner_has_mail_and_a_document(app, office, as_):
    contract = office.approved()
    head, partner = as_(office.head), as_(office.signatory)
    assert contract.fingerprint[:16] in text(partner.get(address(contract, "/sign")))
    partner.post(address(contract, "/sign"), data=signing(office.signatory, contract))
    head.post(address(contract, "/countersign"), data=signing(office.head, contract))
    assert state(contract) is ContractState.IN_FORCE
    assert "The contract is in force" in text(partner.get(address(contract)))
    app.extensions["jobs"].deliver.call_local()
    assert Document.get().state is DocumentState.ISSUED
    answer = partner.get(address(contract, ".pdf"))
    assert answer.mimetype == "application/pdf"
    assert "draft" not in answer.headers["Content-Disposition"]
    subjects = [mail.subject for mail in DeliveredMail.select()]
    assert f"Contract {contract.reference} is in force" in subjects
    bodies = "".join(mail.body for mail in DeliveredMail.select())
    assert f"/contracts/{contract.slug}" in bodies


def test_a_second_click_on_assemble_leads_to_the_same_contract(office, as_):
    desk = as_(office.procurement)
    given = {"proposal_id": str(office.award.id)}
    first = desk.post("/contracts/assemble", data=given)
    again = desk.post("/contracts/assemble", data=given)
    assert first.location == again.location
    assert Contract.select().count() == 1


@pytest.mark.parametrize("typed", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_proposal_is_told_as_unknown(office, as_, typed):
    answer = as_(office.procurement).post("/contracts/assemble", data={"proposal_id": typed})
    assert answer.status_code == 404


def test_a_proposal_without_award_is_refused_with_a_sentence(office, as_):
    other = make.proposal(state=ProposalState.ELIGIBLE)
    answer = as_(office.procurement).post(
        "/contracts/assemble", data={"proposal_id": str(other.id)}
    )
    assert answer.status_code == 422
    assert "A contract is made only from an awarded proposal." in text(answer)


def test_two_writers_of_a_clause_see_both_texts(office, as_):
    contract = office.draft()
    path = address(contract, "/clauses/C06")
    desk = as_(office.procurement)
    assert desk.post(path, data={"text": "From the first.", "version": "1"}).status_code == 303
    answer = desk.post(path, data={"text": "From the second.", "version": "1"})
    assert answer.status_code == 409
    assert "From the first." in text(answer)
    assert "From the second." in text(answer)
    assert 'name="version" type="hidden" value="2"' in text(answer)
    assert drafting.clause_of(contract, "C06").text == "From the first."
    desk.post(path, data={"text": "From both.", "version": "2"})
    assert drafting.clause_of(contract, "C06").text == "From both."
    assert "Differs from the library" in text(desk.get(address(contract)))


def test_a_clause_cannot_be_emptied(office, as_):
    contract = office.draft()
    answer = as_(office.procurement).post(
        address(contract, "/clauses/D11"), data={"text": " ", "version": "1"}
    )
    assert answer.status_code == 422
    assert "Fill this in." in text(answer)


def test_an_unknown_clause_or_contract_is_told_as_unknown(office, as_):
    desk = as_(office.procurement)
    assert desk.get(address(office.draft(), "/clauses/Z99")).status_code == 404
    assert desk.get("/contracts/IOM-MAR-1999-001-C1").status_code == 404


def rows(contract, *pairs, starts="2027-02-01", ends="2028-01-31"):
    given = {"version": str(contract.version), "starts_on": starts, "ends_on": ends}
    for number, (percent, condition) in enumerate(pairs):
        given[f"instalments-{number}-percent"] = percent
        given[f"instalments-{number}-condition"] = condition
    return given


def test_dates_and_instalments_are_changed_and_empty_rows_left_out(office, as_):
    contract = office.draft()
    desk = as_(office.procurement)
    assert 'name="instalments-5-percent"' in text(desk.get(address(contract, "/edit")))
    given = rows(contract, ("60", "Signature."), ("", ""), ("40", "End."), ends="2027-07-31")
    assert desk.post(address(contract, "/edit"), data=given).status_code == 303
    assert [row.percent for row in Instalment.select()] == [60, 40]
    assert "31 July 2027" in drafting.clause_of(contract, "C04").text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"ends_on": "2027-01-01"}, "The end day must be after the start day."),
        ({"ends_on": "9999-12-31"}, "A contract lasts 20 years at the most."),
        ({"ends_on": "2027-08-12"}, "The duration must be a number of whole months"),
        ({"ends_on": ""}, "Fill this in."),
        ({"instalments-0-percent": "0"}, "Number must be between 1 and 100."),
        ({"instalments-0-condition": ""}, "Give the percent and the condition"),
    ],
)
def test_wrong_dates_and_rows_are_told_and_kept(office, as_, given, sentence):
    contract = office.draft()
    typed = rows(contract, ("100", "Everything at the end.")) | given
    answer = as_(office.procurement).post(address(contract, "/edit"), data=typed)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert 'value="2027-02-01"' in text(answer)
    assert Instalment.select().count() == 4


def test_a_second_writer_of_the_dates_sees_what_stands(office, as_):
    contract = office.draft()
    desk = as_(office.procurement)
    given = rows(contract, ("100", "First writer."))
    desk.post(address(contract, "/edit"), data=given)
    answer = desk.post(
        address(contract, "/edit"), data=rows(contract, ("100", "Second writer."))
    )
    assert answer.status_code == 409
    assert "First writer." in text(answer)
    assert "Second writer." in text(answer)
    assert Instalment.get().condition == "First writer."


def test_instalments_that_do_not_add_up_are_told_on_the_draft(office, as_):
    contract = office.draft()
    desk = as_(office.procurement)
    desk.post(address(contract, "/edit"), data=rows(contract, ("90", "Almost all.")))
    sentence = "The instalments add up to 90 percent. They must add up to 100."
    assert sentence in text(desk.get(address(contract)))
    answer = desk.post(address(contract, "/send"))
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert state(contract) is ContractState.DRAFT


def test_rules_of_instalments_are_chosen_on_the_draft(office, as_):
    contract = office.draft()
    desk = as_(office.procurement)
    chosen = {"due": "report", "report": "0", "advance": "y", "findings": "y"}
    data = rows(contract, ("100", "The end."))
    data |= {f"instalments-0-{name}": value for name, value in chosen.items()}
    unclear = desk.post(address(contract, "/edit"), data={**data, "instalments-0-report": ""})
    assert unclear.status_code == 422
    assert "Give the number of the report." in text(unclear)
    assert desk.post(address(contract, "/edit"), data=data).status_code == 303
    row = Instalment.get()
    assert (row.due.value, row.due_report) == ("report", 0)
    assert [each["kind"] for each in row.conditions] == ["advance", "findings"]
    page = text(desk.get(address(contract, "/edit")))
    assert '<option selected value="report">' in page


def test_a_return_needs_a_comment_which_procurement_then_reads(office, as_):
    contract = office.draft()
    contracts.send(contract, office.actor(office.procurement), NOON)
    legal = as_(office.legal)
    page = f"/contracts/reviews/{contract_reviews.of(contract)[0].id}"
    empty = legal.post(page, data={"decision": "return"})
    assert empty.status_code == 422
    assert "Say what has to change." in text(empty)
    given = {"decision": "return", "comment": "Clause 5 is unclear."}
    assert legal.post(page, data=given).status_code == 303
    assert "Clause 5 is unclear." in text(as_(office.procurement).get(address(contract)))


def test_a_second_click_on_a_step_is_told_and_not_repeated(office, as_):
    contract = office.draft()
    desk = as_(office.procurement)
    assert desk.post(address(contract, "/send")).status_code == 303
    assert desk.post(address(contract, "/send")).status_code == 409
    assert desk.get(address(contract, "/edit")).status_code == 409
    assert desk.get(address(contract, "/clauses/C01")).status_code == 409


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password": "wrong"}, "This is not your password. Nothing was signed."),
        ({"name": "Somebody"}, "Type your name as it stands in your account"),
        ({"fingerprint": "0" * 64}, "The text is not the one that was approved."),
    ],
)
def test_a_refused_signature_keeps_the_form_but_not_the_password(
    office, as_, changes, sentence
):
    contract = office.approved()
    given = signing(office.signatory, contract, **changes)
    answer = as_(office.signatory).post(address(contract, "/sign"), data=given)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert f'value="{given["name"]}"' in text(answer)
    assert PASSWORD not in text(answer)
    assert Signature.select().count() == 0
    assert state(contract) is ContractState.APPROVED


def test_a_second_signature_of_a_side_is_told_as_taken(office, as_):
    contract = office.approved()
    browser = as_(office.signatory)
    given = signing(office.signatory, contract)
    assert browser.post(address(contract, "/sign"), data=given).status_code == 303
    assert browser.post(address(contract, "/sign"), data=given).status_code == 409
    assert Signature.select().count() == 1


def test_a_text_that_changed_after_the_approval_is_refused_on_the_page(office, as_):
    contract = office.approved()
    ContractClause.update(text="Changed.").where(ContractClause.code == "C05").execute()
    answer = as_(office.signatory).post(
        address(contract, "/sign"), data=signing(office.signatory, contract)
    )
    assert answer.status_code == 422
    assert "The text is not the one that was approved." in text(answer)


def test_another_partner_and_a_committee_member_see_nothing(office, as_):
    contract = office.approved()
    other = make.person(Role.PARTNER_SIGNATORY, partner=make.partner())
    member = make.person(Role.COMMITTEE_MEMBER)
    for person, status in ((other, 404), (member, 403)):
        browser = as_(person)
        assert browser.get(address(contract)).status_code == status
        assert browser.get(address(contract, ".pdf")).status_code == status
        assert browser.get(address(contract, "/sign")).status_code == status
        assert contract.reference not in text(browser.get("/contracts/"))


def test_pages_of_a_step_are_closed_to_other_roles(office, as_):
    contract = office.draft()
    for person in (office.legal, office.head):
        browser = as_(person)
        assert browser.get(address(contract, "/edit")).status_code == 403
        assert browser.get(address(contract, "/clauses/C01")).status_code == 403
        assert browser.post(address(contract, "/send")).status_code == 403
    desk = as_(office.procurement)
    for rest in ("/approval", "/sign", "/countersign"):
        assert desk.get(address(contract, rest)).status_code == 403


def test_a_visitor_is_asked_to_sign_in(client, office):
    answer = client.get(address(office.draft()))
    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_an_auditor_reads_a_contract_and_finds_no_button(office, as_):
    contract = office.draft()
    browser = as_(make.person(Role.AUDITOR))
    shown = text(browser.get(address(contract)))
    assert "Nothing is asked of you now" in shown
    assert f'action="{address(contract)}' not in shown
    assert address(contract, "/edit") not in shown


def test_wrong_passwords_at_the_signature_are_counted(app, office):
    limits = {"RATELIMIT_ENABLED": True, "SIGN_IN_LIMIT": "3 per 15 minutes"}
    again = made_again(app, WTF_CSRF_ENABLED=False, **limits)
    contract = office.approved()
    browser = sign_in(again.test_client(), office.signatory)
    given = signing(office.signatory, contract, password="wrong")  # noqa: S106 - of a test
    codes = [browser.post(address(contract, "/sign"), data=given).status_code for _ in range(4)]
    assert codes == [422, 422, 422, 429]
    assert Signature.select().count() == 0
