"""Rules of a proposal: budget, words, files, what blocks, where it stands."""

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.proposals import (
    AnswerFacts,
    Contribution,
    DraftFacts,
    SectionState,
    Standing,
    blocking,
    budget_total,
    clean_filename,
    direct_total,
    file_kind,
    fingerprint,
    indirect_share,
    line_total,
    section_states,
    standing,
    totals_by_category,
    word_count,
)


@dataclass(frozen=True)
class Line:
    category: str
    quantity: Decimal
    unit_cost: Decimal
    months: int = 1
    share: Decimal = Decimal(100)
    own: Contribution = Contribution.CASH


amounts = st.decimals(0, 100_000, places=3)
lines = st.builds(
    Line, st.sampled_from(["staff", "travel", "indirect"]), amounts, amounts, st.integers(1, 36)
)
COMPLETE = DraftFacts(
    declared=True,
    answers=[AnswerFacts("answer-1", "Approach", 50, 100)],
    lines=[Line("staff", Decimal(10), Decimal(100))],
    ceiling=Decimal(1000),
    indirect_ceiling=7,
    currency="MAD",
)


def broken(**changes):
    return [(each.rule, each.field) for each in blocking(replace(COMPLETE, **changes))]


@given(st.lists(lines))
def test_the_categories_add_up_to_the_total(budget):
    assert sum(totals_by_category(budget).values(), Decimal(0)) == budget_total(budget)


@given(st.lists(lines))
def test_the_order_of_lines_does_not_change_the_total(budget):
    assert budget_total(reversed(budget)) == budget_total(budget)


@given(st.decimals(1, 1_000_000, places=2), st.decimals(0, 20, places=1))
def test_the_indirect_share_is_the_percent_that_was_asked_for(direct, percent):
    indirect = Line("indirect", percent / 100, direct)
    budget = [Line("staff", Decimal(1), direct), indirect]
    assert direct_total(budget) == direct
    assert abs(indirect_share(budget) - percent) <= Decimal(1) / direct + Decimal("0.01")


@given(st.decimals(1, 1_000_000, places=2))
def test_exactly_the_allowed_percent_is_never_too_much(direct):
    budget = [Line("staff", Decimal(1), direct), Line("indirect", Decimal("0.07"), direct)]
    found = broken(lines=budget, ceiling=Decimal(10**9))
    assert ("indirect_over_ceiling", "budget") not in found


def test_a_line_costs_quantity_times_cost_times_months():
    assert line_total(Line("staff", Decimal("1.5"), Decimal("100.10"), 3)) == Decimal("450.45")


@given(
    st.lists(st.from_regex(r"\A\w+\Z")), st.sampled_from([" ", "\n", "\t ", " \u00a0 ", "\r\n"])
)
def test_words_are_counted_the_same_whatever_stands_between_them(words, between):
    assert word_count(between.join(words)) == len(words)


def test_marks_that_stand_alone_are_no_words():
    assert word_count("Deux « mots » : oui ... l'un, l'autre !") == 5


def test_a_complete_draft_is_not_blocked():
    assert blocking(COMPLETE) == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"declared": False}, ("declarations_open", "declarations")),
        ({"answers": [AnswerFacts("answer-2", "A", 0, 10)]}, ("answer_missing", "answer-2")),
        ({"answers": [AnswerFacts("answer-2", "A", 11, 10)]}, ("answer_too_long", "answer-2")),
        ({"lines": []}, ("budget_missing", "budget")),
        ({"ceiling": Decimal("999.99")}, ("budget_over_ceiling", "budget")),
        (
            {"lines": [*COMPLETE.lines, Line("indirect", Decimal("0.071"), Decimal(1000))]},
            ("indirect_over_ceiling", "budget"),
        ),
    ],
)
def test_what_is_missing_or_too_much_blocks(changes, rule):
    assert rule in broken(**changes)


def test_each_section_tells_how_far_it_is():
    draft = replace(
        COMPLETE,
        declared=False,
        answers=[AnswerFacts("answer-1", "A", 0, 9), AnswerFacts("answer-2", "B", 10, 9)],
    )
    assert section_states(draft, 1, 0) == {
        "declarations": SectionState.STARTED,
        "answer-1": SectionState.EMPTY,
        "answer-2": SectionState.CORRECT,
        "budget": SectionState.DONE,
        "attachments": SectionState.OPTIONAL,
    }
    assert section_states(COMPLETE, 8, 2)["declarations"] is SectionState.DONE
    assert section_states(replace(draft, lines=[]), 0, 1)["budget"] is SectionState.EMPTY


@pytest.mark.parametrize(
    ("state", "call", "closed", "told"),
    [
        (ProposalState.DRAFT, CallState.PUBLISHED, False, Standing.DRAFT),
        (ProposalState.DRAFT, CallState.PUBLISHED, True, Standing.MISSED),
        (ProposalState.SUBMITTED, CallState.PUBLISHED, False, Standing.SUBMITTED),
        (ProposalState.INELIGIBLE, CallState.SCORING, False, Standing.OPENED),
        (ProposalState.AWARDED, CallState.AWARDED, False, Standing.AWARDED),
        (ProposalState.DECLINED, CallState.AWARDED, False, Standing.DECLINED),
    ],
)
def test_a_screening_result_is_not_told_before_the_award(state, call, closed, told):
    assert standing(state, call, closed=closed) is told


@given(st.dictionaries(st.text(), st.text()))
def test_the_fingerprint_does_not_depend_on_the_order_of_what_it_is_taken_over(content):
    assert fingerprint(content) == fingerprint(dict(reversed(content.items())))
    assert fingerprint(content) != fingerprint({**content, "more": "x", "and": "y"})


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/Plan de travail.PDF", "Plan de travail.pdf"),
        ("C:\\Users\\amina\\رخصة.pdf", "رخصة.pdf"),
        ("invoice\u202efdp.pdf", "invoicefdp.pdf"),
        ('a"b\r\nc;<d>.png', "abcd.png"),
        (".pdf", "file.pdf"),
        ("x" * 300 + ".docx", "x" * 120 + ".docx"),
    ],
)
def test_a_file_name_keeps_letters_and_loses_paths_and_hidden_marks(sent, kept):
    assert clean_filename(sent) == kept


@given(st.text(max_size=300))
def test_a_cleaned_file_name_has_no_path_and_stays_short(name):
    cleaned = clean_filename(name)
    assert "/" not in cleaned
    assert "\\" not in cleaned
    assert cleaned.isprintable()
    assert 0 < len(cleaned) < 140


def test_a_file_is_taken_when_both_looks_and_its_name_agree():
    pdf = "application/pdf"
    assert file_kind("a.PDF", pdf, {pdf}).media_type == pdf
    assert file_kind("a.png", pdf, {pdf}) is None
    assert file_kind("a.pdf", pdf, {"text/html"}) is None
    assert file_kind("a.pdf", "text/html", {pdf, "text/html"}) is None
    assert file_kind("a.html", "text/html", {"text/html"}) is None
