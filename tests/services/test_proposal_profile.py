"""The profile of a partner that a proposal keeps, as it is read."""

import json
from datetime import date

import pytest

from portal.services import proposal_profile
from portal.services.partner_profile import SECTIONS
from tests import factories as make

pytestmark = pytest.mark.usefixtures("app")


def test_a_kept_profile_is_read_in_the_order_of_its_forms():
    content = proposal_profile.snapshot(make.partner())
    sections = content["sections"]
    row = {"kind": "psea", "adopted_on": "2021-03-08", "reviewed_on": None}
    sections["policies"]["rows"] = [row]
    kept = json.loads(json.dumps(content, sort_keys=True))
    assert list(kept["sections"]) != list(SECTIONS)
    told = proposal_profile.told(kept)["sections"]
    assert list(told) == [code for code in SECTIONS if code in sections]
    assert list(told["legal"]["values"]) == list(SECTIONS["legal"].columns)
    (policy,) = told["policies"]["rows"]
    assert list(policy.items()) == [
        ("kind", "psea"),
        ("adopted_on", date(2021, 3, 8)),
        ("reviewed_on", None),
    ]
