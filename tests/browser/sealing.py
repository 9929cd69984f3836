"""Keys in the browser: the ceremony before a publication, one's own key, sealed submission."""

from portal.play.people import SAMPLE_PASSPHRASE
from tests.browser import walk
from tests.browser.conftest import SAMPLE_PASSWORD
from tests.browser.people import BY_KEY, NAMES

PHRASE = "four olive trees by the sea"


def ceremony(visit, slug):
    """Let procurement make the key of a call, two holders try it, and the head print it."""
    buyer, legal = visit(BY_KEY["procurement_first"]), visit(BY_KEY["legal"])
    address = f"/calls/{slug}/key"
    buyer.goto(address)
    for key in ("procurement_first", "legal"):
        buyer.get_by_label(NAMES[key], exact=True).check()
    walk.press(buyer, "Make the key")
    assert "The key is made." in buyer.inner_text("main")
    for holder in (buyer, legal):
        holder.goto(address)
        holder.fill("[name=passphrase]", SAMPLE_PASSPHRASE)
        walk.press(holder, "Give my share for the trial")
    assert "The trial envelope was opened" in legal.inner_text("main")
    put_away(visit(BY_KEY["head"]), address)


def put_away(head, address):
    """Take the paper of the share in escrow and say that it lies in the safe."""
    head.goto(address)
    head.fill("[name=passphrase]", SAMPLE_PASSPHRASE)
    with head.expect_download() as paper:
        walk.press(head, "Get the paper (PDF)")
    assert paper.value.path().read_bytes().startswith(b"%PDF")
    head.goto(address)
    walk.press(head, "It is printed and lies in the safe")
    assert "The key is ready" in head.inner_text("main")


def make_key(page, home, password):
    """Be led from the page that submits to one's own key and back."""
    page.goto(f"{home}/submit")
    walk.go(page, "Make my key")
    walk.fill(page, passphrase=PHRASE, again=PHRASE, password=password)
    walk.press(page, "Make the key")
    assert page.url.endswith(f"{home}/submit")


def submit(page, home, password=SAMPLE_PASSWORD):
    """Submit with the password once more, and fetch the receipt."""
    page.goto(f"{home}/submit")
    button = page.locator("section.final button.btn-primary")
    page.fill("[name=password]", "not my password")
    walk.click(button)
    assert page.locator(".errors").count()
    page.fill("[name=password]", password)
    walk.click(button)
    assert "/receipt" in page.url
    return walk.paper(page, f"{home}/receipt.pdf")


def read_own_copy(page, home, phrase):
    """Read the sealed proposal with the passphrase of one's own key."""
    page.goto(home)
    assert walk.ANSWER[:40] not in page.content()
    page.fill("[name=passphrase]", phrase)
    walk.press(page, "Read the proposal")
    assert walk.ANSWER[:40] in page.content()


def take_back_and_submit_again(page, home, phrase, password):
    """Withdraw a proposal, take it back, and submit it as a second envelope."""
    page.goto(f"{home}/withdraw")
    page.fill("[name=password]", password)
    walk.press(page, "Withdraw the proposal")
    assert "Withdrawn, never opened" in page.inner_text("main")
    walk.go(page, "Take it back to revise")
    page.fill("[name=passphrase]", phrase)
    walk.press(page, "Take the proposal back")
    assert "The proposal is a draft again." in page.inner_text("main")
    return submit(page, home, password)
