"""The whole proposal on paper, and the pictures in it."""

import subprocess
from datetime import date
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from portal import charts
from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.domain.proposal_parts import PartKey
from portal.models import Answer, Call, Proposal
from portal.pdf import documents, pipeline
from portal.services import proposal_parts
from portal.services.proposal_parts import PartDraft
from tests import factories
from tests.factories import NOON, moment

PLAN = {
    "activity": "Rent <script> & furnish",
    "responsible": "Coordinator",
    "starts_on": "2027-02-01",
    "ends_on": "2027-04-30",
    "milestone": "Leases are signed",
}
FIRST, LAST = date(2027, 2, 1), date(2028, 1, 31)
DAYS = st.dates(date(2026, 1, 1), date(2030, 1, 1))


@pytest.fixture
def draft(app):
    """A draft with a work plan, for a call that asks for every part."""
    keys = [each.value for each in PartKey]
    call = factories.call(CallState.PUBLISHED, proposal_parts=keys)
    of = factories.partner()
    made = factories.proposal(call, of)
    by = factories.actor(Role.PARTNER_OWNER, partner=of)
    content = {"rows": [PLAN]}
    proposal_parts.save(made, PartDraft(PartKey.WORK_PLAN, content, 0), by, moment())
    return made


def paper(proposal, language="en", at=NOON):
    return pipeline.render(documents.draft("proposal", proposal.id, language, at))


def text(content):
    pages = PdfReader(BytesIO(content)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def test_a_draft_prints_everything_under_a_watermark(draft):
    told = text(paper(draft))
    for expected in ("DRAFT", "Work plan", "Leases are signed", "Rent <script> & furnish",
                     "How do you meet criterion 1?", "Case workers", "Safeguarding",
                     "Nothing is written here yet."):  # fmt: skip
        assert expected in told


def test_a_draft_prints_in_french(draft):
    told = text(paper(draft, "fr"))
    assert "Plan de travail" in told
    assert "Sauvegarde" in told


def test_a_submitted_proposal_prints_the_same_bytes_at_every_moment(draft):
    submitted = {"submitted_at": NOON, "receipt": "R-1", "fingerprint": "0" * 64}
    Proposal.update(state="submitted", **submitted).where(Proposal.id == draft.id).execute()
    first = paper(draft)
    assert first == paper(draft, at=moment())
    told = text(first)
    assert "DRAFT" not in told
    assert "R-1" in told


def test_the_paper_passes_the_check_of_its_structure(draft, tmp_path):
    path = tmp_path / "proposal.pdf"
    path.write_bytes(paper(draft))
    done = subprocess.run(["qpdf", "--check", path], capture_output=True, check=False)
    assert done.returncode == 0


def test_long_texts_fill_pages_and_do_not_fail(draft):
    Answer.update(text="A word that goes on. " * 900).execute()
    rows = [{**PLAN, "activity": "x" * 200, "milestone": "y" * 200}] * 60
    by = factories.actor(Role.PARTNER_OWNER, partner=draft.partner)
    save = PartDraft(PartKey.WORK_PLAN, {"rows": rows}, 1)
    proposal_parts.save(Proposal.get_by_id(draft.id), save, by, moment())
    assert len(PdfReader(BytesIO(paper(draft))).pages) > 5


def test_a_call_without_parts_prints_the_rest(draft):
    Call.update(proposal_parts=[]).execute()
    told = text(paper(draft))
    assert "Work plan" not in told
    assert "Case workers" in told


def drawn(bars, period=(FIRST, LAST)):
    svg = charts.gantt(bars, period, charts.Caption("Plan", "Told", "g"), Locale("en"))
    return ET.fromstring(str(svg))  # noqa: S314 - our own picture


@given(st.lists(st.tuples(DAYS, DAYS, st.text(max_size=80), st.booleans()), max_size=8))
def test_a_picture_stays_in_its_frame_and_carries_no_style_or_script(listed):
    bars = [
        {
            "activity": name.encode("utf-8", "ignore").decode().translate(CONTROL),
            "starts_on": min(one, two),
            "ends_on": max(one, two),
            "milestone": "m" if ring else "",
        }
        for one, two, name, ring in listed
    ]
    picture = drawn(bars)
    assert picture.find("title").text == "Plan"
    assert picture.find("desc").text == "Told"
    assert picture.get("aria-labelledby") == "g-title g-desc"
    for each in picture.iter():
        assert "style" not in each.attrib
        assert each.tag != "script"
    for bar in picture.findall("rect[@class='c-bar']"):
        x, width = (float(bar.get(name).rstrip("%")) for name in ("x", "width"))
        assert 0 <= x <= 100
        assert width > 0
    assert len(picture.findall("circle")) == sum(ring for *_rest, ring in listed)


CONTROL = dict.fromkeys([*range(32), *range(55296, 57344), 65534, 65535])


def test_a_picture_without_a_period_takes_that_of_its_bars():
    bars = [{"activity": "A", "starts_on": FIRST, "ends_on": LAST, "milestone": ""}]
    bar = drawn(bars, (None, None)).find("rect[@class='c-bar']")
    assert (bar.get("x"), bar.get("width")) == ("0.0%", "100.0%")
