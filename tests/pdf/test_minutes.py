"""The minutes of a committee on paper: who was there, what was decided, who signed."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.models import Document
from portal.pdf import render
from portal.pdf.documents import official
from portal.services import declarations, minutes
from tests import factories as make
from tests.services.test_minutes import offered, sign

pytestmark = pytest.mark.usefixtures("app")


def test_the_minutes_name_attendance_votes_dissent_and_signatures():
    call = make.ranked_call(5, 3)
    row = offered(call, government="Tell us the first day of each apartment.", place="Rabat")
    first, *others = declarations.seats(call)
    sign(row, first, dissent="The price was not weighed enough.")
    for seat in others:
        sign(row, seat)
    asked = (Document.kind == "minutes") & (Document.language == "en")
    content = render(official(Document.get(asked)))
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    text = " ".join(text.split())
    assert "The price was not weighed enough." in text
    assert "Tell us the first day of each apartment." in text
    assert minutes.decided(row)[0].proposal.partner.name in text
    assert text.count("Signed in the portal") == 3
