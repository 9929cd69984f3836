"""Codes by the clock and recovery codes."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.second_factor import (
    STEP,
    bare,
    fitting_step,
    grouped,
    link,
    new_recovery_codes,
    new_secret,
)

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
moments = st.integers(1_767_225_600, 2_840_140_800).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


def code(at, secret=SECRET):
    return pyotp.TOTP(secret).at(at)


@given(moments, st.integers(-1, 1))
def test_a_code_fits_once_with_a_clock_that_is_one_step_off(at, off):
    typed = code(at + timedelta(seconds=off * STEP))
    step = fitting_step(SECRET, typed, at, 0)
    assert step is not None
    assert fitting_step(SECRET, typed, at, step) in {None, step + 1, step + 2}


@given(moments, st.sampled_from([-3, -2, 2, 3, 120]))
def test_a_code_of_another_time_does_not_fit(at, off):
    near = {code(at + timedelta(seconds=each * STEP)) for each in (-1, 0, 1)}
    other = code(at + timedelta(seconds=off * STEP))
    assert other in near or fitting_step(SECRET, other, at, 0) is None


@pytest.mark.parametrize("typed", ["", "000000", "abc"])
def test_nothing_fits_a_secret_that_cannot_be_read(typed):
    assert fitting_step("", typed, datetime(2026, 3, 2, tzinfo=UTC), 0) is None


def test_a_code_may_be_typed_in_groups_but_not_in_part():
    at = datetime(2026, 3, 2, tzinfo=UTC)
    typed = code(at)
    assert fitting_step(SECRET, f" {typed[:3]} {typed[3:]} ", at, 0)
    assert fitting_step(SECRET, typed[:5], at, 0) is None
    assert fitting_step(SECRET, "", at, 0) is None


def test_recovery_codes_differ_and_are_read_however_they_were_written():
    codes = new_recovery_codes()
    assert len(set(codes)) == 10
    assert {len(each) for each in codes} == {16}
    assert [bare(grouped(each).upper().replace(" ", "-")) for each in codes] == codes


def test_the_picture_hands_over_secret_account_and_portal():
    made = new_secret()
    read = pyotp.parse_uri(link(made, "amina@example.org", "Migrant centres"))
    assert (read.secret, read.name, read.issuer) == (
        made,
        "amina@example.org",
        "Migrant centres",
    )
