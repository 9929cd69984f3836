"""A signed receipt proves what was received, and each changed fact of it is found."""

import json
import subprocess
import sys
from io import BytesIO

import pikepdf
import pytest

from portal.config import ROOT
from portal.domain.actions import PARTNER_ROLES
from portal.domain.lifecycle import CallState
from portal.jobs import deliver_pending
from portal.models import Attachment, DeliveredMail, Document, Envelope, Event, Proposal
from portal.pdf import render
from portal.pdf.attached import attached
from portal.pdf.documents import official
from portal.services import audit, clock, files, proposals, receipts, signing
from tests import factories
from tests.factories import keyed, moment
from tests.tampering import remade

VERIFIER = ROOT / "static" / "verify" / "verify_audit.py"
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")


def received(*, sealed):
    """A proposal with one file that was submitted, sealed in an envelope or not."""
    call = factories.call(CallState.PUBLISHED, **({"sealed": True} if sealed else {}))
    by = keyed(*PARTNER_ROLES, partner=factories.partner("Association Lumen"))
    draft = factories.proposal(call, factories.Partner.get_by_id(by.partner_id))
    Attachment.create(
        proposal=draft,
        title="Statutes",
        filename="statutes.pdf",
        media_type="application/pdf",
        size=7,
        sha256=files.digest(b"statute"),
        path=files.put("attachments", b"statute"),
        added_at=factories.NOON,
        added_by=by.person_id,
    )
    proposals.submit(proposals.by_id(draft.id), by, moment())
    return proposals.by_id(draft.id)


@pytest.fixture
def proposal(app):
    return received(sealed=True)


def changed(signed, **facts):
    """The receipt with other facts under the same signature."""
    return json.dumps({"facts": {**signed.facts, **facts}, "signature": signed.signature})


def check(text):
    return receipts.check(text.encode(), signing.known())


def broken(text):
    return [(each.rule, each.field) for each in check(text).broken]


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.usefixtures("app")
def test_a_receipt_tells_times_and_hashes_and_holds(sealed):
    proposal = received(sealed=sealed)
    told = receipts.given(proposal).facts
    event = Event.get(Event.name == "proposal.submitted")
    assert told["receipt"] == proposal.receipt
    assert told["content"] == proposal.fingerprint
    assert told["received"][:19] == f"{proposal.submitted_at:%Y-%m-%dT%H:%M:%S}"
    assert told["received_there"].endswith(("+01:00", "+00:00"))
    assert told["event"] == {"seq": event.seq, "hash": event.hash}
    assert told["files"] == [files.digest(b"statute")]
    envelopes = [each.sha256 for each in Envelope.select()]
    assert [each["sha256"] for each in told["envelopes"]] == envelopes
    assert bool(envelopes) is sealed
    assert check(receipts.written(receipts.given(proposal))).broken == []


def test_a_receipt_names_no_file_and_no_person(proposal):
    text = receipts.written(receipts.given(proposal))
    for hidden in ("statutes.pdf", "Statutes", proposal.submitted_by.name):
        assert hidden not in text


FACTS = (
    "portal",
    "receipt",
    "reference",
    "call",
    "partner",
    "received",
    "received_there",
    "zone",
    "deadline",
    "envelopes",
    "content",
    "files",
    "event",
)


@pytest.mark.parametrize("name", FACTS)
def test_each_changed_fact_is_found_and_named(proposal, name):
    signed = receipts.given(proposal)
    found = broken(changed(signed, **{name: "another"}))
    assert found[0] == ("receipt_not_signed", "")
    assert name == "receipt" or ("receipt_changed", name) in found


def test_every_fact_of_a_receipt_is_tried(proposal):
    assert {*receipts.given(proposal).facts} == {*FACTS, "format", "key"}


def test_a_fact_put_in_or_taken_away_is_found(proposal):
    signed = receipts.given(proposal)
    assert ("receipt_changed", "note") in broken(changed(signed, note="more"))
    fewer = {name: value for name, value in signed.facts.items() if name != "zone"}
    text = json.dumps({"facts": fewer, "signature": signed.signature})
    assert ("receipt_changed", "zone") in broken(text)


def test_a_changed_signature_and_a_foreign_key_are_found(proposal):
    signed = receipts.given(proposal)
    other = signed.signature[::-1]
    text = json.dumps({"facts": dict(signed.facts), "signature": other})
    assert broken(text) == [("receipt_not_signed", ""), ("receipt_changed", "signature")]
    assert broken(changed(signed, key="0" * 16))[0][0] == "receipt_key_unknown"
    assert receipts.check(receipts.written(signed).encode(), {}).broken[0].facts == {
        "key": signed.facts["key"]
    }


@pytest.mark.parametrize(
    "text", ["", "{}", "no receipt", '{"facts": 1, "signature": 2}', "[1]"]
)
@pytest.mark.usefixtures("app")
def test_what_holds_no_receipt_is_told(text):
    assert broken(text) == [("receipt_unreadable", "")]


def printed():
    return render(official(Document.get(Document.kind == "receipt")))


def test_the_document_carries_the_signed_data_as_an_archival_attachment(proposal):
    content = printed()
    assert attached(content).decode() == receipts.written(receipts.given(proposal))
    assert printed() == content
    with pikepdf.open(BytesIO(content)) as pdf:
        (carried,) = pdf.Root.AF
        assert (str(carried.AFRelationship), str(carried.UF)) == ("/Data", "receipt.json")
        assert str(carried.EF.F.Subtype) == "/application/json"


def test_the_mail_of_a_receipt_holds_it(proposal):
    deliver_pending(render)
    (mail,) = [each for each in DeliveredMail.select() if proposal.receipt in each.subject]
    assert check(mail.body).broken == []
    assert receipts.given(proposal).facts["event"]["hash"] in mail.body


def test_a_receipt_is_given_up_with_its_submission(proposal):
    Proposal.update(receipt="R-OTHER").execute()
    assert receipts.given(proposals.by_id(proposal.id)) is None


def invoke(app, *arguments):
    return app.test_cli_runner().invoke(args=[*arguments])


def test_a_receipt_is_verified_by_a_command(app, proposal, tmp_path):
    paper = tmp_path / "receipt.pdf"
    paper.write_bytes(printed())
    said = invoke(app, "receipts", "verify", str(paper))
    assert said.exit_code == 0
    assert proposal.receipt in said.output
    data = tmp_path / "receipt.json"
    data.write_text(changed(receipts.given(proposal), partner="Another"), encoding="utf-8")
    said = invoke(app, "receipts", "verify", str(data))
    assert said.exit_code == 1
    assert "partner" in said.output


def stand_alone(*arguments):
    """What the stand-alone verifier says, in a process that knows nothing of the portal."""
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def keys(app, tmp_path):
    kept = tmp_path / "keys.json"
    kept.write_bytes(app.test_client().get("/keys.json").data)
    return kept


def test_paper_data_and_mail_are_verified_without_the_portal(proposal, keys, tmp_path):
    deliver_pending(render)
    (mail,) = [each for each in DeliveredMail.select() if proposal.receipt in each.subject]
    written = receipts.written(receipts.given(proposal)).encode()
    for name, content in (("a.pdf", printed()), ("b.json", written), ("c", mail.body.encode())):
        (tmp_path / name).write_bytes(content)
        code, said = stand_alone("--receipt", tmp_path / name, "--keys", keys)
        assert (code, proposal.receipt in said) == (0, True), (name, said)


@pytest.mark.parametrize("name", FACTS)
def test_the_stand_alone_verifier_finds_each_changed_fact(proposal, keys, tmp_path, name):
    data = tmp_path / "receipt.json"
    data.write_text(changed(receipts.given(proposal), **{name: "x"}), encoding="utf-8")
    code, said = stand_alone("--receipt", data, "--keys", keys)
    assert code == 1
    assert "was changed" in said


def test_a_receipt_is_a_witness_of_the_log(proposal, keys, tmp_path):
    data, log = tmp_path / "receipt.json", tmp_path / "log.jsonl"
    data.write_text(receipts.written(receipts.given(proposal)), encoding="utf-8")
    log.write_text("".join(audit.export(clock.now())), encoding="utf-8")
    code, said = stand_alone(log, "--receipt", data, "--keys", keys)
    assert code == 0, said
    assert proposal.partner.name not in log.read_text(encoding="utf-8")
    assert str(proposal.id) not in log.read_text(encoding="utf-8")


def test_a_log_without_the_submission_is_refuted_by_the_receipt(proposal, keys, tmp_path):
    data, log = tmp_path / "receipt.json", tmp_path / "log.jsonl"
    data.write_text(receipts.written(receipts.given(proposal)), encoding="utf-8")
    remade_without(Event.get(Event.name == "proposal.submitted"))
    assert audit.verify().fault is None
    log.write_text("".join(audit.export(clock.now())), encoding="utf-8")
    code, said = stand_alone(log, "--receipt", data, "--keys", keys)
    assert code == 1
    assert "as the receipt" in said


def remade_without(event):
    """Take an event away and chain all others anew, as one could who writes the database."""
    Event.delete().where(Event.id == event.id).execute()
    remade()
