"""The commands of the portal, as the README names them."""

import os
import shutil
import subprocess
import sys
from threading import Lock

import pytest

from portal import cli, db
from portal.config import ROOT
from portal.domain.lifecycle import CallState
from portal.jobs import deliver_pending
from portal.models import Document, Effect, Person
from portal.models.records import DocumentState
from portal.pdf import render
from portal.pdf.pipeline import compose
from portal.play import demo
from portal.services import accounts, clock, documents, files
from tests import factories, papers, warm
from tests.conftest import LIGHT

KINDS = (
    "CALL", "A1-EN", "A1-CALL", "CLAR-1", "CANCELLATION", "PARTNER", "R-", "OPENING",
    "EVALUATION", "LETTER", "C1", "C1-P1",
)  # fmt: skip
PASSWORD = "words that nobody guesses"
PRINTED = {"call.html", "contract.html", "report.html"}
"""Papers that the test of the demonstration prints: tests/pdf prints each kind."""
BLANK = 4_000
"""No printed paper is as small as this, in bytes."""
CHEAP = {f"PORTAL_{name}": str(value) for name, value in LIGHT.items()}
"""What a password costs in a portal of its own, as in the tests' own."""


@pytest.fixture
def shares():
    """A backup reads the file of its own database."""
    return False


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=[*arguments])


def test_add_person_opens_an_account_that_can_sign_in(app):
    answer = run(
        app, "add-person", "ada@example.org", "Ada Berger", "--role", "legal_officer",
        "--password", PASSWORD,
    )  # fmt: skip
    assert answer.exit_code == 0, answer.output
    person = Person.get(Person.email == "ada@example.org")
    assert accounts.password_fits(person, PASSWORD)
    assert [role.value for role in accounts.actor_of(person).roles] == ["legal_officer"]


@pytest.mark.parametrize("password", [PASSWORD, "short"])
def test_add_person_refuses_in_words_and_adds_nobody(app, password):
    given = ("add-person", "ada@example.org", "Ada Berger", "--role", "auditor", "--password")
    run(app, *given, PASSWORD)
    answer = run(app, *given, password)
    assert answer.exit_code == 1
    assert "Refused:" in answer.output
    assert Person.select().count() == 1


def test_a_document_that_could_not_be_made_is_made_again_on_command(app):
    call = factories.call(CallState.PUBLISHED)
    documents.request("call", call.id, "CALL-1", ("en",), clock.now())
    documents.mark_failed(Document.get().id)
    Effect.delete().execute()
    assert run(app, "remake-document", "CALL-1-EN").exit_code == 0
    deliver_pending(render)
    assert Document.get().state is DocumentState.ISSUED
    again = run(app, "remake-document", "CALL-1-EN")
    assert again.exit_code == 1
    assert "could not be made" in again.output


def test_a_backup_is_written_verified_and_put_back_on_command(app, tmp_path):
    call = factories.call(CallState.PUBLISHED)
    documents.request("call", call.id, "C-1", ("en",), clock.now())
    deliver_pending(lambda _document: papers.pdf())
    place = str(tmp_path / "backup")
    written = run(app, "backup", "write", place)
    assert written.exit_code == 0
    assert written.output.startswith("1 events and 1 files of ")
    assert run(app, "backup", "verify", place).output == f"Holds: {written.output}"
    refused = run(app, "backup", "restore", place)
    assert refused.exit_code == 1
    assert "Refused: A backup is put back into an empty portal only" in refused.output
    files.path(Document.get().path).unlink()
    lacking = run(app, "backup", "write", f"{place}-2")
    assert lacking.exit_code == 1
    assert f"a file that is not there: {Document.get().path}" in lacking.output
    next(tmp_path.rglob("backup/files/*/*/*")).write_bytes(b"other")
    wrong = run(app, "backup", "verify", place)
    assert wrong.exit_code == 1
    assert "Does not hold: A file of the backup is not as it was written" in wrong.output


@pytest.mark.sqlite_only
def test_a_portal_that_was_put_back_goes_on_from_its_backup(app, tmp_path):
    person = factories.person()
    run(app, "backup", "write", str(tmp_path / "backup"))
    other = tmp_path / "other"
    other.mkdir()
    place = {"PORTAL_MODE": "development", "PORTAL_INSTANCE": str(other)}
    for step in (("backup", "restore", str(tmp_path / "backup")), ("audit", "verify")):
        command = [sys.executable, "-m", "flask", "--app", "portal", *step]
        code, told = warm.done(command, {**os.environ, **CHEAP, **place}, tmp_path / "told")
        assert code == 0, told
    assert "1 events hold" in told
    db.connect(f"sqlite:///{other / 'portal.sqlite'}")
    assert Person.get().email == person.email


def test_make_help_lists_the_targets():
    told = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert all(target in told for target in ("run", "test", "demo", "help"))


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("app")
def test_sqlite_writes_ahead_and_waits_for_the_disk():
    db.database.close()
    db.open_connection()
    asked = ("journal_mode", "synchronous", "foreign_keys")
    found = [db.database.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in asked]
    assert found == ["wal", 2, 1]


class Printers:
    """The desks of a demonstration: every paper is put together, the first of some printed."""

    def __init__(self, **_facts):
        self.begun, self.free = set(), Lock()

    def __enter__(self):
        return self

    def __exit__(self, *_fault):
        return False

    def render(self, document):
        """Print a paper, one at a time in this process, or only put its text together."""
        with self.free:
            if document.template in self.begun:
                return papers.pdf()
            self.begun.add(document.template)
            if document.template in PRINTED:
                return render(document)
            assert "IOM/" in compose(document)
            return papers.pdf()


@pytest.fixture
def played(programme, lived, tmp_path, monkeypatch):
    """Let the demonstration have the sample programme, which is played once for all tests."""

    def put_back(_now, tell):
        for title, _chapter in demo.CHAPTERS:
            tell(title)
        shutil.copytree(lived / "files", tmp_path / "demo/files", dirs_exist_ok=True)
        shutil.copy(lived / "portal.sqlite", tmp_path / "demo/played.sqlite")
        db.connect(f"sqlite:///{tmp_path / 'demo/played.sqlite'}")

    monkeypatch.setattr(demo, "load_sample", put_back)
    monkeypatch.setattr(cli, "RenderPool", Printers)
    return programme


@pytest.mark.sqlite_only
def test_the_demonstration_writes_every_kind_of_document(played, tmp_path):
    told = run(played, "demo")
    assert told.exit_code == 0, told.output
    written = sorted((tmp_path / "demo").glob("*.pdf"))
    assert f"{len(written)} documents in" in told.output
    index = (tmp_path / "demo" / "index.html").read_text(encoding="utf-8")
    for kind in KINDS:
        assert any(kind in path.name for path in written), kind
    assert all(path.name in index for path in written)
    assert "<td>Opening record</td>" in index
    printed = [path for path in written if path.stat().st_size > BLANK]
    for path in printed:
        subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
    told = [
        subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True).stdout
        for path in printed
    ]
    assert sum(b"IOM/" in each for each in told) >= len(PRINTED)


def test_an_opening_is_rehearsed_in_a_portal_of_its_own(tmp_path):
    command = [sys.executable, "-m", "flask", "--app", "portal", "rehearse-opening"]
    own = {"PORTAL_MODE": "production", "PORTAL_INSTANCE": str(tmp_path)}
    command += ["--proposals", "3", "--megabytes", "1"]
    code, told = warm.done(command, {**os.environ, **own, **CHEAP}, tmp_path / "told")
    assert code == 0, told
    assert "3 received, 3 opened, 0 damaged, 0 files that differ" in told
    assert not (tmp_path / "rehearsal").exists()
