"""From the minutes to the accepted award, in the browser."""

from tests import waiting
from tests.browser import walk
from tests.browser.conftest import SAMPLE_PASSWORD

REASON = (
    "The committee recommends this proposal, because it has the most points of this lot,"
    " passed the threshold on every count and keeps its budget within the ceiling."
)


def agree(members, names, slug):
    """Let the chair, who comes first, write the minutes, and all who were there sign them."""
    chair = members[0]
    chair.goto(f"/calls/{slug}/minutes")
    chair.locator("input[name=lot_1]").first.check()
    walk.fill(chair, place="Rabat", reason_1=REASON)
    walk.press(chair, "Save the minutes")
    walk.press(chair, "Give for signature")
    for member, name in zip(members, names, strict=True):
        member.goto(f"/calls/{slug}/minutes/sign")
        walk.fill(member, name=name, password=SAMPLE_PASSWORD)
        walk.press(member, "Sign the minutes")
    assert walk.paper(chair, f"/calls/{slug}/minutes.pdf").startswith(b"%PDF")


def approve(buyer, reviewer, head, slug):
    """Hand the recommendation over, review and approve it, and wait until all letters left."""
    walk.recommend(buyer, slug)
    reviewer.goto(f"/calls/{slug}/award")
    walk.press(reviewer, "Pass on to the head of office")
    head.goto(f"/calls/{slug}/award")
    walk.press(head, "Approve the award")

    def left():
        head.goto(f"/calls/{slug}/letters")
        return "All letters left in the same minute" in head.inner_text("main")

    waiting.until(left, "the letters to leave")


def accept(partner, home):
    """Let the partner accept the award."""
    partner.goto(f"{home}/outcome")
    walk.press(partner, "Accept the award")
    assert "You have accepted the award" in partner.inner_text("main")
