"""A server that is killed again and again while clients submit, and what must hold after it."""

import contextlib
import http.client
import math
import os
import secrets
import signal
import socket
import subprocess
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher

from portal import db
from portal.config import ROOT
from portal.domain import key_shares, seal_keys
from portal.domain.actions import PARTNER_ROLES
from portal.domain.lifecycle import CallState, EnvelopeState, ProposalState
from portal.models import Answer, Attachment, Document, Envelope, Event, Person, Proposal
from portal.server import web_command
from portal.services import audit, clear_files, clock, envelopes, files, proposal_snapshot
from tests import factories, openings
from tests.conftest import LIGHT
from tests.factories import PASSWORD, sign_in
from tests.faults.clients import HOST, Browser

FOUND = 302
START_SECONDS = 60
CHANCE = secrets.SystemRandom()
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Draft:
    """One proposal to submit, by somebody who is signed in."""

    id: object
    word: str
    sha256: str
    cookie: str


@dataclass
class Run:
    """What clients met while the server was killed."""

    waiting: list
    seconds: float = math.inf
    kills: int = 0
    acknowledged: list = field(default_factory=list)
    wrong: list = field(default_factory=list)
    restarts: list = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


def made(app, count, size=50_000, passwords=CHEAP):
    """A sealed call and as many drafts for it, each with an answer and a file of its own."""
    hashed = passwords.hash(PASSWORD)
    call = factories.call(CallState.PUBLISHED)
    key = factories.call_key(call)
    pair = seal_keys.pair_of(key_shares.combine(key.words[:2]))
    with db.atomic():
        return call, pair, [_draft(app, call, size, hashed) for _ in range(count)]


def _draft(app, call, size, hashed):
    draft = factories.proposal(call)
    person = factories.person(*PARTNER_ROLES, partner=draft.partner)
    factories.person_key(person)
    Person.update(password_hash=hashed).where(Person.id == person.id).execute()
    word, content = secrets.token_hex(12), secrets.token_bytes(size)
    Answer.update(text=word).where(Answer.proposal == draft).execute()
    if size:
        openings.attach(draft, content, factories.accounts.actor_of(person))
    client = sign_in(app.test_client(), person)
    cookie = client.get_cookie("session").value
    return Draft(draft.id, word, files.digest(content), cookie)


class Server:
    """The portal's own web server on the test's database."""

    def __init__(self, app, folder):
        self.environ = {
            **os.environ,
            "PORTAL_MODE": "development",
            "PORTAL_INSTANCE": str(folder),
            "PORTAL_DATABASE_URL": app.config["DATABASE_URL"],
            "PORTAL_SECRET_KEY": app.config["SECRET_KEY"],
            **{f"PORTAL_{name}": str(value) for name, value in LIGHT.items()},
        }
        self.port = free_port()
        self.log = folder / "server.log"
        self.process = None

    def start(self):
        """Start it, and return after how many seconds it answers."""
        begun = time.monotonic()
        self.process = self.run(web_command(self.port))
        while not self.answers():
            taken = time.monotonic() - begun
            assert self.process.poll() is None, "the server ended by itself"
            assert taken < START_SECONDS, "the server does not start"
            threading.Event().wait(0.02)
        return time.monotonic() - begun

    def run(self, command):
        """Start a command of the portal beside it, in a process group of its own."""
        with self.log.open("a") as log:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environ,
                stdout=subprocess.DEVNULL,
                stderr=log,
                process_group=0,
            )

    def errors(self):
        """Return what it wrote of errors that it did not expect."""
        lines = self.log.read_text().splitlines()
        return [each for each in lines if not each.startswith('{"method"')][-40:]

    def answers(self):
        """Say whether it answers now."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            return Browser(self.port).get("/healthz").status == http.HTTPStatus.OK
        return False

    def kill(self):
        """End it as a power cut does: without asking."""
        if self.process is not None:
            end(self.process)


def end(process):
    """End a process and its whole group, unless it has ended by itself."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def free_port():
    with socket.socket() as free:
        free.bind((HOST, 0))
        return free.getsockname()[1]


def submit(port, draft):
    """Submit as a browser does; say whether the portal acknowledged it, now or before."""
    browser = Browser(port, draft.cookie)
    address = f"/proposals/{draft.id}/submit"
    page = browser.get(address)
    if page.status == FOUND:
        page = browser.get(f"/proposals/{draft.id}/receipt")
        return page._replace(leads="receipt") if page.status == http.HTTPStatus.OK else page
    return browser.post(address, edition=0, password=PASSWORD)


def client(run, server):
    """One client: submits one draft after the other, again and again until it is told so."""
    while not run.over.is_set():
        try:
            draft = run.waiting.pop()
        except IndexError:
            return
        try:
            status, leads, text = submit(server.port, draft)
        except (OSError, http.client.HTTPException):
            run.waiting.insert(0, draft)
            run.over.wait(0.02)
            continue
        if leads.endswith("receipt"):
            run.acknowledged.append(draft)
        else:
            run.wrong.append((status, leads, text[-2000:]))


def killed(run, server, kills, clients=20, longest=0.8):
    """Let clients submit, and kill the server at moments of chance; return when all is sent.

    After the seconds of the run it is killed no more; what waits is still sent.
    """
    run.restarts.append(server.start())
    end = time.monotonic() + run.seconds
    threads = [threading.Thread(target=client, args=(run, server)) for _ in range(clients)]
    for each in threads:
        each.start()
    try:
        while wanted(run, kills, end) and any(each.is_alive() for each in threads):
            run.over.wait(CHANCE.uniform(0, longest))
            server.kill()
            run.kills += 1
            run.restarts.append(server.start())
        for each in threads:
            each.join(START_SECONDS + len(run.waiting))
    finally:
        run.over.set()
        server.kill()
    return run


def wanted(run, kills, end):
    """Say whether the server is still to be killed, by the number and by the time."""
    return run.kills < kills and time.monotonic() < end


def require_whole(drafts, pair):
    """Everything acknowledged is there once and whole, and nothing is there by halves."""
    for draft in drafts:
        proposal = Proposal.get_by_id(draft.id)
        assert proposal.state is ProposalState.SUBMITTED
        envelope = Envelope.get(Envelope.proposal == proposal)
        assert (envelope.number, envelope.state) == (1, EnvelopeState.SEALED)
        assert envelopes.is_whole(envelope)
        require_content(envelope, draft, pair)
        told = (Event.subject_id == draft.id) & (Event.name == "proposal.submitted")
        assert Event.select().where(told).count() == 1
        receipt = (Document.subject_id == draft.id) & (Document.kind == "receipt")
        assert Document.select().where(receipt).count() == 1
    assert Envelope.select().count() == len(drafts)
    receipts = {each.receipt for each in Proposal.select()}
    assert len(receipts) == len(drafts)
    for table in proposal_snapshot.CONTENT_TABLES:
        assert table.select().count() == 0
    require_clean(len(drafts))


def require_content(envelope, draft, pair):
    """The envelope opens and holds the answer and the file of its own draft."""
    with envelopes.opened(envelope, "call", pair) as (manifest, listed):
        words = {row["text"] for row in manifest["rows"]["answer"]}
        assert words == {draft.word}
        (row,) = proposal_snapshot.read(Attachment, manifest)
        assert (row.sent_sha256 or row.sha256) == draft.sha256
        assert [name for name, _ in listed] == [row.sha256]


def require_clean(count):
    """After the sweep no file is left in clear, no envelope without a row; the log holds."""
    clear_files.sweep(datetime.now(UTC) + timedelta(hours=2))
    assert files.names("attachments") == []
    assert len(files.names("envelopes")) == count
    assert audit.keep_verdict(clock.now()).fault is None
