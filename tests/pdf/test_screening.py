"""The screening record: every check, both people of an exclusion, matches and windows."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.actions import Role
from portal.domain.screening import Check
from portal.models import DeficiencyWindow, Document, RequiredDocument
from portal.pdf import render
from portal.pdf.documents import official
from portal.services import deficiency, exclusions, opening, proposals, screening
from portal.services.file_checks import Limits, Upload
from tests import factories as make
from tests import papers

pytestmark = pytest.mark.usefixtures("app")


def supplied(call, proposal, officer):
    """The first proposal supplies the document in a window that is over now."""
    code = f"document_{RequiredDocument.get().key.hex}"
    RequiredDocument.update(mandatory=True).execute()
    window = deficiency.open_window(call, [code], officer, make.moment())
    writer = make.actor(Role.PARTNER_EDITOR, partner=proposal.partner)
    sent = (Upload("", "statutes.pdf", papers.pdf()), Limits(1_000_000, 1))
    deficiency.send_file(proposal, code, sent, writer, make.moment())
    over = make.moment() - timedelta(milliseconds=1)
    DeficiencyWindow.update(closes_at=over).where(DeficiencyWindow.id == window.id).execute()
    return {code: Check(ok=True)}


def screened():
    """A scored call with one proposal let in after a window and one excluded by two people."""
    call = make.opened_call(proposals=2)
    make.declare_all(call)
    first, second = opening.opened(call)
    officer = make.actor(Role.PROCUREMENT_OFFICER, name="Elena First")
    late = supplied(call, first, officer)
    checks = {**make.all_yes().checks, **late}
    decision = screening.Decision(checks, eligible=True)
    screening.screen(proposals.by_id(first.id), decision, officer, make.moment())
    no = {**make.all_yes().checks, "registered": Check(ok=False, note="Since May only.")}
    out = screening.Decision(no, eligible=False, reason="Registered for one year only.")
    screening.screen(proposals.by_id(second.id), out, officer, make.moment())
    head = make.actor(Role.HEAD_OF_OFFICE, name="Tomas Second")
    exclusions.confirm(proposals.by_id(second.id), head, make.moment())
    screening.start_scoring(opening.call_by_slug(call.slug), officer, make.moment())
    return call


def text_of(call, language):
    kind = (Document.kind == exclusions.KIND) & (Document.subject_id == call.id)
    row = Document.get(kind & (Document.language == language))
    pages = PdfReader(BytesIO(render(official(row)))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_record_names_checks_windows_and_both_people_of_an_exclusion():
    call = screened()
    told = text_of(call, "en")
    for words in (
        "Elena First",
        "Tomas Second",
        "Registered for one year only.",
        "Since May only.",
        "Not accepted",
        "when the portal asked for it",
        "names compared with",
        "Capacity assessment: None",
    ):
        assert words in told
    assert "Exclusion confirmée" in text_of(call, "fr")
