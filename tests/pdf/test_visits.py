"""The report on a visit and the action list on paper."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.risks import Rating
from portal.domain.visits import Severity
from portal.models import Document
from portal.pdf import render
from portal.pdf.documents import draft, official
from portal.pdf.pictures import printed
from portal.services import checklists, visits
from portal.services.checklists import Shot
from tests import papers
from tests.visiting import LIMITS, Field, photo, risk_of

pytestmark = pytest.mark.usefixtures("app")


def words_of(content):
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_report_carries_findings_actions_comment_and_photos_in_french():
    field = Field()
    visit = field.check(field.plan())
    made = field.finding(visit, Severity.HIGH)
    checklists.add_photo(Shot(visit, photo(), made), LIMITS, field.officer, field.at)
    visits.report(visit, field.conclusion(visit), field.officer, field.at)
    visits.comment(visits.by_id(visit.id), "Both are ordered.", field.owner, field.at)
    visits.close(visits.by_id(visit.id), field.officer, field.at)
    mine = (Document.kind == visits.KIND) & (Document.language == "fr")
    content = render(official(Document.get(mine)))
    told = words_of(content)
    for words in ("Repair both taps.", "Both are ordered.", "Gravité élevée", "Visite"):
        assert words in told, words
    assert any(page.images for page in PdfReader(BytesIO(content)).pages)


def test_a_spot_check_and_the_action_list_tell_their_figures():
    field = Field()
    visit = field.spot_checked(refunded=400)
    facts = draft("visit", visit.id, "en", field.at).facts
    assert (facts["pending"], facts["amounts"]["tested"]) == ("600", "40000")
    late = field.point(due_on=field.at.date())
    listed = draft("action_points", field.contract.id, "en", field.at).facts
    assert [each["reference"] for each in listed["points"]] == [late.reference]


def test_a_large_photo_is_made_small_enough_to_be_printed():
    address = printed(papers.image("PNG", (2400, 1600)))
    assert address.startswith("data:image/jpeg;base64,")
    assert len(address) < 60_000


def test_the_risk_register_prints_the_matrix_with_its_list():
    field = Field()
    risk_of(field, rating=Rating(5, 5), review_on=field.at.date())
    told = words_of(render(draft("contract_risks", field.contract.id, "en", field.at)))
    for words in ("25 Critical", "The ministry names no focal point.", "Monthly meeting."):
        assert words in told, words
    facts = draft("centre_risks", field.contract.call.centre_id, "fr", field.at).facts
    assert facts["risks"][0]["category"] == "Engagement du gouvernement"
