"""Scoring without a line: the pack of a lot, and a workbook that is read back whole or not."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.domain import scoring_sheet as rules
from portal.domain.lifecycle import CallState
from portal.models import Document, Event, Score, ScoringPack
from portal.pdf.scoring_xlsx import scoring_xlsx
from portal.services import packs, revealing, scoring, scoring_sheets
from tests import factories as make
from tests import papers

REASON = "Concrete, dated and believable in each of the parts that were asked."


def text(answer):
    return answer.get_data(as_text=True)


def actor_of(card):
    return make.accounts.actor_of(card.seat.person)


@pytest.fixture
def card(app):
    """A scorecard of a member whose committee is scoring two proposals of one lot."""
    return scoring.counted(make.scoring_call(proposals=2))[0]


@pytest.fixture
def lot(card):
    return revealing.lot_by_id(card.proposal.lot_id)


@pytest.fixture
def member(client, card):
    return make.sign_in(client, card.seat.person)


def downloaded(client, lot):
    answer = client.get(f"/lots/{lot.id}/scorecards.xlsx")
    assert answer.headers["Cache-Control"] == "no-store"
    return load_workbook(BytesIO(answer.data))


def fill(book, score=4, reason=REASON):
    page = book[rules.SHEET]
    for row in range(rules.FIRST_ROW, page.max_row + 1):
        page[f"{rules.SCORE}{row}"] = score
        page[f"{rules.REASON}{row}"] = reason
    return page


def bytes_of(book):
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def send(client, lot, content):
    if not isinstance(content, bytes):
        content = bytes_of(content)
    sent = {"file": (BytesIO(content), "scores.xlsx")}
    return client.post(f"/lots/{lot.id}/offline", data=sent)


def kept():
    return sorted((each.value, each.reason, each.version) for each in Score.select())


def test_a_workbook_is_filled_in_and_read_back_and_the_same_again_changes_nothing(member, lot):
    book = downloaded(member, lot)
    fill(book)
    assert send(member, lot, book).status_code == 303
    assert "4 scores taken over." in text(member.get(f"/calls/{lot.call.slug}/scoring"))
    before, events = kept(), Event.select().count()
    assert [each[:2] for each in before] == [(4, REASON)] * 4
    assert send(member, lot, book).status_code == 303
    assert "Nothing was changed." in text(member.get(f"/calls/{lot.call.slug}/scoring"))
    assert (kept(), Event.select().count()) == (before, events)


def test_a_workbook_lets_write_scores_from_a_list_and_reasons_and_nothing_else(member, lot):
    book = downloaded(member, lot)
    page, row = book[rules.SHEET], rules.FIRST_ROW
    assert page.protection.sheet
    assert book[rules.KEY].sheet_state == "veryHidden"
    free = [cell.column_letter for cell in page[row] if not cell.protection.locked]
    assert free == [rules.SCORE, rules.REASON]
    (first, *_rest) = page.data_validations.dataValidation
    assert (first.type, first.formula1) == ("list", '"0,1,2,3,4,5"')
    assert "We answer with care" not in str([cell.value for line in page for cell in line])


def test_each_wrong_cell_is_told_and_nothing_is_kept(member, lot):
    book = downloaded(member, lot)
    page = fill(book)
    page["F4"], page["F6"], page["F7"] = 9, "good", 2.5
    answer = send(member, lot, book)
    assert answer.status_code == 422
    for cell in ("F4", "F6", "F7"):
        assert f"Cell {cell} ({lot.call.reference}-P" in text(answer)
    assert "Cell F5" not in text(answer)
    assert Score.select().count() == 0


def test_a_stale_workbook_is_refused_whole(member, lot, card):
    book = downloaded(member, lot)
    fill(book)
    mark = {each.id: scoring.Mark(1, "Saved here.") for each in scoring.criteria(lot.call)}
    scoring.save(card, card.version, mark, actor_of(card), make.moment())
    before = kept()
    answer = send(member, lot, book)
    assert answer.status_code == 422
    assert card.proposal.number in text(answer)
    assert "Nothing was read." in text(answer)
    assert kept() == before


def test_a_workbook_never_changes_what_is_locked(member, lot, card):
    book = downloaded(member, lot)
    fill(book, 2)
    make.lock_card(card, 5)
    assert send(member, lot, book).status_code == 422
    assert {each[0] for each in kept()} == {5}


def test_a_workbook_of_a_colleague_is_refused(member, client, lot, card):
    book = downloaded(member, lot)
    fill(book)
    other = next(each for each in scoring.counted(lot.call) if each.seat_id != card.seat_id)
    make.sign_in(client, other.seat.person)
    answer = send(client, lot, book)
    assert answer.status_code == 422
    assert "another member, call or lot" in text(answer)
    assert Score.select().count() == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda book: book[rules.KEY].__setitem__("B2", '{"call":"x"}'),
        lambda book: book[rules.KEY].__setitem__("B3", "0" * 64),
        lambda book: book[rules.SHEET].__setitem__("H4", "other.1"),
        lambda book: book[rules.SHEET].__setitem__("H5", book[rules.SHEET]["H4"].value),
        lambda book: book[rules.SHEET].delete_rows(rules.FIRST_ROW),
        lambda book: book.remove(book[rules.KEY]),
    ],
    ids=["identity", "signature", "another key", "a key twice", "a row gone", "no key page"],
)
def test_a_workbook_that_was_tampered_with_is_refused_whole(member, lot, change):
    book = downloaded(member, lot)
    fill(book)
    change(book)
    answer = send(member, lot, book)
    assert answer.status_code == 422
    assert "no scorecard workbook of this portal" in text(answer)
    assert Score.select().count() == 0


@pytest.mark.parametrize(
    "content", [b"score", b"PK\x03\x04 not a package"], ids=["text", "zip"]
)
def test_what_is_no_workbook_is_refused_in_words(member, lot, content):
    answer = send(member, lot, content)
    assert answer.status_code == 422
    assert Score.select().count() == 0


def test_a_text_that_looks_like_a_formula_stays_a_text(lot, card):
    mark = {scoring.criteria(lot.call)[0].id: scoring.Mark(1, "=1+1 is not proof.")}
    scoring.save(card, card.version, mark, actor_of(card), make.moment())
    sheet = scoring_sheets.sheet(lot, actor_of(card))
    book = load_workbook(BytesIO(scoring_xlsx(sheet, "fr")))
    cells = [book[rules.SHEET][f"G{row}"] for row in range(4, 8)]
    assert [cell.data_type for cell in cells if cell.value] == ["s"]


def test_who_has_no_vote_or_a_conflict_gets_neither_pack_nor_workbook(member, client, lot):
    sent = {"partner_1": "conflict", "text": "They pay me.", "undertaking": "y"}
    member.post(f"/calls/{lot.call.slug}/declaration", data=sent)
    for rest in ("offline", "pack.pdf", "scorecards.xlsx"):
        assert member.get(f"/lots/{lot.id}/{rest}").status_code == 403
    make.sign_in(client, make.person(make.Role.PROCUREMENT_OFFICER))
    assert client.get(f"/lots/{lot.id}/scorecards.xlsx").status_code == 403
    assert client.post(f"/lots/{lot.id}/pack").status_code == 403


def test_the_pack_is_made_by_the_worker_for_its_member_alone(app, member, client, lot, card):
    assert "Make my pack" in text(member.get(f"/lots/{lot.id}/offline"))
    assert member.post(f"/lots/{lot.id}/pack").status_code == 303
    assert member.get(f"/lots/{lot.id}/pack.pdf").status_code == 202
    app.extensions["jobs"].renderer = lambda _document: papers.pdf()
    app.extensions["jobs"].deliver.call_local()
    assert member.get(f"/lots/{lot.id}/pack.pdf").mimetype == "application/pdf"
    assert member.post(f"/lots/{lot.id}/pack").status_code == 303
    assert Document.select().where(Document.kind == packs.KIND).count() == 1
    other = next(each for each in scoring.counted(lot.call) if each.seat_id != card.seat_id)
    make.sign_in(client, other.seat.person)
    assert client.get(f"/lots/{lot.id}/pack.pdf").status_code == 404


def test_no_pack_is_made_before_the_scoring(app, client):
    call = make.opened_call()
    make.declare_all(call)
    assert call.state is CallState.OPENED
    make.sign_in(client, call.seats.first().person)
    assert client.post(f"/lots/{call.lots.first().id}/pack").status_code == 409
    assert client.get(f"/lots/{call.lots.first().id}/scorecards.xlsx").status_code == 404
    assert ScoringPack.select().count() == 0


@given(st.integers(0, 100), st.integers(1, 100))
def test_a_cell_gives_a_score_on_the_scale_or_none_at_all(value, scale):
    for cell in (value, float(value), str(value), f" {value} "):
        if value <= scale:
            assert rules.score_of(cell, scale) == value
        else:
            with pytest.raises(ValueError, match=str(value)):
                rules.score_of(cell, scale)
    assert rules.score_of("  ", scale) is None


@pytest.mark.parametrize("cell", [-1, 2.5, "two", True, "1e0", "٣x"])
def test_what_is_no_whole_number_is_no_score(cell):
    with pytest.raises(ValueError, match=r".*"):
        rules.score_of(cell, 5)
