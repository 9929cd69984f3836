"""The minutes of a committee on paper: who was there, what was decided, who signed."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.interests import Cause
from portal.models import Document, ObserverComment, SeatReplacement
from portal.pdf import render
from portal.pdf.documents import official
from portal.services import declarations, minutes
from tests import factories as make
from tests.services.test_minutes import offered, sign

pytestmark = pytest.mark.usefixtures("app")


def changed(call):
    """The call as if a member had been replaced and an observer had commented."""
    _chair, out, into = declarations.seats(call)
    SeatReplacement.create(
        call=call,
        cause=Cause.REPLACED,
        out=out,
        into=into,
        reason="Called to another post.",
        at=make.NOON,
    )
    ObserverComment.create(call=call, seat=out, text="It was regular.", made_at=make.NOON)


def test_the_minutes_name_attendance_votes_dissent_and_signatures():
    call = make.ranked_call(5, 3)
    changed(call)
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
    assert "takes the seat of" in text
    assert "Called to another post." in text
    assert "It was regular." in text
