"""The stamp of a time-stamping authority in the seal, and an authority that gives none."""

import subprocess
from datetime import timedelta
from io import BytesIO
from shutil import which

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from portal.domain.errors import RuleBroken
from portal.models import Document, Effect
from portal.models.records import DocumentState
from portal.pdf import documents as printing
from portal.pdf import sealing, stamping
from portal.pdf.pipeline import draw
from portal.pdf.sealing import SealState
from portal.services import documents, seal_key
from tests import authority, papers
from tests.factories import NOON

SAID = "C1; Nour: Salma Berrada, 2026-03-02; IOM: Hélène; SHA-256 ab12"
LATER = NOON + timedelta(minutes=3)
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture(scope="module")
def office():
    """An authority that stamps three minutes after noon."""
    return authority.stamper(LATER)


@pytest.fixture(scope="module")
def plain():
    """Two pages with a table, a list and a link, as the portal prints them."""
    page = """<html lang='en'><title>A contract</title><h1>Contract</h1>
    <p>Both <a href='#x'>parties</a> agree.</p><ul><li>One</li><li>Two</li></ul>
    <table><tr><th>Sum</th><td>1</td></tr></table>
    <p id='x' style='break-before: page'>The end.</p></html>"""
    return draw(page, b"0123456789abcdef")


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch):
    """Shorter keys are made in less time."""
    monkeypatch.setattr(seal_key, "BITS", 2048)


def asks(url, *, needs=False):
    """The portal asks this authority from now on."""
    folder = seal_key.settings().folder
    seal_key.use(seal_key.Settings(folder, "", "", url, makes_own=True, needs_stamp=needs))


def validated(content, office):
    """The seal of a file as pyHanko itself validates it, trusting both certificates."""
    found = PdfFileReader(BytesIO(content)).embedded_signatures[0]
    roots = [found.signer_cert, office.tsa_cert]
    trusted = ValidationContext(trust_roots=roots, allow_fetching=False, moment=LATER)
    return validate_pdf_signature(found, trusted, trusted)


def test_a_seal_bears_the_stamp_of_the_authority_and_validates(plain, office):
    with authority.serving(office) as server:
        asks(server.url)
        sealed = sealing.seal(plain, SAID, NOON)
        assert server.asked
    status = validated(sealed, office)
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    stamp = status.timestamp_validity
    assert (stamp.intact, stamp.valid, stamp.trusted) == (True, True, True)
    assert stamp.timestamp == LATER
    verdict = sealing.check(sealed)
    assert (verdict.state, verdict.at) == (SealState.GENUINE, NOON)
    assert (verdict.stamp.at, authority.NAME in verdict.stamp.authority) == (LATER, True)


WRONG = [
    authority.stamps_something_else,
    authority.forges,
    authority.refuses,
    authority.babbles,
    authority.shows_a_page,
    authority.breaks,
]


@pytest.mark.parametrize("how", WRONG, ids=lambda how: how.__name__)
def test_a_wrong_answer_is_no_stamp(office, how):
    with authority.serving(office, how) as server:
        asks(server.url)
        with pytest.raises(RuleBroken, match="seal_timestamp_missing"):
            stamping.tried()
        assert server.asked


def test_without_an_answer_the_seal_is_put_without_a_stamp_unless_it_is_needed(plain):
    with authority.serving(None) as server:
        gone = server.url
    asks(gone)
    verdict = sealing.check(sealing.seal(plain, SAID, NOON))
    assert (verdict.state, verdict.stamp) == (SealState.GENUINE, None)
    asks(gone, needs=True)
    with pytest.raises(RuleBroken, match="seal_timestamp_missing"):
        sealing.seal(plain, SAID, NOON)


@pytest.fixture
def asked():
    """A contract that both signed, whose sealed file was asked for."""
    return Document.create(
        kind="contract",
        subject_id="00000000-0000-4000-8000-000000000001",
        language="en",
        number="C1-EN",
        code="AAAA-BBBB-CCCC",
        requested_at=NOON,
    )


def test_a_contract_that_waits_for_its_stamp_is_sealed_once_there_is_one(
    asked, office, monkeypatch
):
    monkeypatch.setattr(printing, "official", lambda _row: None)
    monkeypatch.setattr(printing, "_sealed", sealed_blank)
    with authority.serving(office, authority.breaks) as server:
        asks(server.url, needs=True)
        with pytest.raises(RuleBroken, match="seal_timestamp_missing"):
            printing.issue(asked, lambda _document: papers.pdf(), NOON)
    documents.mark_failed(asked.id)
    assert documents.ask_again_for("contract", NOON) == 1
    assert Effect.select().where(Effect.kind == "document").count() == 1
    with authority.serving(office) as server:
        asks(server.url, needs=True)
        printing.issue(Document.get_by_id(asked.id), lambda _document: papers.pdf(), NOON)
    assert Document.get_by_id(asked.id).state is DocumentState.ISSUED


def sealed_blank(path, _document, _acts, render, at):
    """What is printed is not the matter here."""
    return printing.files.put_once(path, sealing.seal(render(None), SAID, at))


def test_the_command_says_what_the_authority_gives(app, office):
    runner = app.test_cli_runner()
    unset = runner.invoke(args=["sealing", "try-stamp"])
    assert (unset.exit_code, "No time-stamping authority is set" in unset.output) == (1, True)
    with authority.serving(office) as server:
        asks(server.url)
        told = runner.invoke(args=["sealing", "try-stamp"])
        assert told.exit_code == 0
        assert f"{LATER:%Y-%m-%d %H:%M:%S} UTC" in told.output
        assert authority.NAME in told.output
    refused = runner.invoke(args=["sealing", "try-stamp"])
    assert (refused.exit_code, "gave no stamp that counts" in refused.output) == (1, True)


def test_what_pdf_a_asks_for_stays_in_a_file_that_was_sealed_and_stamped(
    plain, office, tmp_path
):
    with authority.serving(office) as server:
        asks(server.url)
        sealed = sealing.seal(plain, SAID, NOON)
    assert sealed.startswith(plain)
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed)
    with pikepdf.open(file) as pdf:
        assert not pdf.is_encrypted
        with pdf.open_metadata() as about:
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "A")
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert pdf.Root.MarkInfo.Marked
        assert "/ParentTree" in pdf.Root.StructTreeRoot
        assert kinds(pdf) >= {"/H1", "/P", "/Link", "/L", "/LI", "/Table", "/TH", "/TD"}
        assert fonts(pdf)
        assert all(embedded(each) for each in fonts(pdf))
        assert no_script(pdf)
    if tool := which("qpdf"):
        subprocess.run([tool, "--check", str(file)], check=True, capture_output=True)


def kinds(pdf):
    """The kinds of element in the tree of tags."""
    found = (each.get("/S") for each in pdf.objects if isinstance(each, pikepdf.Dictionary))
    return {str(kind) for kind in found if kind is not None}


def fonts(pdf):
    return [each for page in pdf.pages for each in page.Resources.Font.values()]


def embedded(font):
    """Whether the glyphs of a font are in the file, and its text can be read out."""
    about = font.DescendantFonts[0].FontDescriptor
    return "/ToUnicode" in font and bool({"/FontFile2", "/FontFile3"} & set(about.keys()))


def no_script(pdf):
    """No action that runs something, which PDF/A forbids."""
    forbidden = {"/JavaScript", "/Launch", "/Movie", "/Sound"}
    return not (kinds(pdf) & forbidden) and "/OpenAction" not in pdf.Root
