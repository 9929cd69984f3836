"""The pages of the screening: checks kept for later, the decision, and the second person."""

import re
from io import BytesIO

from portal.domain.actions import Role
from portal.domain.call_terms import PassingRule
from portal.domain.lifecycle import ProposalState
from portal.models import (
    Call,
    DeficiencyWindow,
    EligibilityQuestion,
    Exclusion,
    RequiredDocument,
    SanctionsEntry,
)
from portal.services import opening
from portal.services.steps import fresh
from tests import factories as make
from tests import papers


def text(answer):
    return answer.get_data(as_text=True)


def sent(**changes):
    checks = {f"{code}_ok": "yes" for code in make.check_codes()}
    return {**checks, "decision": "yes", "reason": "", "version": "1", **changes}


def page_of(client, role=Role.PROCUREMENT_OFFICER):
    proposal = opening.opened(make.opened_call())[0]
    make.sign_in(client, make.person(role))
    return proposal, f"/proposals/{proposal.id}/screening"


def test_checks_are_kept_without_a_decision_and_are_there_again(client):
    proposal, path = page_of(client)
    kept = sent(decision="", keep="1", registered_note="Seen on paper.")
    assert client.post(path, data=kept).status_code == 303
    assert "Seen on paper." in text(client.get(path))
    assert fresh(proposal).state is ProposalState.SUBMITTED
    late = client.post(path, data={**kept, "registered_note": "Seen by me too."})
    assert late.status_code == 409
    assert "Seen on paper." in text(late)
    assert "Seen by me too." in text(late)


def test_a_decision_without_a_choice_is_refused_and_keeps_the_reason(client):
    _proposal, path = page_of(client)
    answer = client.post(path, data=sent(decision="", reason="Half of it is there."))
    assert answer.status_code == 422
    assert "Choose one." in text(answer)
    assert "Half of it is there." in text(answer)


def test_an_exclusion_is_proposed_and_confirmed_on_the_page_by_two_people(client):
    proposal, path = page_of(client)
    out = sent(decision="no", reason="Registered for one year only.")
    assert client.post(path, data=out).status_code == 303
    assert "The exclusion waits for a second person" in text(client.get(path))
    alone = client.post(f"{path}/exclusion", data={"decision": "yes", "answer": ""})
    assert alone.status_code == 422
    assert "Another person has to confirm or return it." in text(alone)
    make.sign_in(client, make.person(Role.HEAD_OF_OFFICE))
    assert "as the second person" in text(client.get(path))
    assert client.post(f"{path}/exclusion", data={"decision": "yes"}).status_code == 303
    assert fresh(proposal).state is ProposalState.INELIGIBLE
    assert "Registered for one year only." in text(client.get(path))


def test_a_return_without_words_keeps_the_choice_and_one_with_words_is_shown(client):
    proposal, path = page_of(client)
    client.post(path, data=sent(decision="no", reason="Registered for one year only."))
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    bare = client.post(f"{path}/exclusion", data={"decision": "no", "answer": ""})
    assert bare.status_code == 422
    assert "Write what is to be looked at again" in text(bare)
    said = {"decision": "no", "answer": "Read the statutes again."}
    client.post(f"{path}/exclusion", data=said)
    assert "Read the statutes again." in text(client.get(path))
    assert Exclusion.get().decided_at is not None
    assert fresh(proposal).state is ProposalState.SUBMITTED


def gap(client):
    """An opened call whose one proposal lacks its document, and the officer signed in."""
    call = make.opened_call()
    RequiredDocument.update(mandatory=True).execute()
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    return opening.opened(call)[0], f"document_{RequiredDocument.get().key.hex}"


def asked(client):
    """The same with a window open for the document, and an editor of the partner signed in."""
    proposal, code = gap(client)
    path = f"/calls/{proposal.call.slug}/screening/missing"
    assert "Statutes" in text(client.get(path))
    assert client.post(path, data={"wanted": [code]}).status_code == 303
    assert "A window is open" in text(client.get(path))
    page = text(client.get(f"/proposals/{proposal.id}/screening"))
    assert "The partner can supply what is missing" in page
    make.sign_in(client, make.team(proposal.partner)[1])
    return proposal, f"/proposals/{proposal.id}/missing/{code}"


def statutes():
    return {"file": (BytesIO(papers.pdf()), "statutes.pdf")}


def test_a_partner_supplies_what_is_missing_on_its_own_page(client):
    proposal, path = asked(client)
    own = f"/proposals/{proposal.id}/missing"
    assert "Something is missing" in text(client.get(f"/proposals/{proposal.id}"))
    assert "Statutes" in text(client.get(own))
    empty = client.post(path, data={})
    assert empty.status_code == 422
    assert "Statutes" in text(empty)
    assert client.post(path, data=statutes()).status_code == 303
    assert "statutes.pdf" in text(client.get(own))


def test_after_the_close_the_office_reads_the_file_and_the_partner_sends_none(client):
    proposal, path = asked(client)
    client.post(path, data=statutes())
    DeficiencyWindow.update(closes_at=make.NOON).execute()
    late = client.post(path, data=statutes())
    assert late.status_code == 422
    assert "The time for supplying what is missing is over" in text(late)
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    sheet = text(client.get(f"/proposals/{proposal.id}/screening"))
    assert "statutes.pdf" in sheet
    link = re.search(r'/proposals/[^"]+/supplied/[0-9a-f-]+', sheet).group()
    assert client.get(link).data.startswith(b"%PDF-")


def test_a_window_without_an_item_is_refused_in_words(client):
    proposal, _code = gap(client)
    answer = client.post(f"/calls/{proposal.call.slug}/screening/missing", data={})
    assert answer.status_code == 422
    assert "Choose at least one item" in text(answer)


def test_an_answer_that_is_asked_for_is_given_in_its_kind(client):
    call = make.opened_call()
    EligibilityQuestion.update(passing=PassingRule.AT_LEAST, figure=3).execute()
    (proposal,) = opening.opened(call)
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    code = f"question_{call.eligibility.first().key.hex}"
    client.post(f"/calls/{call.slug}/screening/missing", data={"wanted": [code]})
    make.sign_in(client, make.team(proposal.partner)[0])
    own = f"/proposals/{proposal.id}/missing"
    wrong = client.post(f"{own}/{code}", data={"answer": "about five"})
    assert wrong.status_code == 422
    assert "about five" in text(wrong)
    assert client.post(f"{own}/{code}", data={"answer": "5"}).status_code == 303
    assert "Replace it" in text(client.get(own))


def test_the_page_compares_all_partners_again_and_tells_what_waits(client):
    _proposal, path = page_of(client)
    call = opening.call_by_slug(Call.get().slug)
    SanctionsEntry.create(reference="S-1", kind="person", names=["Salma BERRADA"])
    address = f"/calls/{call.slug}/screening"
    assert client.post(f"{address}/sanctions").status_code == 303
    page = text(client.get(address))
    assert "1 possible match to judge" in page
    assert "Partners compared with the list" in page
    assert client.post(f"{path}/again").status_code == 409


def test_the_head_of_office_ends_a_call_in_which_everybody_was_excluded(client):
    call = make.opened_call()
    (only,) = opening.opened(call)
    make.excluded(only)
    at = f"/calls/{call.slug}/screening"
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    page = client.get(at).get_data(as_text=True)
    assert "The head of office ends the call without an award" in page
    assert client.post(f"{at}/end", data={"comment": "Why."}).status_code == 403
    make.sign_in(client, make.person(Role.HEAD_OF_OFFICE))
    answer = client.post(f"{at}/end", data={"comment": " "})
    assert answer.status_code == 422
    assert "Write why no lot is awarded." in answer.get_data(as_text=True)
    assert client.post(f"{at}/end", data={"comment": "Nobody was fit."}).status_code == 303
    make.letters_left(opening.call_by_slug(call.slug))
    pages = ("screening", "award", "letters", "standstill", "notice", "committee", "ranking")
    for each in pages:
        assert client.get(f"/calls/{call.slug}/{each}").status_code == 200, each
    assert "Nobody was fit." in client.get(f"/calls/{call.slug}/notice").get_data(as_text=True)
    make.sign_in(client, make.person(Role.PARTNER_SIGNATORY, partner=only.partner))
    assert "Ask for a review" in client.get(f"/proposals/{only.id}/outcome").get_data(
        as_text=True
    )
