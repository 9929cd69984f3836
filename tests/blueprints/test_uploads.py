"""Pages of files: sent in parts by a script, at once by a form, hostile names and contents."""

import re
from html import unescape
from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.domain.uploads import CHUNK, MEGABYTE, ScanState
from portal.models import Attachment, PendingUpload
from portal.services import files, proposals
from tests import clamd, factories, papers
from tests.factories import sign_in


@pytest.fixture
def draft(app):
    return proposals.by_id(factories.proposal(factories.call(CallState.PUBLISHED)).id)


@pytest.fixture
def owner(app, draft):
    return sign_in(
        app.test_client(), factories.person(Role.PARTNER_OWNER, partner=draft.partner)
    )


def at(proposal, rest=""):
    return f"/proposals/{proposal.id}{rest}"


def begin(client, draft, content, **facts):
    typed = {
        "name": "plan.pdf",
        "size": len(content),
        "sha256": files.digest(content),
        "title": "Work plan",
        "purpose": "",
    }
    return client.post(at(draft, "/uploads"), data={**typed, **facts})


def put(client, address, offset, part):
    return client.patch(f"{address}?offset={offset}", data=part)


def attach(client, draft, content, name="plan.pdf", title="Work plan"):
    sent = FileStorage(stream=BytesIO(content), filename=name)
    return client.post(at(draft, "/attachments"), data={"file": sent, "title": title})


def test_a_script_sends_a_file_in_parts_and_is_told_each_step(owner, draft):
    content = papers.pdf(size=CHUNK + 5)
    begun = begin(owner, draft, content)
    assert begun.status_code == 201
    told = begun.get_json()
    assert (told["offset"], told["chunk"]) == (0, CHUNK)
    first = put(owner, told["address"], 0, content[:CHUNK])
    assert first.get_json() == {"offset": CHUNK}
    again = put(owner, told["address"], 0, content[:CHUNK])
    assert (again.status_code, again.get_json()["offset"]) == (409, CHUNK)
    assert owner.get(told["address"]).get_json()["offset"] == CHUNK
    early = owner.post(told["finish"])
    assert (early.status_code, early.get_json()["offset"]) == (409, CHUNK)
    put(owner, told["address"], CHUNK, content[CHUNK:])
    done = owner.post(told["finish"])
    assert done.get_json() == {
        "sha256": files.digest(content),
        "next": at(draft, "/attachments"),
    }
    assert Attachment.get().title == "Work plan"


def test_what_was_cut_is_shown_and_begun_again_where_it_was(owner, draft):
    content = papers.pdf(size=CHUNK + 5)
    told = begin(owner, draft, content).get_json()
    put(owner, told["address"], 0, content[:CHUNK])
    page = unescape(owner.get(at(draft, "/attachments")).text)
    assert "1,024 of 1,025 KB have arrived" in page
    assert begin(owner, draft, content).get_json()["offset"] == CHUNK
    gone = owner.post(told["address"] + "/discard")
    assert gone.status_code == 303
    assert "is removed" in owner.get(gone.location).text
    assert PendingUpload.select().count() == 0


def test_a_part_larger_than_asked_for_is_not_read(owner, draft):
    told = begin(owner, draft, b"x" * 3 * CHUNK).get_json()
    assert put(owner, told["address"], 0, b"x" * (CHUNK + 1)).status_code == 413
    assert put(owner, told["address"], "no", b"x").status_code == 409


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"title": ""}, "Say what this file is."),
        ({"size": "no"}, "Not a valid integer value."),
        ({"size": "0"}, "This file is empty."),
        ({"size": str(10**10)}, "larger than 10 MB"),
        ({"name": "plan.exe"}, "Choose a PDF, Word (DOCX)"),
        ({"sha256": "no"}, "Invalid input."),
        ({"purpose": "required:00000000-0000-0000-0000-000000000000", "title": "x"}, ""),
    ],
)
def test_an_announcement_that_does_not_fit_is_told_in_words(owner, draft, facts, told):
    answer = begin(owner, draft, papers.pdf(), **facts)
    if told:
        assert answer.status_code == 422
        assert told in answer.get_json()["message"]
    else:
        begun = answer.get_json()
        put(owner, begun["address"], 0, papers.pdf())
        assert owner.post(begun["finish"]).status_code == 422
    assert Attachment.select().count() == 0


def test_another_partner_and_the_office_send_nothing(app, owner, draft):
    told = begin(owner, draft, papers.pdf()).get_json()
    for person in (
        factories.person(Role.PARTNER_OWNER, partner=factories.partner()),
        factories.person(Role.PROCUREMENT_OFFICER),
    ):
        other = sign_in(app.test_client(), person)
        assert begin(other, draft, papers.pdf()).status_code == 403
        assert put(other, told["address"], 0, papers.pdf()).status_code == 403
        assert other.post(told["finish"]).status_code == 403


NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "C:/Users/a/plan.pdf": "plan.pdf",
    "plan\u202efdp.exe.pdf": "planfdp.exe.pdf",
    "a" * 400 + ".pdf": "a" * 120 + ".pdf",
    "<img src=x onerror=alert(1)>.pdf": "img srcx onerroralert(1).pdf",
    "خطة العمل.pdf": "خطة العمل.pdf",
    "CON.pdf": "CON file.pdf",
    "nul.x.pdf": "nul.x file.pdf",
    ".pdf.pdf": "pdf.pdf",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_made_harmless(owner, draft, name):
    assert attach(owner, draft, papers.pdf(), name).status_code == 303
    made = Attachment.get()
    assert made.filename == NAMES[name]
    answer = owner.get(at(draft, f"/attachments/{made.id}"))
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "\n" not in answer.headers["Content-Disposition"]


HOSTILE = {
    "SVG": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "SVG as PNG": ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "HTML as PDF": ("a.pdf", b"<html><script>alert(1)</script></html>"),
    "HTML with the mark of a PDF": ("a.pdf", b"<html>%PDF-1.4<script>alert(1)</script>"),
    "a program": ("a.pdf", b"MZ\x90\0" + b"\0" * 200),
    "a package as PDF": ("a.pdf", papers.docx()),
    "a PDF as package": ("a.docx", papers.pdf()),
    "a package of no kind": ("a.docx", papers.package({"a.txt": b"x"})),
    "GIF and script": ("a.png", b"GIF89a/*" + b"*/=alert(1)"),
    "EICAR": ("a.pdf", papers.EICAR),
    "nothing": ("a.pdf", b""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_and_nothing_of_it_is_kept(owner, draft, name):
    filename, content = HOSTILE[name]
    refused = attach(owner, draft, content, filename)
    assert refused.status_code == 422
    assert "Work plan" in refused.text
    assert Attachment.select().count() == 0
    assert files.names("attachments") == []


def test_both_fingerprints_are_shown_when_something_was_taken_out(owner, draft):
    sent = papers.image("JPEG", comment=b"a secret place")
    attach(owner, draft, sent, "photo.jpg", "Photo")
    made = Attachment.get()
    page = owner.get(at(draft, "/attachments")).text
    assert re.search(rf"as you sent it:.*{files.digest(sent)}", page)
    assert re.search(rf"as it is kept:.*{made.sha256}", page)
    assert b"secret" not in owner.get(at(draft, f"/attachments/{made.id}")).data


def test_a_waiting_file_is_shown_and_given_out_once_it_is_clean(owner, draft, monkeypatch):
    clamd.away(monkeypatch)
    attach(owner, draft, papers.pdf())
    page = owner.get(at(draft, "/attachments")).text
    assert "Waiting for the virus scan" in page
    address = at(draft, f"/attachments/{Attachment.get().id}")
    refused = owner.get(address)
    assert refused.status_code == 422
    assert "Wait for the virus scan of the file Work plan" in unescape(refused.text)
    assert "Wait for the virus scan" in owner.get(at(draft)).text
    Attachment.update(scan=ScanState.CLEAN).execute()
    assert owner.get(address).status_code == 200
    Attachment.update(scan=ScanState.INFECTED).execute()
    assert "a virus was found in it" in owner.get(at(draft, "/attachments")).text


def test_a_virus_is_refused_in_words_and_what_was_typed_stays(owner, draft, monkeypatch):
    content = papers.docx(more={"word/note.txt": papers.EICAR}, packing=0)
    with clamd.running(monkeypatch):
        refused = attach(owner, draft, content, "plan.docx")
    assert refused.status_code == 422
    assert "A virus was found in this file (Eicar-Signature)" in unescape(refused.text)
    assert "Work plan" in refused.text


def test_the_limits_and_what_happens_to_a_file_are_told_before(owner, draft):
    page = unescape(owner.get(at(draft, "/attachments")).text)
    assert "each at most 10 MB, at most 10 files" in page
    assert "What happens to a file" in page


def test_a_file_of_exactly_the_limit_is_attached_and_one_byte_more_keeps_its_title(
    app, owner, draft
):
    app.config["FILE_LIMIT"] = MEGABYTE
    taken = attach(owner, draft, papers.pdf(size=MEGABYTE))
    answer = attach(owner, draft, papers.pdf(size=MEGABYTE + 1), title="A byte more")
    assert (taken.status_code, answer.status_code) == (303, 422)
    for each in (taken, answer):
        each.request.environ["wsgi.input"].close()
    assert "A byte more" in answer.get_data(as_text=True)
    assert "1 MB" in answer.get_data(as_text=True)
    assert begin(owner, draft, papers.pdf(size=MEGABYTE + 1)).status_code == 422
    assert Attachment.get().sent_size == MEGABYTE
    assert PendingUpload.select().count() == 0
