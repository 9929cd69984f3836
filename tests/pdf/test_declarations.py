"""The declaration of a member on paper: every partner, what was declared, what follows."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.actions import Role, SeatKind
from portal.models import Document, Seat
from portal.pdf import render
from portal.pdf.documents import official
from tests import factories as make
from tests import seating

pytestmark = pytest.mark.usefixtures("app")


def text_of(said):
    row = Document.get(Document.subject_id == said.id)
    pages = PdfReader(BytesIO(render(official(row)))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_declaration_names_each_partner_who_leads_it_and_what_was_declared():
    call = seating.two_lots()
    member = seating.seats(call)[0]
    second = seating.of_lot(call, 2)
    said = make.declare(call, member.person, second.partner, text="My sister leads it.")
    text = text_of(said)
    assert member.person.name in text
    assert "Salma Berrada; Youssef Amrani" in text
    assert f"{second.partner.name} 2" in text
    assert "Nothing of these lots is open to this person any more: 2. Rabat 2" in text
    assert "My sister leads it." in text
    assert "I keep what I read and hear" in text


def test_a_declaration_is_in_the_language_of_who_declares():
    call = seating.two_lots(seats=3)
    person = make.person(Role.COMMITTEE_MEMBER, language="fr")
    Seat.create(call=call, person=person, kind=SeatKind.VOTING)
    text = text_of(make.declare(call, person))
    assert "Engagement de confidentialité" in text
    assert "Partenaires candidats et leurs dirigeants" in text
