"""A questionnaire filled in offline: a report on each answer, then what was chosen, whole."""

import re
from decimal import Decimal
from html import unescape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import load_workbook

from portal.domain.actions import Role
from portal.domain.call_terms import AnswerKind, PassingRule
from portal.domain.lifecycle import CallState
from portal.models import (
    Answer,
    BudgetCategory,
    BudgetLine,
    EligibilityQuestion,
    Event,
    Proposal,
    Question,
)
from portal.pdf.questionnaire import questionnaire
from portal.pdf.questionnaire_xlsx import questionnaire_xlsx
from portal.services import (
    proposal_drafts,
    proposal_eligibility,
    proposals,
    questionnaire_sections,
)
from portal.services.proposal_drafts import BudgetDraft, Line
from portal.services.questionnaire_files import COLUMNS
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
        r'<input[^>]*name="((?:answers|replies|rows|budget|take)[^"]*)"[^>]*value="([^"]*)"',
        page,
    ):
        checked = re.search(rf'<input[^>]*checked[^>]*name="{name}"', page)
        if "take" not in name or checked or name in tick:
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
    assert "1 entry was taken in." in owner.get(done.location).text
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
    assert "Somebody else saved one of these sections meanwhile" in page
    assert "A colleague's." in page
    assert "From the file." in page
    assert said(draft) == {2: "A colleague's."}
    again = typed(refused.text, tick=("answers-1-take",))
    assert owner.post(at(draft, "/take"), data=again).status_code == 303
    assert said(draft) == {1: "New.", 2: "From the file."}


def test_an_empty_questionnaire_takes_nothing_in(owner, draft):
    page = send(owner, draft, questionnaire(draft.call.id)).text
    assert page.count("Nothing written") == 5
    assert "Take in what is ticked" not in page


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


STAFF = ("Nurses", "person", "2", "1 000,50", "10")


def filled(draft, places, kind="docx"):
    """The questionnaire with texts in places such as ``eligibility.KEY``, as DOCX or XLSX."""
    if kind == "xlsx":
        return filled_sheet(draft, places)
    document = Document(BytesIO(questionnaire(draft.call.id)))
    for control in document.element.body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))
        if tag in places:
            write(control, places[tag])
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def filled_sheet(draft, places):
    opened = load_workbook(BytesIO(questionnaire_xlsx(draft.call.id)))
    for row in opened["Eligibility"].iter_rows(min_row=5):
        row[3].value = places.get(f"eligibility.{row[4].value}")
    for row in opened["Budget"].iter_rows(min_row=5):
        for cell, column in zip(row[1:6], COLUMNS, strict=True):
            cell.value = places.get(f"budget.{row[6].value}.{column}")
    out = BytesIO()
    opened.save(out)
    opened.close()
    return out.getvalue()


def replies(draft, *texts):
    keys = [each.key.hex for each in proposal_eligibility.questions(draft.call_id)]
    return {f"eligibility.{key}": text for key, text in zip(keys, texts, strict=True)}


def lines(draft, *rows, code="staff"):
    key = BudgetCategory.get(BudgetCategory.call == draft.call, BudgetCategory.code == code).key
    return {
        f"budget.{key.hex}.{number}.{column}": text
        for number, row in enumerate(rows, 1)
        for column, text in zip(COLUMNS, row, strict=True)
    }


def budgeted(draft):
    rows = BudgetLine.select().where(BudgetLine.proposal == draft).order_by(BudgetLine.position)
    return [(each.category, each.description, each.unit_cost, each.months) for each in rows]


def eligible(draft):
    given = Proposal.get_by_id(draft.id).eligibility
    asked = proposal_eligibility.questions(draft.call_id)
    return [given[str(each.key)] for each in asked if str(each.key) in given]


@pytest.fixture
def asking(draft):
    """The draft without eligibility and budget, its call asking for a number too."""
    EligibilityQuestion.create(
        call=draft.call,
        position=2,
        text="For how many years?",
        kind=AnswerKind.NUMBER,
        passing=PassingRule.AT_LEAST,
        figure=3,
    )
    BudgetLine.delete().where(BudgetLine.proposal == draft).execute()
    Proposal.update(eligibility={}).where(Proposal.id == draft.id).execute()
    return proposals.by_id(draft.id)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_eligibility_and_budget_are_taken_in_after_the_same_report(owner, asking, kind):
    places = replies(asking, "Yes", "1 200") | lines(asking, STAFF)
    report = send(owner, asking, filled(asking, places, kind), f"a.{kind}")
    page = unescape(report.text)
    assert report.status_code == 200
    assert page.count("Is taken in") == 3
    assert (eligible(asking), budgeted(asking)) == ([], [])
    done = owner.post(at(asking, "/take"), data=typed(report.text))
    assert done.status_code == 303
    assert "3 entries were taken in." in owner.get(done.location).text
    assert eligible(asking) == ["yes", 1200]
    assert budgeted(asking) == [("staff", "Nurses", Decimal("1000.5"), 10)]
    again = unescape(send(owner, asking, filled(asking, places, kind), f"a.{kind}").text)
    assert again.count("As it stands") == 3
    assert "Take in what is ticked" not in again


def test_what_stands_is_shown_beside_the_file_and_replaced_only_when_chosen(owner, asking):
    first = replies(asking, "yes", "5") | lines(asking, STAFF)
    owner.post(at(asking, "/take"), data=typed(send(owner, asking, filled(asking, first)).text))
    other = replies(asking, "no", "5") | lines(asking, ("Doctors", "", "1", "7", "1"))
    report = send(owner, asking, filled(asking, other))
    page = unescape(report.text)
    assert page.count("Another one stands there") == 2
    assert "Nurses" in page
    assert "Doctors" in page
    owner.post(at(asking, "/take"), data=typed(report.text))
    assert eligible(asking) == ["yes", 5]
    assert budgeted(asking)[0][1] == "Nurses"
    chosen = typed(report.text, tick=("replies-0-take", "take_budget"))
    assert owner.post(at(asking, "/take"), data=chosen).status_code == 303
    assert eligible(asking) == ["no", 5]
    assert budgeted(asking) == [("staff", "Doctors", Decimal(7), 1)]


def test_figures_that_are_none_are_told_in_words_and_nothing_of_the_budget_comes(owner, asking):
    wrong = ("Doctors", "", "two", "7", "1")
    places = replies(asking, "perhaps", "many") | lines(asking, STAFF, wrong)
    report = send(owner, asking, filled(asking, places))
    page = unescape(report.text)
    assert page.count("Cannot be read") == 3
    assert "Row 2: the quantity “two” is no figure" in page
    assert "This is neither yes nor no." in page
    assert "This is no whole number in figures." in page
    assert "Take in what is ticked" not in page


def test_a_budget_saved_meanwhile_keeps_everything_out_and_shows_both(owner, asking):
    places = replies(asking, "yes", "5") | lines(asking, STAFF)
    fields = typed(send(owner, asking, filled(asking, places)).text)
    line = Line("staff", "A colleague's", "", Decimal(1), Decimal(9))
    by = factories.actor(Role.PARTNER_OWNER, partner=asking.partner)
    proposal_drafts.save_budget(
        asking, BudgetDraft([line], Decimal(0), asking.budget_version), by, factories.NOON
    )
    refused = owner.post(at(asking, "/take"), data=fields)
    page = unescape(refused.text)
    assert refused.status_code == 409
    assert "A colleague's" in page
    assert "Nurses" in page
    assert eligible(asking) == []
    assert budgeted(asking)[0][1] == "A colleague's"
    again = typed(refused.text, tick=("take_budget",))
    assert owner.post(at(asking, "/take"), data=again).status_code == 303
    assert budgeted(asking)[0][1] == "Nurses"


def test_rows_that_were_changed_on_the_way_are_refused_in_words(owner, asking):
    fields = typed(send(owner, asking, filled(asking, lines(asking, STAFF))).text)
    for change, words in (
        ({"rows": "staff\tNurses\t\tmany\t1\t1"}, "is no figure"),
        ({"replies-0-key": "x", "replies-0-text": "?", "replies-0-take": "y"}, "no answer to"),
    ):
        refused = owner.post(at(asking, "/take"), data=fields | change)
        assert refused.status_code == 422
        assert words in unescape(refused.text)
    assert budgeted(asking) == []


def test_a_category_and_a_question_that_the_call_does_not_have_are_told(owner, asking):
    places = replies(asking, "yes", "5") | lines(asking, STAFF)
    content = filled(asking, places)
    EligibilityQuestion.delete().where(EligibilityQuestion.position == 2).execute()
    BudgetCategory.delete().where(BudgetCategory.code == "staff").execute()
    page = unescape(send(owner, asking, content).text)
    assert "Unknown question" in page
    assert "is no category of direct costs here" in page


def test_indirect_costs_stay_as_they_are_in_percent(owner, asking):
    by = factories.actor(Role.PARTNER_OWNER, partner=asking.partner)
    old = Line("staff", "Old", "", Decimal(1), Decimal(9))
    draft = BudgetDraft([old], Decimal("6.5"), asking.budget_version)
    proposal_drafts.save_budget(asking, draft, by, factories.NOON)
    report = send(owner, asking, filled(asking, lines(asking, STAFF)))
    owner.post(at(asking, "/take"), data=typed(report.text, tick=("take_budget",)))
    assert budgeted(asking)[1][2] == Decimal(20010)
    assert questionnaire_sections.indirect(asking) == Decimal("6.5")
