"""Faults for real: a worker killed in the middle of its work, a database that cannot grow."""

from contextlib import contextmanager

import pytest

from portal import db
from portal.domain.actions import PARTNER_ROLES
from portal.domain.lifecycle import CallState, ProposalState
from portal.models import Document, Effect, Envelope, Event, Proposal
from portal.models.records import DocumentState
from portal.services import calls, clock, documents, files
from tests import factories, waiting
from tests.faults.workers import kill

DOCUMENTS = 8


def issued():
    return Document.select().where(Document.state == DocumentState.ISSUED).count()


def test_a_worker_killed_in_the_middle_issues_every_document_once(worker):
    made = [factories.call(CallState.PUBLISHED) for _ in range(DOCUMENTS // 2)]
    for call in made:
        documents.request("call", call.id, call.reference, ("en", "fr"), clock.now())
    first = worker()
    waiting.until(lambda: issued() > 0, "a document", pause=0.05)
    kill(first)
    assert issued() < DOCUMENTS
    clock.set_shift(600)
    worker()
    waiting.until(lambda: issued() == DOCUMENTS, "every document")
    for document in Document.select():
        content = files.read(document.path)
        assert files.digest(content) == document.sha256
        assert Event.select().where(Event.subject_id == document.id).count() == 1
    assert Effect.select().where(Effect.done_at.is_null()).count() == 0


@pytest.mark.sqlite_only
def test_a_database_that_cannot_grow_refuses_in_words_and_keeps_what_was_there(app, client):
    call = factories.call()
    factories.sign_in(client, call.author)
    pages = db.database.execute_sql("PRAGMA page_count").fetchone()[0]
    db.database.execute_sql(f"PRAGMA max_page_count = {pages}")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        answer = client.post(
            f"/calls/{call.slug}/edit/basics",
            data={"version": "1", "title": "Changed", "background": "a" * 19_000},
        )
    finally:
        db.database.execute_sql("PRAGMA max_page_count = 1073741823")
    assert answer.status_code in {422, 500, 503}
    assert calls.by_slug(call.slug).title == "Shelter in private apartments"
    assert client.get(f"/calls/{call.slug}").status_code == 200


@contextmanager
def unwritable(app):
    """The database can be read and not be written."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    db.database.execute_sql("PRAGMA query_only = 1")
    try:
        yield
    finally:
        db.database.execute_sql("PRAGMA query_only = 0")


@pytest.mark.sqlite_only
def test_a_database_that_cannot_be_written_takes_no_proposal_and_is_read_on(app):
    call = factories.call(CallState.PUBLISHED, sealed=True)
    who = factories.person(*PARTNER_ROLES, partner=factories.partner())
    factories.person_key(who)
    draft = factories.proposal(call, who.partner)
    signed = factories.sign_in(app.test_client(), who)
    here, sent = f"/proposals/{draft.id}", {"password": factories.PASSWORD}
    with unwritable(app):
        refused = signed.post(f"{here}/submit", data=sent)
        read = [signed.get(here), app.test_client().get(f"/calls/{call.slug}")]
    assert refused.status_code == 500
    assert "This did not work" in refused.text
    assert [each.status_code for each in read] == [200, 200]
    assert Proposal.get_by_id(draft.id).state is ProposalState.DRAFT
    assert not Envelope.select().exists()
    assert signed.post(f"{here}/submit", data=sent).location == f"{here}/receipt"
