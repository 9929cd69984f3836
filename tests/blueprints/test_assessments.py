"""The pages of assessments: writing, the second person, and what the partner reads."""

from portal.domain.actions import Role
from portal.domain.assessments import AssessmentKind
from portal.domain.lifecycle_diligence import AssessmentState
from portal.models import Assessment
from portal.services import assessments, opening
from portal.services.steps import fresh
from tests import factories as make

PSEA = AssessmentKind.PSEA


def text(answer):
    return answer.get_data(as_text=True)


def typed(version=1, **changes):
    given = {f"{code}_value": "yes" for code in assessments.codes(PSEA)}
    return {**given, "summary": "All is in place.", "version": str(version), **changes}


def begun(client):
    partner = make.partner()
    make.sign_in(client, make.person(Role.PROGRAMME_OFFICER))
    assert client.post(f"/partners/{partner.id}/assessments/psea/start").status_code == 303
    return partner, Assessment.get()


def test_an_assessment_is_saved_sent_and_approved_and_the_partner_reads_it(client):
    partner, row = begun(client)
    path = f"/assessments/{row.id}"
    assert client.post(f"{path}/edit", data=typed()).status_code == 303
    assert client.post(f"{path}/edit", data=typed(2, send="1")).status_code == 303
    assert "It waits for a second person" in text(client.get(path))
    make.sign_in(client, make.person(Role.HEAD_OF_OFFICE))
    assert client.post(f"{path}/decide", data={"decision": "yes"}).status_code == 303
    make.sign_in(client, make.team(partner)[0])
    page = text(client.get(path))
    assert "Full capacity" in page
    assert "All is in place." in page
    assert "Full capacity" in text(client.get(f"/partners/{partner.id}/assessments"))
    assert "Full capacity" in text(client.get(f"/partners/{partner.id}"))


def test_sending_without_a_plan_is_refused_at_the_field_and_keeps_what_was_typed(client):
    _partner, row = begun(client)
    sent = typed(send="1", policy_value="no", policy_note="Only a draft exists.")
    answer = client.post(f"/assessments/{row.id}/edit", data=sent)
    assert answer.status_code == 422
    assert "Write what improves" in text(answer)
    assert "Only a draft exists." in text(answer)
    assert fresh(row).state is AssessmentState.DRAFT


def test_a_stale_page_shows_both_versions(client):
    _partner, row = begun(client)
    client.post(f"/assessments/{row.id}/edit", data=typed(policy_note="The first one."))
    late = client.post(f"/assessments/{row.id}/edit", data=typed(policy_note="The second."))
    assert late.status_code == 409
    assert "The first one." in text(late)
    assert "The second." in text(late)


def test_a_partner_sees_no_assessment_that_is_not_approved(client):
    partner, row = begun(client)
    make.sign_in(client, make.team(partner)[0])
    assert client.get(f"/assessments/{row.id}").status_code == 403
    assert client.get(f"/assessments/{row.id}/edit").status_code == 403
    page = text(client.get(f"/partners/{partner.id}/assessments"))
    assert "Being written" not in page
    assert "Missing" in page


def test_the_screening_of_each_proposal_shows_where_the_partner_stands(client):
    proposal = opening.opened(make.opened_call())[0]
    make.assessed(proposal.partner, PSEA)
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    page = text(client.get(f"/proposals/{proposal.id}/screening"))
    assert "Full capacity" in page
    assert "Missing" in page
