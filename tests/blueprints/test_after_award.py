"""The pages around an award: letters, what partners are told."""

from portal.domain.actions import Role
from portal.models import Appraisal, Document
from portal.models.records import DocumentState
from portal.services import opening
from tests import factories as make


def text(answer):
    return answer.get_data(as_text=True)


def address(call, rest):
    return f"/calls/{call.slug}/{rest}"


def test_a_letter_that_failed_is_asked_for_again_on_the_page(client):
    call = make.approved(make.recommended_call(5, 3))
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    page = text(client.get(address(call, "letters")))
    assert "0 of 2" in page
    assert 'http-equiv="refresh"' in page
    first = Document.get(Document.kind == "letter")
    Document.update(state=DocumentState.FAILED).where(Document.id == first.id).execute()
    assert "A letter could not be made" in text(client.get(address(call, "letters")))
    assert client.post(address(call, "letters/again")).status_code == 303
    assert Document.get_by_id(first.id).state is DocumentState.REQUESTED


def test_the_page_of_the_letters_tells_when_all_left(client):
    call = make.awarded_call(5, 3)
    make.sign_in(client, make.person(Role.AUDITOR))
    page = text(client.get(address(call, "letters")))
    assert "All letters left in the same minute" in page
    assert client.post(address(call, "letters/again")).status_code == 403


def test_the_chair_writes_what_a_partner_is_told(client):
    call = make.ranked_call(5)
    proposal = opening.opened(call)[0]
    path = f"/proposals/{proposal.id}/appraisal"
    make.sign_in(client, next(each.person for each in call.seats if each.chair))
    assert "The answer is concrete" in text(client.get(path))
    sent = {"strengths": "Clear plan.", "weaknesses": "", "version": "0"}
    assert client.post(path, data=sent).status_code == 303
    assert Appraisal.get().strengths == "Clear plan."
    answer = client.post(path, data={**sent, "strengths": "Another text.", "version": "0"})
    assert answer.status_code == 409
    assert "Another text." in text(answer)
    assert "Clear plan." in text(answer)


def test_nobody_else_writes_what_a_partner_is_told(client):
    call = make.ranked_call(5)
    path = f"/proposals/{opening.opened(call)[0].id}/appraisal"
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    assert client.get(path).status_code == 403
