"""The pages of the cooperation agreement."""

import pytest

from portal.domain.lifecycle_joint import AgreementState
from portal.models.joint import CooperationAgreement
from portal.services import agreements
from tests import factories as make
from tests.joint import Joint


@pytest.fixture
def joint(app):
    return Joint()


@pytest.fixture
def browse(app):
    def signed_in(actor):
        return make.sign_in(app.test_client(), make.Person.get_by_id(actor.person_id))

    return signed_in


def text(answer):
    return answer.get_data(as_text=True)


def lines(row, **changes):
    """The first line of the financing as a form sends it."""
    line = agreements.rows_of(row, "financing")[0]
    given = {"key": line["key"], "party": line["party"], "name": "Staff", "amount": "60 000"}
    whole = {**given, "currency": "usd", "year": "2026", **changes}
    return {"version": str(row.version), **{f"rows-0-{k}": str(v) for k, v in whole.items()}}


def test_an_agreement_is_begun_from_the_page_of_the_centre(joint, browse):
    officer = browse(joint.officer)
    centre = f"/centres/{joint.centre.slug}"
    assert f"{centre}/agreement" in text(officer.get(centre))
    assert "Begin the agreement" in text(officer.get(f"{centre}/agreement"))
    answer = officer.post(f"{centre}/agreement", data={"language": "en"})
    assert answer.status_code == 303
    page = text(officer.get(answer.location))
    assert "no text of IOM" in page
    assert page.count("tag-wait") == 2
    assert officer.get(f"{centre}/agreement").location == answer.location


def test_other_centres_have_no_such_page(joint, browse):
    other = make.centre()
    officer = browse(joint.officer)
    assert officer.get(f"/centres/{other.slug}/agreement").status_code == 404
    assert "/agreement" not in text(officer.get(f"/centres/{other.slug}"))


def test_a_line_that_was_typed_changes_the_sums_on_the_page(joint, browse):
    row, officer = joint.draft(), browse(joint.officer)
    path = f"/agreements/{row.id}"
    answer = officer.post(f"{path}/edit/financing", data=lines(row, amount="61,250.50"))
    assert answer.status_code == 303
    page = text(officer.get(path))
    assert "Sums by party and year, USD" in page
    assert page.count("USD\u00a061,250.50") >= 4
    assert "USD\u00a061,250.50" in page


def test_a_refused_line_keeps_what_was_typed(joint, browse):
    row, officer = joint.draft(), browse(joint.officer)
    path = f"/agreements/{row.id}/edit/financing"
    answer = officer.post(path, data=lines(row, amount="a lot", name="Rent of the house"))
    assert answer.status_code == 422
    assert "Enter an amount in figures." in text(answer)
    assert "Rent of the house" in text(answer)
    assert len(agreements.rows_of(row, "financing")) == 2


def test_a_stale_part_shows_both(joint, browse):
    row, officer = joint.draft(), browse(joint.officer)
    path = f"/agreements/{row.id}/edit/financing"
    officer.post(path, data=lines(row, name="Theirs"))
    late = officer.post(path, data=lines(row, name="Mine"))
    assert late.status_code == 409
    assert "Theirs" in text(late)
    assert "Mine" in text(late)


def test_an_incomplete_draft_is_refused_in_words(joint, browse):
    row, officer = joint.begun(), browse(joint.officer)
    answer = officer.post(f"/agreements/{row.id}/send")
    assert answer.status_code == 422
    assert "Write at least one line of financing." in text(answer)


def test_it_is_given_back_with_a_comment_and_cleared_by_the_legal_officer_only(joint, browse):
    path = f"/agreements/{joint.draft().id}"
    officer, legal = browse(joint.officer), browse(joint.legal)
    assert officer.post(f"{path}/send").status_code == 303
    refused = legal.post(f"{path}/return", data={"comment": ""})
    assert (refused.status_code, "the others read it" in text(refused)) == (422, True)
    legal.post(f"{path}/return", data={"comment": "Name the insurer."})
    assert "Name the insurer." in text(officer.get(path))
    officer.post(f"{path}/send")
    assert officer.post(f"{path}/clear").status_code == 403
    assert legal.post(f"{path}/clear").status_code == 303


def test_it_is_signed_started_and_ended_on_its_page(joint, browse):
    row = joint.approved()
    path = f"/agreements/{row.id}"
    officer, head = browse(joint.officer), browse(joint.head)
    assert "Copy to sign" in text(officer.get(path))
    given = {name: str(value) for name, value in vars(joint.signatures()).items()}
    kept = officer.post(f"{path}/sign", data={**given, "iom_function": ""})
    assert (kept.status_code, "Mamadou Camara" in text(kept)) == (422, True)
    assert officer.post(f"{path}/sign", data=given).status_code == 303
    officer.post(f"{path}/start")
    assert "The agreement is in force" in text(officer.get(path))
    last = {"kind": "termination", "on": str(joint.today), "comment": "Handed over."}
    assert "Terminated before" in text(head.get(f"{path}/end"))
    assert head.post(f"{path}/end", data=last).status_code == 303
    assert joint.now(row).state is AgreementState.ENDED
    assert text(officer.get(path)).count("Handed over.") == 1


def test_a_new_version_shows_the_difference_and_the_steps_are_refused_twice(joint, browse):
    first = joint.in_force()
    officer = browse(joint.officer)
    begun = officer.post(f"/centres/{joint.centre.slug}/agreement", data={"language": "en"})
    second = CooperationAgreement.get(CooperationAgreement.number == 2)
    assert begun.location.endswith(str(second.id))
    form = {"version": "1", "rows-0-side": "iom", "rows-0-name": "IOM", "purpose": "Safety."}
    officer.post(f"/agreements/{second.id}/edit/parties", data=form)
    page = text(officer.get(begun.location))
    assert "What this version changes in the one before" in page
    assert "<ins>" in page
    assert officer.post(f"/agreements/{first.id}/start").status_code == 409
