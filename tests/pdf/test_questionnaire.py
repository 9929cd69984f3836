"""The questionnaire of a call, read back as a word processor would."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from docx import Document
from docx.enum.table import WD_TABLE_DIRECTION
from docx.oxml.ns import qn

from portal.domain.call_terms import AnswerKind, PassingRule
from portal.domain.lifecycle import CallState
from portal.models import (
    BudgetCategory,
    Criterion,
    EligibilityQuestion,
    Question,
    RequiredDocument,
)
from portal.pdf.facts import questionnaire as facts_of
from portal.pdf.questionnaire import draw, questionnaire
from tests import factories

ODD = 'O\'Hara & <w:p> "النور" ភាសាខ្មែរ 😀 \x0b\ufffe'
HOSTILE = f"{ODD}\x00"
"""No database text holds the last character; the file is drawn from facts as well."""


@pytest.fixture
def call(app):
    call = factories.call(CallState.PUBLISHED, title=ODD, lots=2)
    Question.delete().where(Question.call == call).execute()
    criteria = Criterion.select().where(Criterion.call == call).order_by(Criterion.position)
    for number, criterion in enumerate(criteria, 1):
        text = f"Question {number}"
        Question.create(
            call=call, criterion=criterion, position=number, text=text, words=100 * number
        )
    BudgetCategory.delete().where(BudgetCategory.call == call).execute()
    BudgetCategory.create(call=call, position=1, code="staff", name="Staff")
    BudgetCategory.create(call=call, position=2, code="indirect", name="Indirect", ceiling=7)
    EligibilityQuestion.create(
        call=call,
        position=1,
        text="Registered?",
        kind=AnswerKind.YES_NO,
        passing=PassingRule.YES,
        evidence=True,
    )
    RequiredDocument.create(call=call, position=1, title="Statutes", note="Certified")
    return call


def read(content):
    return Document(BytesIO(content))


def controls(document):
    """The keys of the content controls with their text."""
    return {
        each.find(qn("w:sdtPr")).find(qn("w:tag")).get(qn("w:val")): "".join(
            text.text or "" for text in each.iter(qn("w:t"))
        )
        for each in document.element.body.iter(qn("w:sdt"))
    }


def all_text(document):
    return "\n".join(
        "".join(text.text or "" for text in each.iter(qn("w:t")))
        for each in document.element.body.iter(qn("w:p"))
    )


def test_every_question_stands_with_its_criterion_weight_and_limit(call):
    text = all_text(read(questionnaire(call.id)))
    assert "Criterion 1 (60 of 100 points)" in text
    assert "1. Question 1" in text
    assert "At most 200 words." in text
    assert call.reference in text
    assert "Indirect (at most 7 percent of the direct costs)" in text
    assert "Statutes" in text
    assert "Registered?" in text


def test_each_answer_has_a_place_with_a_lasting_key(call):
    keys = set(controls(read(questionnaire(call.id))))
    wanted = {f"call.{call.id.hex}", "partner"}
    wanted |= {f"lot.{each.key.hex}" for each in call.lots}
    wanted |= {f"question.{each.key.hex}" for each in call.questions}
    wanted |= {f"eligibility.{each.key.hex}" for each in call.eligibility}
    wanted |= {f"document.{each.key.hex}" for each in call.required_documents}
    assert wanted <= keys
    staff = call.budget_categories.order_by(BudgetCategory.position).first()
    assert f"budget.{staff.key.hex}.3.months" in keys
    assert max(len(key) for key in keys) <= 64


def test_what_is_written_into_a_field_can_be_read_back(call):
    document = read(questionnaire(call.id))
    key = f"question.{call.questions.first().key.hex}"
    for control in document.element.body.iter(qn("w:sdt")):
        if control.find(qn("w:sdtPr")).find(qn("w:tag")).get(qn("w:val")) == key:
            next(control.iter(qn("w:t"))).text = "We receive families."
    saved = BytesIO()
    document.save(saved)
    assert controls(read(saved.getvalue()))[key] == "We receive families."


def test_odd_letters_are_kept_and_impossible_ones_dropped(call):
    text = all_text(read(questionnaire(call.id)))
    assert 'O\'Hara & <w:p> "النور" ភាសាខ្មែរ 😀' in text
    assert not {"\x0b", "\ufffe"} & set(text)


def test_the_same_call_gives_the_same_bytes(call):
    content = questionnaire(call.id)
    with time_machine.travel(factories.NOON + timedelta(days=5)):
        assert content == draw(facts_of.questionnaire(call.id))
    with ZipFile(BytesIO(content)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert archive.testzip() is None


def test_a_changed_call_gives_another_file(call):
    content = questionnaire(call.id)
    call.title = "Another title"
    call.save()
    assert questionnaire(call.id) != content
    assert "Another title" in all_text(read(questionnaire(call.id)))


def test_a_withdrawn_lot_is_not_asked_for(call):
    lot = call.lots.first()
    lot.withdrawn_at = factories.NOON
    lot.save()
    assert f"lot.{lot.key.hex}" not in controls(read(questionnaire(call.id)))


def test_the_questionnaire_speaks_the_language_of_the_call(call):
    call.language = "fr"
    call.save()
    document = read(questionnaire(call.id))
    assert document.core_properties.language == "fr"
    assert document.core_properties.title.startswith(call.reference)


def test_the_file_tells_the_day_of_publication_and_no_program_or_person(call):
    about = read(questionnaire(call.id)).core_properties
    assert about.created == about.modified == call.published_at
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")


def test_a_call_from_right_to_left_is_written_from_right_to_left(call):
    facts = facts_of.questionnaire(call.id)
    document = read(draw({**facts, "language": "ar"}))
    normal = document.styles["Normal"]
    assert normal.element.pPr.find(qn("w:bidi")) is not None
    assert normal.font.rtl
    assert {table.table_direction for table in document.tables} == {WD_TABLE_DIRECTION.RTL}
    left = read(draw(facts))
    assert left.styles["Normal"].element.pPr.find(qn("w:bidi")) is None
    assert {table.table_direction for table in left.tables} == {None}


def test_a_hostile_text_in_a_control_is_text(call):
    facts = facts_of.questionnaire(call.id)
    question = {"key": "a" * 32, "text": HOSTILE, "words": 5}
    criterion = {"name": HOSTILE, "guidance": HOSTILE, "weight": 1, "questions": [question]}
    lot = {"key": "b" * 32, "number": HOSTILE, "title": HOSTILE, "ceiling": "1"}
    document = read(draw({**facts, "criteria": [criterion], "lots": [lot]}))
    assert {f"question.{'a' * 32}", f"lot.{'b' * 32}"} <= set(controls(document))
    names = {each.get(qn("w:val")) for each in document.element.body.iter(qn("w:alias"))}
    assert any(name.startswith("lot O'Hara & <w:p>") for name in names)


def test_a_word_processor_finds_all_it_needs(call):
    document = read(questionnaire(call.id))
    body = document.element.body
    used = {each.get(qn("w:val")) for each in body.xpath(".//w:pStyle | .//w:rStyle")}
    assert used <= {style.style_id for style in document.styles}
    assert body[-1].tag == qn("w:sectPr")
    assert document.sections[0].page_width.mm == pytest.approx(210, abs=0.1)
    assert {cell[-1].tag for cell in body.iter(qn("w:tc"))} == {qn("w:p")}
    ids = [each.get(qn("w:val")) for each in body.xpath(".//w:sdtPr/w:id")]
    assert len(ids) == len(set(ids))


def test_headings_are_headings(call):
    names = {each.style.name for each in read(questionnaire(call.id)).paragraphs}
    assert {"Title", "Heading 1", "Heading 2"} <= names
