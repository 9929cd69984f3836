"""The assessment of a partner on paper."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.assessments import AssessmentKind, Finding
from portal.models import Document
from portal.pdf import render
from portal.pdf.documents import official
from portal.services import assessments
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")


def text_of(row, language):
    mine = (Document.kind == assessments.KIND) & (Document.subject_id == row.id)
    document = Document.get(mine & (Document.language == language))
    pages = PdfReader(BytesIO(render(official(document)))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_capacity_assessment_tells_points_areas_and_the_improvement_plan():
    due = make.moment().date() + timedelta(days=60)
    weak = Finding("4", "Seen.", "Hire an accountant.", due)
    row = make.assessed(make.partner(), AssessmentKind.CAPACITY, accounts=weak)
    told = text_of(row, "en")
    for words in ("Points: 28, between 21 and 84.", "Hire an accountant.", "Low risk"):
        assert words in told
    assert "working values" in told


def test_an_assessment_of_psea_tells_the_standards_met_in_french():
    row = make.assessed(make.partner(), AssessmentKind.PSEA)
    assert "8 normes sur 8 respectées" in text_of(row, "fr")
