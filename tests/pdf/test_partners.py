"""The profile of a partner as a document."""

import json
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.actions import Role
from portal.domain.partner_house import Body
from portal.models import Document, Partner
from portal.pdf import render
from portal.pdf.documents import official
from portal.pdf.facts import partners as facts
from portal.services import partner_profile, profile_issue
from portal.services.partner_profile import SECTIONS, Draft
from tests import factories, houses
from tests.factories import NOON

pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning")


@pytest.fixture
def issued(app):
    partner = factories.partner("Association Lumen", mandate="Shelter.\n\nCare.")
    owner = factories.actor(Role.PARTNER_OWNER, partner=partner)
    row = {"name": "Salma Berrada", "function": "Director", "body": Body.MANAGEMENT}
    draft = Draft(1, rows=[{**row, "birth_year": 1971}])
    partner_profile.save(partner, SECTIONS["people"], draft, owner, NOON)
    work = Draft(1, {"services": ["food"], "populations": ["women"]}, [{"country": "MA"}])
    partner_profile.save(partner, SECTIONS["work"], work, owner, NOON)
    houses.paper(partner, title="Our statutes")
    return profile_issue.issue(partner, owner, NOON)


def printed(language):
    row = Document.get(Document.language == language)
    content = render(official(row))
    pages = PdfReader(BytesIO(content)).pages
    return content, " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_facts_of_a_profile_are_plain_and_stay_as_they_were_issued(issued):
    told = facts.profile(issued.id, "en")
    assert json.loads(json.dumps(told)) == told
    Partner.update(name="Quite another", mandate="Nothing.").execute()
    assert facts.profile(issued.id, "en") == told


def test_the_same_profile_gives_the_same_bytes(issued):
    first, text = printed("en")
    second, _ = printed("en")
    assert first == second
    for word in ("Association Lumen", "Salma Berrada", "1971", "Our statutes", "version 1"):
        assert word in text
    assert "no result of a verification" in text
    assert "Food" in text


def test_a_profile_is_printed_in_french_too(issued):
    _, text = printed("fr")
    assert "Alimentation" in text
    assert "Maroc" in text
    assert "2 mars 2026" in text


@pytest.mark.parametrize("name", ["N" * 300, "\u0643" * 300, "O'Neil <b>& co</b> {{ 7 }}"])
def test_an_odd_name_is_printed_as_it_is_and_breaks_no_page(app, name):
    partner = factories.partner(name, acronym="", mandate="", key_people="", bank_holder="")
    owner = factories.actor(Role.PARTNER_OWNER, partner=partner)
    profile_issue.issue(partner, owner, NOON)
    _, text = printed("en")
    assert name[:20].strip() in text or name.startswith("\u0643")
