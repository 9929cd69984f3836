"""The performance of a partner as a document, and as it was seen in a screening."""

import pytest

from portal.domain.actions import Role
from portal.models import Document, Proposal
from portal.pdf.documents import KINDS
from portal.services import performance, screening
from tests import factories as make
from tests.factories import sign_in
from tests.visiting import Field, rated

pytestmark = pytest.mark.usefixtures("app")


def numbers(row):
    query = Document.select().where(Document.subject_id == row.id)
    return sorted(
        (each.kind, each.number.removeprefix(row.contract.reference)) for each in query
    )


def test_ratings_are_a_document_when_shared_and_again_with_the_comment():
    field = Field()
    row = rated(field)
    kind = performance.KIND
    assert numbers(row) == [(kind, "-PERF-EN"), (kind, "-PERF-FR")]
    facts = KINDS[kind].facts(row.id, "fr")
    assert (facts["overall"], facts["comment"]) == ("good", "")
    assert len(facts["ratings"]) == len(performance.areas("fr"))
    performance.comment(row, "We agree.", field.owner, field.at)
    last = [number for kind, number in numbers(row) if kind == performance.KIND]
    assert last == ["-PERF-2-EN", "-PERF-2-FR"]
    assert KINDS[kind].facts(row.id, "en")["comment"] == "We agree."


def test_the_page_offers_the_document(client):
    row = rated(Field())
    sign_in(client, make.person(Role.PROGRAMME_OFFICER))
    assert f"/performance/{row.id}.pdf" in client.get(f"/performance/{row.id}").text


def test_what_a_screener_saw_stays_with_the_decision(client):
    field = Field()
    row = rated(field)
    kept = screening._standing(field.contract.partner, field.at)
    performance.comment(row, "We agree.", field.owner, field.at)
    (seen,) = kept["performance"]
    assert (seen["contract"], seen["overall"]) == (field.contract.reference, "good")
    assert (seen["summary"], seen["comment"]) == ("A reliable partner.", "")
    assert seen["ratings"]
    assert performance.kept(field.contract.partner)[0]["comment"] == "We agree."
    proposal = Proposal.get(Proposal.call == make.opened_call())
    officer = make.person(Role.PROCUREMENT_OFFICER)
    changes = {"screened_at": field.at, "screened_by": officer, "screening": kept}
    Proposal.update(changes).where(Proposal.id == proposal.id).execute()
    sign_in(client, officer)
    page = client.get(f"/proposals/{proposal.id}/screening").text
    assert "As it stood when the proposal was screened." in page
    assert "A reliable partner." in page
