"""From the minutes to the accepted award, in the browser."""

from tests.browser import walk
from tests.browser.conftest import SAMPLE_PASSWORD

REASON = (
    "The committee recommends this proposal, because it has the most points of this lot,"
    " passed the threshold on every count and keeps its budget within the ceiling."
)
APPROVE = "Approve the award"


def agree(members, names, slug, password=SAMPLE_PASSWORD):
    """Let the chair, who comes first, write the minutes, and all who were there sign them."""
    chair = members[0]
    chair.goto(f"/calls/{slug}/minutes")
    chair.locator("input[name=lot_1]").first.check()
    walk.fill(chair, place="Rabat", reason_1=REASON)
    walk.press(chair, "Save the minutes")
    walk.press(chair, "Give for signature")
    for member, name in zip(members, names, strict=True):
        member.goto(f"/calls/{slug}/minutes/sign")
        walk.fill(member, name=name, password=password)
        walk.press(member, "Sign the minutes")
    assert walk.paper(chair, f"/calls/{slug}/minutes.pdf").startswith(b"%PDF")


def approve(buyer, reviewer, head, slug):
    """Hand the recommendation over, review and approve it, and wait until all letters left."""
    hand_over(buyer, reviewer, slug)
    grant(head, slug)


def hand_over(buyer, reviewer, slug):
    """Hand the recommendation over, and let another person of procurement pass it on."""
    walk.recommend(buyer, slug)
    reviewer.goto(f"/calls/{slug}/award")
    walk.press(reviewer, "Pass on to the head of office")


def grant(head, slug):
    """Approve the award, and wait until all letters left."""
    head.goto(f"/calls/{slug}/award")
    walk.press(head, APPROVE)
    walk.await_words(head, f"/calls/{slug}/letters", "All letters left in the same minute")


def accept(partner, home):
    """Let the partner accept the award."""
    partner.goto(f"{home}/outcome")
    walk.press(partner, "Accept the award")
    assert "You have accepted the award" in partner.inner_text("main")
