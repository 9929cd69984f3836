"""A questionnaire filled in offline: a report on each answer, then what was chosen, whole."""

import re
from html import unescape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import load_workbook

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.models import Answer, Event, Question
from portal.pdf.questionnaire import questionnaire
from portal.pdf.questionnaire_xlsx import questionnaire_xlsx
from portal.services import proposals
from tests import factories, papers
from tests.factories import sign_in


@pytest.fixture
def draft(app):
    made = factories.proposal(factories.call(CallState.PUBLISHED, weights=(40, 30, 30)))
    Answer.delete().where(Answer.proposal == made).execute()
    return proposals.by_id(made.id)


@pytest.fixture
def owner(app, draft):
    return sign_in(
        app.test_client(), factories.person(Role.PARTNER_OWNER, partner=draft.partner)
    )


def at(proposal, rest=""):
    return f"/proposals/{proposal.id}/import{rest}"


def asked(draft):
    return list(
        Question.select().where(Question.call == draft.call).order_by(Question.position)
    )


def docx(draft, texts, call=None):
    """The questionnaire with texts written into the places of some questions."""
    document = Document(BytesIO(questionnaire((call or draft.call).id)))
    keys = {f"question.{each.key.hex}": each.position for each in asked(draft)}
    for control in document.element.body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))
        if tag in keys and keys[tag] in texts:
            write(control, texts[keys[tag]])
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def write(control, text):
    """What a word processor leaves: a paragraph for each line, no hint any more."""
    inside = control.find(qn("w:sdtContent"))
    for old in list(inside):
        inside.remove(old)
    for line in text.split("\n"):
        paragraph, run, words = (OxmlElement(name) for name in ("w:p", "w:r", "w:t"))
        words.text = line
        run.append(words)
        paragraph.append(run)
        inside.append(paragraph)


def xlsx(draft, texts):
    opened = load_workbook(BytesIO(questionnaire_xlsx(draft.call.id)))
    for position, text in texts.items():
        opened["Questions"].cell(4 + position, 4).value = text
    out = BytesIO()
    opened.save(out)
    opened.close()
    return out.getvalue()


def send(client, draft, content, name="answers.docx"):
    return client.post(at(draft), data={"file": (BytesIO(content), name)})


def stands(draft, position, text):
    question = asked(draft)[position - 1]
    Answer.create(
        proposal=draft,
        question=question,
        text=text,
        saved_at=factories.NOON,
        saved_by=factories.person(),
    )


def said(draft):
    rows = Answer.select().where(Answer.proposal == draft)
    return {each.question.position: each.text for each in rows}


def typed(page, *, tick=()):
    """The fields of the report as a browser sends them; ``tick`` names more rows to take."""
    fields = {}
    for name, value in re.findall(
        r'<input[^>]*name="(answers-[^"]+)"[^>]*value="([^"]*)"', page
    ):
        checked = re.search(rf'<input[^>]*checked[^>]*name="{name}"', page)
        if not name.endswith("-take") or checked or name in tick:
            fields[name] = unescape(value)
    for name, text in re.findall(
        r'<textarea[^>]*name="(answers-[^"]+)"[^>]*>\r?\n?([^<]*)<', page
    ):
        fields[name] = unescape(text)
    return fields


@pytest.mark.parametrize("write_in", [docx, xlsx])
def test_every_answer_is_reported_and_only_new_ones_are_ticked(owner, draft, write_in):
    stands(draft, 2, "What we wrote here.")
    stands(draft, 3, "The same.")
    content = write_in(draft, {1: "First line.\nSecond line.", 2: "Other.", 3: "The same."})
    name = f"answers.{write_in.__name__}"
    report = send(owner, draft, content, name)
    page = unescape(report.text)
    assert report.status_code == 200
    for words in ("Is taken in", "Another text stands there", "As it stands"):
        assert words in page
    assert "What we wrote here." in page
    assert said(draft) == {2: "What we wrote here.", 3: "The same."}
    done = owner.post(at(draft, "/take"), data=typed(report.text))
    assert done.status_code == 303
    assert "1 answer was taken in." in owner.get(done.location).text
    assert said(draft) == {
        1: "First line.\nSecond line.",
        2: "What we wrote here.",
        3: "The same.",
    }
    assert Event.select().where(Event.name == "proposal.imported").count() == 1


def test_a_text_in_place_of_another_is_taken_only_when_it_is_chosen(owner, draft):
    stands(draft, 2, "What we wrote here.")
    report = send(owner, draft, docx(draft, {2: "From the file."}))
    fields = typed(report.text, tick=("answers-0-take",))
    assert owner.post(at(draft, "/take"), data=fields).status_code == 303
    assert said(draft) == {2: "From the file."}


def test_an_answer_saved_meanwhile_keeps_everything_out_and_shows_both(owner, draft):
    stands(draft, 2, "What we wrote here.")
    report = send(owner, draft, docx(draft, {1: "New.", 2: "From the file."}))
    fields = typed(report.text, tick=("answers-1-take",))
    Answer.update(text="A colleague's.", version=Answer.version + 1).execute()
    refused = owner.post(at(draft, "/take"), data=fields)
    page = unescape(refused.text)
    assert refused.status_code == 409
    assert "Somebody else saved an answer meanwhile" in page
    assert "A colleague's." in page
    assert "From the file." in page
    assert said(draft) == {2: "A colleague's."}
    again = typed(refused.text, tick=("answers-1-take",))
    assert owner.post(at(draft, "/take"), data=again).status_code == 303
    assert said(draft) == {1: "New.", 2: "From the file."}


def test_an_empty_questionnaire_takes_nothing_in(owner, draft):
    page = send(owner, draft, questionnaire(draft.call.id)).text
    assert page.count("Nothing written") == 3
    assert "Take the ticked texts in" not in page


def test_a_text_that_is_too_long_is_told_and_can_still_be_taken(owner, draft):
    Question.update(words=3).execute()
    report = send(owner, draft, docx(draft, {1: "one two three four five"}))
    assert "2 words too many" in report.text
    assert owner.post(at(draft, "/take"), data=typed(report.text)).status_code == 303
    assert said(draft)[1] == "one two three four five"


def test_a_text_longer_than_the_portal_keeps_stays_on_the_page(owner, draft):
    report = send(owner, draft, docx(draft, {1: "New."}))
    fields = typed(report.text) | {"answers-0-text": "a" * 20_001}
    refused = owner.post(at(draft, "/take"), data=fields)
    assert refused.status_code == 422
    assert "longer than the portal keeps" in refused.text
    assert "a" * 20_001 in refused.text
    assert said(draft) == {}


def test_a_question_that_the_call_no_longer_asks_is_told(owner, draft):
    content = docx(draft, {3: "Written in vain."})
    Question.update(withdrawn_at=factories.NOON).where(Question.position == 3).execute()
    page = send(owner, draft, content).text
    assert "Unknown question" in page
    assert "Written in vain." in page


def test_the_questionnaire_of_another_call_is_refused(owner, draft):
    other = factories.call(CallState.PUBLISHED)
    refused = send(owner, draft, docx(draft, {}, other))
    assert refused.status_code == 422
    assert "not the questionnaire of this call" in unescape(refused.text)


def hostile(draft, text):
    """The questionnaire with its main part replaced."""
    out = BytesIO()
    with (
        ZipFile(BytesIO(questionnaire(draft.call.id))) as given,
        ZipFile(out, "w", ZIP_DEFLATED) as packed,
    ):
        for name in given.namelist():
            changed = text if name == "word/document.xml" else given.read(name)
            packed.writestr(name, changed)
    return out.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        b"<w:document",
        b"\xff\xfe\x00",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<a>" + b" " * 25_000_000 + b"</a>",
        b"<a>" * 100_000 + b"</a>" * 100_000,
    ],
)
def test_a_hostile_questionnaire_is_refused_in_words(owner, draft, text):
    refused = send(owner, draft, hostile(draft, text))
    assert refused.status_code == 422
    assert said(draft) == {}


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "a.docx"), (b"x", "a.docx"), (papers.pdf(), "a.pdf"), (papers.docx(), "a.docx")],
)
def test_a_file_of_another_kind_is_refused(owner, draft, content, name):
    refused = send(owner, draft, content, name)
    assert refused.status_code == 422
    assert owner.post(at(draft), data={}).status_code == 422


def test_another_partner_takes_nothing_in(app, draft):
    person = factories.person(Role.PARTNER_OWNER, partner=factories.partner())
    other = sign_in(app.test_client(), person)
    assert send(other, draft, questionnaire(draft.call.id)).status_code == 403
    assert other.post(at(draft, "/take"), data={}).status_code == 403


def test_the_questions_are_offered_as_a_spreadsheet_too(client, draft):
    answer = client.get(f"/calls/{draft.call.slug}.xlsx")
    assert answer.status_code == 200
    sheet = load_workbook(BytesIO(answer.data))["Questions"]
    assert sheet["B5"].value == asked(draft)[0].text
    assert sheet["E5"].value == asked(draft)[0].key.hex
    assert client.get(f"/calls/{factories.call().slug}.xlsx").status_code in {302, 403, 404}
