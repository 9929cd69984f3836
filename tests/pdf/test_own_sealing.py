"""What documents tell of proposals that partners sealed on their own computers."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.models import Document, Envelope
from portal.pdf import render
from portal.pdf.documents import draft, official
from portal.pdf.facts import calls as facts
from portal.services import call_ceremony
from tests import factories as make
from tests import openings, owning

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")


@pytest.fixture
def call(app):
    return openings.sealed_call(own_sealing=True)


def text_of(content):
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_receipt_vouches_for_the_envelope_alone_on_one_page(call, tmp_path):
    given = owning.draft(call)
    owning.arrive(*given, owning.sealed(owning.packed(*given), tmp_path))
    owning.submit(*given)
    row = Document.get(Document.kind == "receipt")
    content = render(official(row))
    text = text_of(content)
    assert len(PdfReader(BytesIO(content)).pages) == 1
    assert "vouches for nothing inside" in text
    assert Envelope.get().sha256[:8] in text
    assert "answers with" not in text
    assert "All, as one sealed proposal" not in text


def test_the_opening_record_names_the_reason_of_a_refusal(call):
    given = owning.draft(call)
    package = owning.packed(*given)
    manifest = owning.read(package)[1]
    manifest["rows"]["answer"][0]["question"] = "f" * 32
    owning.arrive(*given, owning.forged(package, manifest))
    owning.submit(*given)
    openings.close(call)
    openings.begin(call)
    openings.work()
    text = text_of(render(draft("opening_sealed", call.id, "en", make.NOON)))
    assert "Refused: What lies in this envelope answers something" in text
    assert "No envelope was damaged." in text
    assert "opened and refused for the reason given in the list" in text


def test_the_call_tells_who_seals_and_the_fingerprint_of_its_key(call):
    told = facts.call(call.id, "fr")
    assert told["own_sealing"] is True
    assert told["seal_fingerprint"] == call_ceremony.ceremony(call).fingerprint
