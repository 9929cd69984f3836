"""Whose consent a clearance needs, and what a request has to say."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.clearances import (
    Consent,
    CoverKind,
    Post,
    Request,
    broken_request,
    missing,
    needed,
    too_fine,
)

TODAY = date(2026, 3, 2)


def asked(**changes):
    facts = {
        "covers": (CoverKind.SALARY,),
        "posts": (Post("Nurse", 2),),
        "ceiling": Decimal(100),
        "currency": "USD",
        "starts_on": TODAY,
        "ends_on": TODAY,
        "justification": "No post is budgeted.",
        "donor": "Regional fund",
    }
    return Request(**{**facts, **changes})


def rules(model, places=2, **changes):
    broken = broken_request(asked(**changes), model, places, TODAY)
    return [each.rule for each in broken]


def test_a_centre_of_the_government_needs_both_and_a_joint_one_the_legal_department():
    assert needed("government") == (Consent.LEGAL, Consent.DONOR)
    assert needed("co_managed") == (Consent.LEGAL,)
    assert needed("partner") == needed("iom_managed") == ()


@given(st.sampled_from(["government", "co_managed"]), st.sets(st.sampled_from(Consent)))
def test_nothing_is_missing_exactly_when_all_that_is_needed_is_there(model, there):
    assert (missing(model, there) == ()) == (set(needed(model)) <= there)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"covers": ()}, "clearance_kind_missing"),
        ({"posts": ()}, "clearance_posts_missing"),
        ({"posts": (Post("Nurse", 1), Post("nurse", 2))}, "clearance_posts_twice"),
        ({"ceiling": Decimal(0)}, "clearance_ceiling"),
        ({"ceiling": Decimal("0.001")}, "pay_too_fine"),
        ({"ends_on": date(2026, 3, 1)}, "clearance_days"),
        ({"starts_on": date(2026, 1, 1), "ends_on": date(2026, 3, 1)}, "clearance_over"),
        ({"donor": " "}, "clearance_donor_missing"),
    ],
)
def test_a_request_says_all_that_has_to_be_decided_on(changes, rule):
    assert rules("government") == []
    assert rules("government", **changes) == [rule]


def test_a_joint_centre_can_be_funded_without_naming_a_donor():
    assert rules("co_managed", donor="") == []


@given(st.integers(0, 3), st.integers(1, 10**9))
def test_an_amount_of_whole_minor_units_is_never_too_fine(places, units):
    assert not too_fine(Decimal(units).scaleb(-places), places)
    assert too_fine(Decimal(units * 10 + 1).scaleb(-places - 1), places)
