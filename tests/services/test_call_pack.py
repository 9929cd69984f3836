"""The whole file of a call as one ZIP: everything in it, nothing else, the same bytes."""

import zipfile
from io import BytesIO

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken
from portal.domain.lifecycle import ProposalState
from portal.models import Attachment, CallPack, Document, Effect, Person
from portal.models.after_award import PackState
from portal.models.records import DocumentState
from portal.pdf import call_pack as packing
from portal.services import call_pack, files, opening
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")


def awarded():
    """An awarded call with two papers issued, and a file attached to each proposal."""
    call = make.awarded_call(5, 3)
    Document.update(state=DocumentState.REQUESTED).execute()
    for letter in Document.select().where(Document.kind == "letter"):
        content = f"%PDF {letter.number}".encode()
        kept = {
            "path": files.put("documents", content, ".pdf"),
            "sha256": files.digest(content),
        }
        Document.update(state=DocumentState.ISSUED, size=len(content), **kept).where(
            Document.id == letter.id
        ).execute()
    for proposal in opening.opened(call):
        attach(proposal)
    return call


def attach(proposal, content=b"statutes"):
    return Attachment.create(
        proposal=proposal,
        title="Statutes",
        filename="../statutes/of us.pdf",
        media_type="application/pdf",
        size=len(content),
        sha256=files.digest(content),
        path=files.put("attachments", content),
        added_at=make.NOON,
        added_by=Person.get(),
    )


def packed(call):
    row = call_pack.ask(call, make.actor(Role.PROCUREMENT_OFFICER), make.moment())
    rounds(row)
    return CallPack.get_by_id(row.id)


def rounds(row):
    """Let the worker do its rounds, in the order they are asked for."""
    while waiting := Effect.get_or_none(
        (Effect.kind == call_pack.EFFECT) & Effect.done_at.is_null()
    ):
        Effect.update(done_at=make.moment()).where(Effect.id == waiting.id).execute()
        packing.go_on(row.id, make.moment())


def opened_zip(row):
    content = files.path(row.path).read_bytes()
    assert files.digest(content) == row.sha256
    return zipfile.ZipFile(BytesIO(content))


def test_the_pack_holds_every_issued_paper_and_attachment_with_index_and_sums():
    call = awarded()
    row = packed(call)
    kept = opened_zip(row)
    numbers = [each.number for each in Document.select() if each.kind == "letter"]
    plain = [number.replace("/", "-") for number in numbers]
    names = set(kept.namelist())
    assert {f"documents/{each}.pdf" for each in plain} <= names
    assert sum(name.startswith("attachments/") for name in names) == 2
    assert not [name for name in names if ".." in name or name.startswith("/")]
    lines = kept.read("SHA256SUMS.txt").decode().splitlines()
    assert len(lines) == row.total == 4
    for line in lines:
        sha256, name = line.split("  ", 1)
        assert files.digest(kept.read(name)) == sha256
    index = kept.read("index.html").decode()
    assert numbers[0] in index or plain[0] in index


def test_the_same_files_give_the_same_bytes():
    call = awarded()
    assert packed(call).sha256 == packed(call).sha256


def test_a_pack_goes_on_after_a_round_that_was_cut(monkeypatch):
    call = awarded()
    whole = packed(call).sha256
    monkeypatch.setattr(packing, "ROUND", 1)
    row = call_pack.ask(call, make.actor(Role.AUDITOR), make.moment())
    packing.go_on(row.id, make.moment())
    assert (CallPack.get_by_id(row.id).done, CallPack.get_by_id(row.id).total) == (1, 4)
    files.path(f"packs/{row.id}.part").write_bytes(b"torn")
    rounds(row)
    assert CallPack.get_by_id(row.id).sha256 == whole


def test_what_was_never_opened_is_not_in_the_pack():
    call = awarded()
    draft = make.proposal(call, state=ProposalState.DRAFT)
    attach(draft, b"never submitted")
    content = b"".join(
        map(opened_zip(packed(call)).read, opened_zip(CallPack.get()).namelist())
    )
    assert b"never submitted" not in content


@pytest.mark.parametrize("role", [Role.HEAD_OF_OFFICE, Role.PROGRAMME_OFFICER])
def test_only_procurement_and_the_auditor_get_the_pack(role):
    call = awarded()
    with pytest.raises(NotAllowed):
        call_pack.ask(call, make.actor(role), make.moment())


def test_before_the_award_there_is_no_pack():
    with pytest.raises(NotAllowed):
        officer = make.actor(Role.PROCUREMENT_OFFICER)
        call_pack.ask(make.recommended_call(5), officer, make.moment())


def test_one_pack_is_made_at_a_time_and_one_that_failed_can_be_asked_for_again():
    call, officer = awarded(), make.actor(Role.PROCUREMENT_OFFICER)
    row = call_pack.ask(call, officer, make.moment())
    with pytest.raises(RuleBroken) as refused:
        call_pack.ask(call, officer, make.moment())
    assert refused.value.rule == "pack_running"
    call_pack.give_up(row.id, make.moment())
    assert CallPack.get_by_id(row.id).state is PackState.STOPPED
    assert call_pack.ask(call, officer, make.moment()).number == 2
