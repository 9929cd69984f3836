"""Anybody can check a sealed file on a page, and the office on the command line."""

from html import unescape
from io import BytesIO

import pytest

from portal.models import Document
from portal.models.records import DocumentState
from portal.pdf import sealing
from portal.services import files, seal_key
from tests import papers
from tests.conftest import made_again
from tests.factories import NOON

SAID = "C1; Nour: Salma Berrada; IOM: Head"


def sent(content):
    return {"file": (BytesIO(content), "contract.pdf")}


def text(answer):
    return unescape(answer.get_data(as_text=True))


@pytest.fixture
def sealed(app):
    return sealing.seal(papers.pdf(), SAID, NOON)


def test_a_visitor_learns_whether_a_file_is_genuine(client, sealed):
    Document.create(
        number="C1-EN",
        code="AAAA-BBBB-CCCC",
        kind="contract",
        subject_id="0" * 32,
        language="en",
        state=DocumentState.ISSUED,
        requested_at=NOON,
        issued_at=NOON,
        sha256=files.digest(sealed),
    )
    shown = text(client.post("/documents/seal", data=sent(sealed)))
    assert "Genuine: sealed by this portal" in shown
    assert "C1-EN" in shown
    assert SAID in shown
    changed = text(client.post("/documents/seal", data=sent(sealed + b"\n% more")))
    assert "Changed: the file is not what this portal sealed." in changed
    assert "C1-EN" not in changed
    assert "No seal" in text(client.post("/documents/seal", data=sent(papers.pdf())))
    assert "Unreadable" in text(client.post("/documents/seal", data=sent(b"text")))


def test_without_a_file_the_page_says_so(client):
    answer = client.post("/documents/seal", data={})
    assert answer.status_code == 422
    assert "Choose a file." in text(answer)


def test_the_command_makes_a_key_once_and_verifies_a_file(app, sealed, tmp_path):
    runner, file = app.test_cli_runner(), tmp_path / "contract.pdf"
    file.write_bytes(sealed)
    refused = runner.invoke(args=["sealing", "make-key"])
    assert (refused.exit_code, "There is a key" in refused.output) == (1, True)
    assert "SHA-256" in runner.invoke(args=["sealing", "make-key", "--renew"]).output
    told = runner.invoke(args=["sealing", "verify", str(file)])
    assert (told.exit_code, told.output.startswith("Genuine")) == (0, True)
    file.write_bytes(sealed[:-20])
    assert runner.invoke(args=["sealing", "verify", str(file)]).exit_code == 1


def test_the_command_leaves_the_offices_own_file_alone(app, tmp_path):
    given = made_again(app, SEAL_FILE=str(tmp_path / seal_key.OWN))
    refused = given.test_cli_runner().invoke(args=["sealing", "make-key", "--renew"])
    assert (refused.exit_code, "PORTAL_SEAL_FILE" in refused.output) == (1, True)
