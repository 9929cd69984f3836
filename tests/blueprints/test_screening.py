"""The pages of the screening: checks kept for later, the decision, and the second person."""

from portal.domain.actions import Role
from portal.domain.lifecycle import ProposalState
from portal.models import Exclusion
from portal.services import opening
from portal.services.steps import fresh
from tests import factories as make


def text(answer):
    return answer.get_data(as_text=True)


def sent(**changes):
    checks = {f"{code}_ok": "yes" for code in make.screening.check_codes()}
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
