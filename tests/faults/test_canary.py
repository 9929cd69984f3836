"""A word in a sealed proposal is found nowhere until the opening, and then where it belongs."""

import re
import tempfile
from contextlib import suppress
from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.routing import AnyConverter, BuildError, IntegerConverter

from portal import db
from portal.domain.actions import PARTNER_ROLES, Role
from portal.models import (
    TABLES,
    Answer,
    BudgetLine,
    DeliveredMail,
    Effect,
    Envelope,
    Proposal,
)
from portal.services import files, proposals
from tests import factories, openings, papers, refusals
from tests.factories import PASSWORD, sign_in

CANARY = "zq9canary7that5stands3nowhere1else"
SCRIPT = {"HX-Request": "true"}
STAFF = sorted(set(Role) - set(PARTNER_ROLES))


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder for temporary files, watched like everything else."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def call(app, temporary):
    return openings.sealed_call(proposal_parts=["handover"])


@pytest.fixture
def owner(app, call):
    """The browser of somebody who writes and signs for a partner, with a key."""
    person = factories.person(*PARTNER_ROLES, partner=factories.partner())
    factories.person_key(person)
    app.owner = person
    return sign_in(app.test_client(), person)


def at(proposal, rest=""):
    return f"/proposals/{proposal.id}{rest}"


def upload(client, draft, content, *, whole):
    """Send a file in parts, to its end or only half of it."""
    told = {
        "name": f"{CANARY}.pdf",
        "size": len(content),
        "sha256": files.digest(content),
        "title": CANARY,
        "purpose": "",
    }
    begun = client.post(at(draft, "/uploads"), data=told).get_json()
    part = content if whole else content[: len(content) // 2]
    assert client.patch(f"{begun['address']}?offset=0", data=part).status_code == 200
    if whole:
        assert client.post(begun["finish"]).status_code == 200


def paper(words):
    return papers.pdf(change=lambda made: made.docinfo.update({"/Title": words}))


def written(client, call, partner):
    """A draft with the canary in every place that can be written to."""
    draft = factories.proposal(call, partner)
    typed = {"text": f"{CANARY} in an answer", "version": 1}
    saved = client.post(at(draft, "/answers/1/autosave"), data=typed, headers=SCRIPT)
    assert saved.status_code == 200
    typed = {"text": f"We write of {CANARY} again and longer", "version": 2}
    assert client.post(at(draft, "/answers/1"), data=typed).status_code == 303
    page = client.get(at(draft, "/parts/handover")).text
    names = re.findall(r'<textarea[^>]*name="(\w+)"', page)
    part = dict.fromkeys(names, f"{CANARY} in a part") | {"version": "0"}
    assert client.post(at(draft, "/parts/handover"), data=part).status_code == 303
    said = {"text": f"{CANARY} in a comment"}
    assert client.post(at(draft, "/team/budget"), data=said).status_code == 303
    BudgetLine.update(description=f"{CANARY} in the budget").execute()
    attach(client, draft)
    return proposals.by_id(draft.id)


def attach(client, draft):
    """One file in parts, one by a form, and one that never arrives to its end."""
    upload(client, draft, paper(f"{CANARY} first"), whole=True)
    sent = FileStorage(stream=BytesIO(paper(f"{CANARY} second")), filename=f"2{CANARY}.pdf")
    typed = {"file": sent, "title": CANARY}
    assert client.post(at(draft, "/attachments"), data=typed).status_code == 303
    upload(client, draft, paper(f"{CANARY} third") + b" " * 500, whole=False)


def submit(client, draft):
    assert client.get(at(draft, "/submit")).status_code == 200
    answer = client.post(at(draft, "/submit"), data={"password": PASSWORD, "edition": "0"})
    assert answer.status_code == 303
    assert answer.location == at(draft, "/receipt")


def deliver(app):
    """Do everything that waits in the outbox: mails, the receipt as PDF, openings."""
    app.extensions["jobs"].deliver.call_local()
    waiting = [each.kind for each in Effect.select().where(Effect.done_at.is_null())]
    assert waiting == []


def found_on_disk(folder):
    """Files of the installation, with the database in use, its log and temporary files."""
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if CANARY in path.name or (path.is_file() and CANARY.encode() in path.read_bytes())
    ]


def found_in_tables():
    """Tables with the word in any row, however the database keeps it."""
    return [
        table.__name__
        for table in TABLES
        if any(CANARY in str(row) for row in table.select().tuples())
    ]


def some(rule):
    """A value for each part of an address that takes only some."""
    for name, each in rule._converters.items():
        if isinstance(each, AnyConverter):
            yield name, min(each.items)
        elif isinstance(each, IntegerConverter):
            yield name, 1


def addresses(app, known):
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint == "static":
            continue
        given = {name: known.get(name, known["proposal_id"]) for name in rule.arguments}
        given |= dict(some(rule))
        with suppress(BuildError):
            address = adapter.build(rule.endpoint, given)
            yield address, refusals.is_there(app, rule, given)


def tellers(app, call, sealed):
    """Addresses that tell the word, the receipt or the partner to anybody else.

    Where there is no record, a visitor looks alone: the others would be told the same.
    """
    other = factories.person(*PARTNER_ROLES, partner=factories.partner())
    people = [*(factories.person(role) for role in STAFF), other, call.seats.first().person]
    browsers = [app.test_client(), *(sign_in(app.test_client(), each) for each in people)]
    known = {"slug": call.slug, "proposal_id": sealed.id, "partner_id": other.partner_id}
    secrets = [each.encode() for each in (CANARY, sealed.receipt, Envelope.get().sha256)]
    told, read = set(), 0
    for address, there in addresses(app, known):
        for client in browsers if there else browsers[:1]:
            answer = client.get(address, buffered=True)
            read += answer.status_code == 200
            if any(each in answer.get_data() for each in secrets):
                told.add(address)
    assert read > 50
    return sorted(told)


def test_a_word_in_a_sealed_proposal_is_stored_nowhere_before_the_opening(
    app, owner, call, tmp_path, capfd
):
    draft = written(owner, call, app.owner.partner)
    assert {"Answer", "BudgetLine", "DraftComment", "PendingUpload"} <= set(found_in_tables())
    assert not db.is_sqlite() or found_on_disk(tmp_path)
    submit(owner, draft)
    deliver(app)
    assert DeliveredMail.select().where(DeliveredMail.to == app.owner.email).exists()
    assert found_in_tables() == []
    assert found_on_disk(tmp_path) == []
    told = capfd.readouterr()
    assert CANARY not in told.out + told.err


@pytest.fixture
def refused_once(monkeypatch):
    refusals.written_once(monkeypatch)


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("refused_once")
def test_a_word_in_a_sealed_proposal_is_told_to_nobody_before_the_opening(
    app, owner, call, tmp_path, capfd
):
    draft = written(owner, call, app.owner.partner)
    submit(owner, draft)
    deliver(app)
    app.config["DEVELOPMENT"] = False
    assert tellers(app, call, proposals.by_id(draft.id)) == []
    assert found_on_disk(tmp_path) == []
    told = capfd.readouterr()
    assert CANARY not in told.out + told.err


def test_the_partner_itself_reads_the_word_with_its_passphrase(app, owner, call, tmp_path):
    draft = written(owner, call, app.owner.partner)
    submit(owner, draft)
    read = owner.post(at(draft, "/read"), data={"passphrase": factories.PASSPHRASE})
    assert CANARY in read.text
    assert "no-store" in read.headers["Cache-Control"]
    assert found_in_tables() == []
    assert found_on_disk(tmp_path) == []


def test_after_the_opening_the_word_is_read_where_it_belongs(app, owner, call):
    draft = written(owner, call, app.owner.partner)
    submit(owner, draft)
    closed = openings.close(call)
    openings.begin(closed)
    assert found_in_tables() == []
    openings.work()
    answers = Answer.select().where(Answer.proposal == draft)
    assert any(CANARY in each.text for each in answers)
    officer = sign_in(app.test_client(), factories.person(Role.PROCUREMENT_OFFICER))
    assert CANARY in officer.get(at(draft)).text
    assert Proposal.get_by_id(draft.id).number
