"""The walk through an opening: two holders give their shares, the worker opens, both sign."""

from portal.play.people import SAMPLE_PASSPHRASE
from tests.browser import walk
from tests.browser.conftest import SAMPLE_PASSWORD


def open_proposals(first, second, slug):
    """Open a call by two shares, one of which was first given with a wrong passphrase."""
    first.goto(f"/calls/{slug}/opening")
    give(first, "not my passphrase")
    assert first.locator(".errors").count()
    give(first, SAMPLE_PASSPHRASE)
    assert "1 more share is needed" in first.inner_text("main")
    second.goto(f"/calls/{slug}/opening")
    give(second, SAMPLE_PASSPHRASE)
    await_opened(second, slug)
    for page in (first, second):
        sign(page, slug)
    return walk.paper(first, f"/calls/{slug}/opening.pdf")


def give(page, passphrase):
    walk.fill(page, passphrase=passphrase)
    walk.press(page, "Give my share")


def await_opened(page, slug):
    """Wait until the worker has opened every envelope."""
    walk.await_words(page, f"/calls/{slug}/opening", "Sign the opening record")


def sign(page, slug):
    page.goto(f"/calls/{slug}/opening/sign")
    name = page.locator("nav a[href='/account']").inner_text()
    walk.fill(page, name=name, password=SAMPLE_PASSWORD)
    walk.press(page, "Sign the record")
    assert "You have signed the record" in page.inner_text("body")
