"""The seal of a contract: put once, by a key in a file, and broken by any change."""

from io import BytesIO

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    load_pkcs12,
    serialize_key_and_certificates,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from portal.domain.actions import Role
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import ContractState
from portal.models import Contract, Document, Event, Signature
from portal.models.records import DocumentState
from portal.pdf import documents as printing
from portal.pdf import sealing
from portal.pdf.pipeline import draw
from portal.pdf.sealing import SealState
from portal.services import contracts, documents, files, seal_key
from portal.services.contract_signatures import Consent
from portal.services.contract_text import print_of
from tests import factories as make
from tests import papers
from tests.factories import NOON, PASSWORD

SAID = "C1; Nour: Salma Berrada, 2026-03-02; IOM: Hélène; SHA-256 ab12"
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(scope="module")
def plain():
    """A page as the portal prints it."""
    page = "<html lang='en'><title>A contract</title><p>Both parties agree.</p></html>"
    return draw(page, b"0123456789abcdef")


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch):
    """Shorter keys are made in less time."""
    monkeypatch.setattr(seal_key, "BITS", 2048)


@pytest.fixture
def sealed(plain):
    """The page with the portal's seal."""
    return sealing.seal(plain, SAID, NOON)


def found(content):
    return sealing.check(content).state


def renewed():
    """A seal of a portal that knows nothing of the key before."""
    folder = seal_key.settings().folder
    for name in (seal_key.OWN, seal_key.KNOWN):
        (folder / name).unlink()
    seal_key.make(NOON)


def test_a_sealed_document_is_what_it_was_with_the_seal_behind_it(plain, sealed):
    assert sealed.startswith(plain)
    verdict = sealing.check(sealed)
    assert (verdict.state, verdict.said, verdict.at) == (SealState.GENUINE, SAID, NOON)
    assert "Both parties agree." in PdfReader(BytesIO(sealed)).pages[0].extract_text()
    with pikepdf.open(BytesIO(sealed)) as opened:
        assert opened.check_pdf_syntax() == []
        assert opened.open_metadata().pdfa_status == "3A"
        assert opened.pdf_version == "1.7"
        assert "/Version" not in opened.Root
        assert opened.Root.Perms.DocMDP.SubFilter == "/ETSI.CAdES.detached"


def test_a_file_without_a_seal_and_what_is_no_pdf_are_told_apart(plain):
    assert found(plain) is SealState.UNSEALED
    assert found(b"%PDF-1.7 and no more") is SealState.UNREADABLE
    assert found(b"") is SealState.UNREADABLE


def test_whatever_is_added_behind_the_seal_breaks_it(sealed):
    added = BytesIO()
    with pikepdf.open(BytesIO(sealed)) as opened:
        opened.add_blank_page()
        opened.save(added)
    assert found(sealed + b"\n% a remark") is SealState.CHANGED
    assert found(sealed + sealed) is SealState.CHANGED
    assert found(added.getvalue()) is not SealState.GENUINE


@given(st.integers(min_value=0), st.integers(1, 255))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_changed_byte_of_the_document_stays_unseen(sealed, place, change):
    changed = bytearray(sealed)
    changed[place % sealed.index(b"/Contents <30")] ^= change
    assert found(bytes(changed)) is not SealState.GENUINE


def test_a_seal_by_another_key_is_foreign_and_by_a_former_key_is_genuine(plain, sealed):
    seal_key.make(NOON)
    assert found(sealed) is SealState.GENUINE
    assert found(sealing.seal(plain, SAID, NOON)) is SealState.GENUINE
    renewed()
    assert found(sealed) is SealState.FOREIGN


def in_production(**facts):
    folder = seal_key.settings().folder
    seal_key.use(seal_key.Settings(folder, **facts))
    return folder / seal_key.OWN


def test_in_production_nothing_is_sealed_by_a_key_that_nobody_made(plain):
    in_production().unlink()
    with pytest.raises(RuleBroken, match="seal_key_missing"):
        sealing.seal(plain, SAID, NOON)
    assert not seal_key.exists()
    seal_key.make(NOON)
    assert found(sealing.seal(plain, SAID, NOON)) is SealState.GENUINE


def test_the_key_is_for_the_portal_alone(plain):
    kept = in_production()
    assert kept.stat().st_mode & 0o777 == 0o600
    kept.chmod(0o640)
    with pytest.raises(RuleBroken, match="seal_key_open"):
        sealing.seal(plain, SAID, NOON)


def test_the_offices_own_file_seals_with_its_passphrase_only(plain, tmp_path):
    kept = load_pkcs12((tmp_path / seal_key.OWN).read_bytes(), None)
    word, own = b"olive", tmp_path / "office.p12"
    locked = BestAvailableEncryption(word)
    own.write_bytes(
        serialize_key_and_certificates(b"o", kept.key, kept.cert.certificate, None, locked)
    )
    own.chmod(0o600)
    in_production(given=str(own), passphrase=word.decode())
    assert found(sealing.seal(plain, SAID, NOON)) is SealState.GENUINE
    in_production(given=str(own), passphrase=word[1:].decode())
    with pytest.raises(RuleBroken, match="seal_key_unreadable"):
        sealing.seal(plain, SAID, NOON)


@pytest.fixture
def signed(monkeypatch):
    """A contract that the partner signed, and the head of office who signs next."""
    monkeypatch.setattr(
        "portal.services.accounts.password_fits", lambda _person, typed: typed == PASSWORD
    )
    contract = make.contract(state=ContractState.PARTNER_SIGNED)
    fixed = print_of(contracts.full(contracts.by_slug(contract.slug)))
    Contract.update(fingerprint=fixed).execute()
    signatory = make.person(Role.PARTNER_SIGNATORY, partner=contract.partner, name="Salma B.")
    facts = {"name": signatory.name, "fingerprint": fixed, "signed_at": NOON}
    Signature.create(contract=contract, side="partner", person=signatory, **facts)
    head = make.actor(Role.HEAD_OF_OFFICE, name="Hélène M.")
    make.mandate(head)
    return contracts.by_slug(contract.slug), head


def countersign(contract, head):
    given = Consent(head.name, PASSWORD, contract.fingerprint)
    contracts.countersign(contract, head, given, NOON)
    return documents.of("contract", contract.id, "en")


def dies(*_given):
    raise KeyboardInterrupt


def test_a_contract_is_sealed_once_also_when_the_worker_dies_after_the_sealing(
    signed, monkeypatch
):
    asked, printed = countersign(*signed), []

    def render(_document):
        printed.append(papers.pdf())
        return printed[-1]

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(printing.documents, "mark_issued", dies)
        printing.issue(asked, render, NOON)
    stands = files.read(f"sealed/{asked.id}.pdf")
    for _ in range(2):
        printing.issue(Document.get_by_id(asked.id), render, NOON)
    issued = Document.get_by_id(asked.id)
    assert issued.state is DocumentState.ISSUED
    assert files.read(issued.path) == stands
    assert files.digest(stands) == issued.sha256
    assert len(printed) == 1
    assert Event.select().where(Event.name == "document.issued").count() == 1


def test_the_seal_says_who_signed_for_which_side_and_over_what(signed):
    asked = countersign(*signed)
    printing.issue(asked, lambda _document: papers.pdf(), NOON)
    said = sealing.check(files.read(f"sealed/{asked.id}.pdf")).said
    assert "Salma B., 2026-03-02" in said
    assert "IOM: Hélène M., 2026-03-02" in said
    assert signed[0].fingerprint in said


def test_without_a_key_nobody_countersigns_what_could_not_be_sealed(signed):
    in_production().unlink()
    with pytest.raises(RuleBroken, match="seal_key_missing"):
        countersign(*signed)
    assert Signature.select().count() == 1
    assert contracts.by_slug(signed[0].slug).state is ContractState.PARTNER_SIGNED
