"""Rules of the partner's house: sections, bank numbers, documents, members."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.partner_house import (
    REMIND_BEFORE,
    account_number,
    broken_document,
    broken_number,
    broken_roles,
    broken_rows,
    iban_holds,
    masked,
    reminder_due,
    section_state,
    tells_a_number,
)
from portal.domain.proposals import SectionState

TODAY = date(2026, 3, 2)
IBAN = "MA64011519000001205000534921"


def names(broken):
    return [each.rule for each in broken]


@pytest.mark.parametrize(
    ("values", "rows", "least", "state"),
    [
        ({}, 0, 1, SectionState.EMPTY),
        ({"a": "", "b": None, "c": []}, 0, 0, SectionState.EMPTY),
        ({"a": "x", "b": ""}, 0, 0, SectionState.STARTED),
        ({"a": 0, "b": 0}, 0, 0, SectionState.DONE),
        ({"a": "x"}, 0, 1, SectionState.STARTED),
        ({"a": "x"}, 1, 1, SectionState.DONE),
        ({}, 1, 2, SectionState.STARTED),
    ],
)
def test_a_section_is_done_when_every_value_and_enough_rows_are_there(
    values, rows, least, state
):
    assert section_state(values, rows, least, optional=False) is state


def test_an_optional_section_that_is_empty_asks_for_nothing():
    assert section_state({}, 0, 0, optional=True) is SectionState.OPTIONAL


def test_rows_that_repeat_or_run_backwards_are_told():
    policy = {"kind": "psea"}
    assert names(broken_rows("policies", [policy, policy], 2026)) == ["policy_twice"]
    assert names(broken_rows("budgets", [{"year": 2024}] * 2, 2026)) == ["year_twice"]
    assert names(broken_rows("work", [{"country": "MA"}] * 2, 2026)) == ["country_twice"]
    late = {"first_year": 2030, "last_year": 2029}
    assert names(broken_rows("projects", [late], 2026)) == ["project_years", "project_later"]
    assert broken_rows("people", [{"name": "A"}] * 2, 2026) == []


def test_an_iban_is_checked_by_its_digits():
    assert iban_holds(IBAN)
    assert broken_number(IBAN) == []
    assert names(broken_number(IBAN[:-1] + "2")) == ["iban_wrong"]
    assert broken_number("0115190000012050") == []
    assert names(broken_number("123")) == ["account_length"]


@given(st.integers(0, 27), st.sampled_from("0123456789"))
def test_no_single_wrong_digit_of_an_iban_passes(place, digit):
    changed = IBAN[:place] + digit + IBAN[place + 1 :]
    assert iban_holds(changed) is (changed == IBAN)


@given(st.text(max_size=60))
def test_a_kept_account_number_is_capitals_and_digits(typed):
    kept = account_number(typed)
    assert kept == account_number(kept)
    assert kept.isascii()


@pytest.mark.parametrize(
    ("told", "whole"),
    [
        (IBAN, True),
        ("To MA64 0115 1900 0001 2050 0053 4921 at Rif.", True),
        ("0011-2233-445566", True),
        ("NO9386011117947", True),
        ("Banque du Rif, ending 4921", False),
        ("4921, from 12/03/2026", False),
        ("", False),
    ],
)
def test_a_whole_number_is_seen_in_a_text_and_its_end_is_not_taken_for_one(told, whole):
    assert tells_a_number(told) is whole


@given(st.text(alphabet="ABC123", min_size=4, max_size=34))
def test_a_masked_number_shows_at_most_its_last_four(number):
    assert len(masked(number).lstrip("\N{BULLET}")) <= 4
    assert number not in masked(number)


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)))
def test_each_reminder_is_sent_once_and_none_too_early(ends):
    sent, told = set(), []
    for offset in range(-100, 10):
        today = ends + timedelta(days=offset)
        due = reminder_due(ends, today, sent)
        if due is not None:
            assert (ends - today).days <= due
            sent.add(due)
            told.append(due)
    assert told == list(REMIND_BEFORE)


def test_after_a_long_silence_only_the_nearest_reminder_is_sent():
    assert reminder_due(TODAY + timedelta(days=5), TODAY, set()) == 7
    assert reminder_due(TODAY + timedelta(days=5), TODAY, {7}) is None
    assert reminder_due(TODAY - timedelta(days=1), TODAY, {7}) == -1
    assert reminder_due(TODAY + timedelta(days=61), TODAY, set()) is None


def test_a_partner_always_keeps_an_owner():
    assert names(broken_roles([Role.PARTNER_EDITOR], owners_left=0)) == ["last_owner"]
    assert broken_roles([Role.PARTNER_EDITOR], owners_left=1) == []
    assert names(broken_roles([], owners_left=3)) == ["roles_none"]
    assert names(broken_roles([Role.AUDITOR], owners_left=1)) == ["roles_unknown"]


@given(st.sets(st.sampled_from(sorted(Role)), min_size=1), st.integers(0, 3))
def test_no_role_of_the_office_is_ever_given_to_a_member(roles, left):
    if broken_roles(roles, owners_left=left) == []:
        assert roles <= PARTNER_ROLES
        assert left or Role.PARTNER_OWNER in roles


def test_the_days_of_a_document_follow_each_other():
    day = timedelta(days=1)
    kept = {"audit": False, "year": None}
    assert broken_document(TODAY, TODAY + day, TODAY, **kept) == []
    assert names(broken_document(TODAY + day, None, TODAY, **kept)) == ["issued_later"]
    assert names(broken_document(TODAY, TODAY, TODAY, **kept)) == ["expires_first"]
    assert names(broken_document(None, TODAY - day, TODAY, **kept)) == ["expired_already"]
    assert names(broken_document(None, None, TODAY, audit=True, year=None)) == ["audit_year"]
