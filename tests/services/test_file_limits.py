"""A file of exactly the most bytes is taken, and one byte more is refused."""

import pytest

from portal.domain.errors import RuleBroken
from portal.domain.uploads import MEGABYTE, require_announced
from portal.services.file_checks import Limits, Upload, checked
from tests import papers

LIMITS = Limits(MEGABYTE, 2)


def test_a_file_of_exactly_the_limit_is_taken_and_one_byte_more_is_not():
    kind = checked(Upload("Plan", "plan.pdf", papers.pdf(size=MEGABYTE)), LIMITS)
    assert kind.media_type == "application/pdf"
    with pytest.raises(RuleBroken) as refused:
        checked(Upload("Plan", "plan.pdf", papers.pdf(size=MEGABYTE + 1)), LIMITS)
    assert (refused.value.rule, refused.value.facts) == ("file_too_large", {"most": 1})


def test_so_it_is_where_a_file_is_announced_before_it_is_sent():
    require_announced("plan.pdf", MEGABYTE, MEGABYTE)
    with pytest.raises(RuleBroken, match="file_too_large"):
        require_announced("plan.pdf", MEGABYTE + 1, MEGABYTE)
