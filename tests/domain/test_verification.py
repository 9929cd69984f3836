"""What a verdict on a partner needs, and how long it holds."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.lifecycle import VerificationState
from portal.domain.verification import (
    Answer,
    agrees,
    broken_declaration,
    broken_verification,
    years_later,
)

YES, NO, NO_WHY = Answer(yes=True), Answer(yes=False), Answer(yes=False, note="Expired.")
VERIFIED = VerificationState.VERIFIED
CONDITIONS = VerificationState.CONDITIONS
REFUSED = VerificationState.NOT_VERIFIED


def rules(answers, verdict, text=""):
    return [each.rule for each in broken_verification(answers, verdict, text)]


def test_a_partner_with_every_answer_yes_is_verified():
    assert rules({"a": YES, "b": YES}, VERIFIED) == []


def test_an_answer_with_no_needs_a_note_and_forbids_verified():
    assert rules({"a": NO}, VERIFIED) == ["check_note_missing", "verified_against_no"]
    assert rules({"a": NO_WHY}, CONDITIONS, "Renew the certificate.") == []


def test_conditions_and_a_refusal_need_their_words():
    assert rules({"a": NO_WHY}, CONDITIONS) == ["conditions_missing"]
    assert rules({"a": NO_WHY}, REFUSED, "  ") == ["refusal_reason_missing"]


def test_every_question_is_answered():
    assert rules({"a": Answer(None)}, VERIFIED) == ["check_unanswered"]


def test_a_declaration_answered_with_no_needs_a_comment():
    broken = broken_declaration({"a": NO, "b": Answer(None), "c": YES})
    assert [(each.rule, each.field) for each in broken] == [
        ("declaration_unanswered", "b_ok"),
        ("declaration_comment_missing", "a_note"),
    ]


@given(st.lists(st.sampled_from([True, False, None])))
def test_a_list_of_statements_agrees_only_when_each_is_yes(given_answers):
    assert agrees(Answer(each) for each in given_answers) is all(given_answers)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 10))
def test_a_verdict_holds_for_whole_years(day, years):
    end = years_later(day, years)
    assert end.year == day.year + years
    assert abs((end.month, end.day) != (day.month, day.day)) <= (day.month == 2)
