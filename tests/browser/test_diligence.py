"""A new sanctions list, a false match cleared, and the partner verified, in the browser."""

import pytest

from portal.play.people import SAMPLE
from tests.browser import registering, walk
from tests.browser.people import BY_KEY

PARTNER = "Fondation Jisr Mawadda"
LISTED = "Mehdi ZEROUALI"
REASON = "Date of birth, place of birth and the photograph were compared and all differ."
ENTRY = f"""<INDIVIDUAL><DATAID>9009999</DATAID><FIRST_NAME>{LISTED}</FIRST_NAME>
<REFERENCE_NUMBER>SMP-0999</REFERENCE_NUMBER></INDIVIDUAL></INDIVIDUALS>"""


def newer_list():
    text = (SAMPLE / "sanctions.xml").read_text(encoding="utf-8")
    newer = text.replace("2025-01-15", "2026-01-15").replace("</INDIVIDUALS>", ENTRY)
    return {"name": "list.xml", "mimeType": "text/xml", "buffer": newer.encode()}


def take_in(page):
    page.goto("/sanctions/import")
    page.set_input_files("[name=file]", newer_list())
    walk.press(page, "Take in the list")
    assert "1 new, 0 changed, 0 removed" in page.inner_text("main")


@pytest.mark.sqlite_only
def test_a_false_match_is_cleared_and_the_partner_is_verified(visit):
    buyer, owner = visit(BY_KEY["procurement_first"]), visit(BY_KEY["jisr_owner"], width=360)
    walk.set_clock_right(buyer)
    take_in(buyer)
    registering.open_match(buyer, LISTED)
    buyer.check("[name=same][value=no]")
    walk.fill(buyer, reason=REASON)
    walk.press(buyer, "Store the verdict")
    assert "Not the same" in buyer.inner_text("main")
    walk.go(buyer, PARTNER)
    profile = buyer.url

    owner.goto(f"{profile}/verification")
    walk.press(owner, "Send for verification")
    buyer.goto(f"{profile}/verification/decide")
    walk.tick(buyer.locator("main input[type=radio][value=yes]"))
    buyer.check("[name=verdict][value=verified]")
    walk.press(buyer, "Decide")
    owner.goto(f"{profile}/verification")
    assert "Verified" in owner.inner_text("main")
