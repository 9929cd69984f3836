"""The pages around an award: letters, answers, reviews, questions, the notice."""

from portal.domain.actions import Role
from portal.models import Appraisal, CallPack, Debrief, Document, ReviewRequest
from portal.models.records import DocumentState
from portal.pdf import call_pack
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


def partner(client, proposal, *roles):
    return make.sign_in(client, make.person(*roles, partner=proposal.partner))


def test_a_partner_accepts_and_the_office_sees_it(client):
    call = make.awarded_call(5)
    won = opening.opened(call)[0]
    path = f"/proposals/{won.id}/outcome"
    partner(client, won, Role.PARTNER_OWNER)
    assert "Your authorised signatory accepts or declines it." in text(client.get(path))
    assert client.post(f"{path}/accept").status_code == 403
    partner(client, won, Role.PARTNER_SIGNATORY)
    assert client.post(f"{path}/accept").status_code == 303
    assert "You have accepted the award" in text(client.get(path))
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    assert "Accepted by the partner" in text(client.get(address(call, "standstill")))


def test_before_the_letters_leave_a_partner_finds_no_result(client):
    call = make.approved(make.recommended_call(5))
    won = opening.opened(call)[0]
    partner(client, won, Role.PARTNER_SIGNATORY)
    assert client.get(f"/proposals/{won.id}/outcome").status_code == 404


def test_a_declined_lot_is_recommended_anew_on_the_page(client):
    call = make.awarded_call(5, 4)
    won, second = opening.opened(call)
    partner(client, won, Role.PARTNER_SIGNATORY)
    path = f"/proposals/{won.id}/outcome/decline"
    assert client.post(path, data={"reason": ""}).status_code == 422
    assert client.post(path, data={"reason": "Our shelter burnt down."}).status_code == 303
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    page = text(client.get(address(call, "standstill")))
    assert "Our shelter burnt down." in page
    sent = {"choice": str(second.id), "reason": "Short."}
    answer = client.post(address(call, "standstill/lots/1"), data=sent)
    assert answer.status_code == 422
    assert "Short." in text(answer)
    sent["reason"] = make.WHY
    assert client.post(address(call, "standstill/lots/1"), data=sent).status_code == 303
    page = text(client.get(address(call, "award")))
    shown = page[page.index('id="next"') :]
    assert "after a partner declined" in shown
    assert shown.index(second.partner.name) < shown.index(make.WHY)


def test_a_lot_with_one_proposal_promises_nobody_a_next_in_rank(client):
    call = make.awarded_call(5)
    (won,) = opening.opened(call)
    path = f"/proposals/{won.id}/outcome"
    partner(client, won, Role.PARTNER_SIGNATORY)
    assert "if no other proposal passed, it stays without an award" in text(client.get(path))
    client.post(f"{path}/decline", data={"reason": "Our shelter burnt down."})
    page = text(client.get(path))
    assert "You have declined the award" in page
    assert "Ask for a review" not in page
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    page = text(client.get(address(call, "standstill")))
    assert "no other proposal can get this lot" in page
    assert "Recommend the next in rank" not in page
    sent = {"choice": "none", "reason": make.WHY}
    assert client.post(address(call, "standstill/lots/1"), data=sent).status_code == 303
    make.approved(opening.call_by_slug(call.slug))
    assert "Ended without award" in text(client.get(f"/calls/{call.slug}"))


GROUNDS = "The call says that each answer is read by all members, and one member was away then."


def test_a_review_goes_from_the_partner_to_the_reviewer_and_back(client):
    call = make.awarded_call(5, 3)
    lost = opening.opened(call)[1]
    path = f"/proposals/{lost.id}/outcome"
    signatory = make.person(Role.PARTNER_SIGNATORY, partner=lost.partner)
    make.sign_in(client, signatory)
    assert client.post(f"{path}/review", data={"grounds": GROUNDS}).status_code == 303
    at = f"/reviews/{ReviewRequest.get().id}"
    reviewer = make.person(Role.LEGAL_OFFICER)
    assert "to be decided until" in text(client.get(path))
    make.sign_in(client, make.person(Role.HEAD_OF_OFFICE))
    assert reviewer.name in text(client.get(at))
    assert "To be decided until" in text(client.get(at))
    sent = {"reviewer": str(reviewer.id)}
    assert client.post(f"{at}/reviewer", data=sent).status_code == 303
    make.sign_in(client, reviewer)
    assert GROUNDS in text(client.get(at))
    sent = {"outcome": "dismissed", "decision": GROUNDS}
    assert client.post(f"{at}/decision", data=sent).status_code == 303
    make.sign_in(client, signatory)
    assert "Not upheld: the award stands" in text(client.get(path))


def test_a_question_on_the_result_is_answered_on_the_page(client):
    call = make.awarded_call(5, 3)
    lost = opening.opened(call)[1]
    path = f"/proposals/{lost.id}/outcome"
    partner(client, lost, Role.PARTNER_EDITOR)
    sent = {"question": "Which answer was weak?"}
    assert client.post(f"{path}/debrief", data=sent).status_code == 303
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    assert "Which answer was weak?" in text(client.get(address(call, "standstill")))
    debrief = f"/debriefs/{Debrief.get().id}"
    assert client.post(debrief, data={"answer": ""}).status_code == 422
    assert client.post(debrief, data={"answer": "The one on nights."}).status_code == 303
    partner(client, lost, Role.PARTNER_OWNER)
    assert "The one on nights." in text(client.get(path))


def test_the_notice_is_public_once_the_letters_left(client):
    call = make.approved(make.recommended_call(5, 3))
    won, lost = opening.opened(call)
    assert client.get(address(call, "notice")).status_code == 303
    make.letters_left(call)
    page = text(client.get(address(call, "notice")))
    assert won.partner.name in page
    assert lost.partner.name not in page
    assert "Award notice" in text(client.get(f"/calls/{call.slug}"))


def test_a_contract_before_the_end_of_the_standstill_is_refused_in_words(client):
    call = make.awarded_call(5)
    won = opening.opened(call)[0]
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    answer = client.post("/contracts/assemble", data={"proposal_id": str(won.id)})
    assert answer.status_code == 422
    assert "The standstill lasts until" in text(answer)


def test_short_grounds_stay_typed(client):
    call = make.awarded_call(5, 3)
    lost = opening.opened(call)[1]
    partner(client, lost, Role.PARTNER_SIGNATORY)
    sent = {"grounds": "Unfair."}
    answer = client.post(f"/proposals/{lost.id}/outcome/review", data=sent)
    assert answer.status_code == 422
    assert "Unfair." in text(answer)
    assert "Write your grounds in at least" in text(answer)


def test_the_whole_file_is_asked_for_and_downloaded_on_the_page(app, client):
    call = make.awarded_call(5)
    Document.update(state=DocumentState.REQUESTED).execute()
    make.sign_in(client, make.person(Role.AUDITOR))
    assert client.get(address(call, "file.zip")).status_code == 404
    assert client.post(address(call, "file")).status_code == 303
    assert "The file is being packed" in text(client.get(address(call, "file")))
    assert client.post(address(call, "file")).status_code == 422
    row = CallPack.get()
    call_pack.go_on(row.id, make.moment())
    assert "Packed" in text(client.get(address(call, "file")))
    with client.get(address(call, "file.zip")) as answer:
        assert answer.mimetype == "application/zip"
        assert answer.data[:2] == b"PK"
