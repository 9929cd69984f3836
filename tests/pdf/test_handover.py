"""The papers of a handover: the plan, how far it is, and the record of the transfer."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal.domain.lifecycle_handover import GoalState, PlanState
from portal.models import Document
from portal.pdf import render
from portal.pdf.documents import draft, official
from portal.pdf.pipeline import compose
from portal.services import handover_steps as steps
from tests.factories import NOON
from tests.handing import LETTER, PAPER, Handing

pytestmark = pytest.mark.usefixtures("app")


def read(name, content):
    if os.environ.get("DUMP"):
        Path(f"{os.environ['DUMP']}/handover-{name}.pdf").write_bytes(content)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(text.split())


def test_a_new_version_is_issued_with_the_letter_and_what_it_says_otherwise():
    handing = Handing(PlanState.UNDER_WAY)
    handing.mark()
    revised = handing.revised(conditions="A line and ten posts.")
    steps.agree(revised, *LETTER, handing.officer, NOON)
    made = Document.get((Document.kind == "handover_plan") & (Document.language == "fr"))
    content = render(official(made))
    again = official(Document.get_by_id(made.id))
    assert compose(again) == compose(official(made))
    text = read("plan", content)
    for words in ("Plan de transfert", LETTER[0], "Ce que cette version modifie", "ten posts"):
        assert words in text
    assert "Decree 12" not in text


def test_how_far_it_is_and_the_record_of_the_transfer_tell_what_shows_each_milestone():
    handing = Handing(PlanState.UNDER_WAY)
    handing.mark(text="Decree 12", sent=PAPER)
    written = str(compose(draft("handover_standing", handing.plan_id, "en", NOON)))
    for words in ("how far it is", "Decree 12", "Scheduled", "decree.pdf"):
        assert words in written
    handing.mark("M2", GoalState.WAIVED, "No asset was bought.")
    handing.hand_over()
    made = Document.get((Document.kind == "handover_act") & (Document.language == "en"))
    text = read("act", render(official(made)))
    for words in (
        "Record of the transfer",
        "ACT 7/2026",
        "No asset was bought.",
        "Reviews are",
    ):
        assert words in text
