"""An addendum and the call as it amends it, on paper."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.call_terms import Dimension, Shift
from portal.models import Call, Indicator, Question, StaffPost
from portal.pdf import render
from portal.pdf.documents import official
from portal.services import call_parts, documents
from portal.services.steps import fresh
from tests import amending, factories
from tests.amending import amended, retitled, submitted

pytestmark = pytest.mark.usefixtures("app")


def text_of(row):
    pages = PdfReader(BytesIO(render(official(row)))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def change(draft):
    """One change of each kind: text, lot, question, services, dates, data."""
    retitled(draft)
    Call.update(
        objectives="Sixty people and their children are safe every night.",
        hours="Day and night, also on holidays.",
        standards=["S01", "S02"],
        children_data=True,
        deadline=draft.deadline + timedelta(days=3),
        opening_at=draft.opening_at + timedelta(days=3),
    ).where(Call.id == draft.id).execute()
    lots = call_parts.content(draft, "lots")
    new = {**lots["rows"][1], "key": None, "number": 2, "title": "Tangier", "city": "Tangier"}
    lots["rows"] = [{**lots["rows"][0], "ceiling": "1250000"}, new]
    call_parts.put(draft, "lots", lots)
    Question.update(words=350).where(Question.call == draft).execute()
    StaffPost.update(shifts=[Shift.DAY.value, Shift.NIGHT.value]).where(
        StaffPost.call == draft
    ).execute()
    Indicator.update(dimensions=[Dimension.SEX_AGE.value, Dimension.SITUATION.value]).where(
        Indicator.call == draft
    ).execute()


@pytest.fixture
def addendum():
    return amended(amending.far_call(lots=2), change)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_addendum_tells_its_reason_and_every_difference(addendum, language):
    row = documents.of("addendum", addendum.id, language)
    text = text_of(row)
    for told in (amending.REASON, "Tangier", "1,250,000", "also on holidays", row.code):
        assert told.replace(",", " ") in text or told in text
    assert f"{addendum.call.reference}-A1" in text


def test_the_whole_call_is_printed_as_amended(addendum):
    row = documents.of("call_amended", addendum.id, "en")
    text = text_of(row)
    assert "As amended by addendum 1" in text
    assert "Shelter in larger apartments" in text
    assert "Rabat 2" not in text


def test_the_same_addendum_makes_the_same_bytes_whatever_follows(addendum):
    row = documents.of("call_amended", addendum.id, "en")
    paper = documents.of("addendum", addendum.id, "en")
    first = render(official(row)), render(official(paper))
    amended(fresh(addendum.call), lambda draft: retitled(draft, "Another title"))
    assert (render(official(row)), render(official(paper))) == first


def test_the_first_call_is_printed_as_it_was_published(addendum):
    call = fresh(addendum.call)
    documents.request("call", call.id, f"{call.reference}-CALL", ("en",), factories.moment())
    text = text_of(documents.of("call", call.id, "en"))
    assert "Shelter in larger apartments" not in text
    assert "As amended" not in text
    assert "Rabat 2" in text


def test_the_opening_record_names_what_was_not_confirmed():
    call = factories.closed_call()
    later = factories.moment() + timedelta(days=30)
    opens = later + timedelta(days=1)
    times = {"deadline": later, "opening_at": opens, "results_on": opens.date()}
    results = {**times, "results_on": (opens + timedelta(days=20)).date()}
    Call.update(**results, starts_on=(opens + timedelta(days=90)).date()).execute()
    Call.update(clarify_until=later - timedelta(days=2)).execute()
    Call.update(answers_by=later - timedelta(days=1)).execute()
    submitted(fresh(call))
    amended(fresh(call))
    Call.update(deadline=factories.moment() - timedelta(minutes=1)).where(
        Call.id == call.id
    ).execute()
    open_both(call)
    text = text_of(documents.of("opening", call.id, "en"))
    assert text.count("not confirmed after addendum 1") == 2


def open_both(call):
    from_desk = factories.opening
    procurement = factories.actor(factories.Role.PROCUREMENT_OFFICER)
    from_desk.start(from_desk.call_by_slug(call.slug), procurement, factories.moment())
    legal = factories.actor(factories.Role.LEGAL_OFFICER)
    from_desk.confirm(from_desk.call_by_slug(call.slug), legal, factories.moment())
