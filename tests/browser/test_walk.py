"""A newcomer's walk through the five steps, in the browser, without JavaScript."""

from datetime import datetime, timedelta

import pytest

from tests.browser import (
    awarding,
    copying,
    filing,
    opening,
    proposing,
    receipts,
    registering,
    sealing,
    walk,
)
from tests.browser.conftest import SAMPLE_PASSWORD
from tests.browser.people import BY_KEY, NAMES

RIVAL = "Fondation Jisr Mawadda"
SEATED = ("member_chair", "member_shelter", "authority")


@pytest.mark.sqlite_only
def test_one_centre_from_the_request_to_the_accepted_report(  # noqa: PLR0915 - one story
    visit, instance, tmp_path
):
    officer, head = visit(BY_KEY["programme"]), visit(BY_KEY["head"])
    buyer, legal = visit(BY_KEY["procurement_first"]), visit(BY_KEY["legal"])
    members = [visit(BY_KEY[key]) for key in SEATED]
    names = [NAMES[key] for key in SEATED]

    walk.set_clock_right(officer)
    walk.register_centre(officer)
    slug = walk.draft_call(officer, names)
    walk.step(head, slug, "Approve")
    sealing.ceremony(visit, slug)
    walk.step(buyer, slug, "Publish")
    visitor = visit(width=360, language="fr")
    visitor.goto(f"/calls/{slug}")
    assert "Night shelter in Marrakech" in visitor.inner_text("h1")
    call_pdf = walk.paper(visitor, f"/calls/{slug}.pdf")
    assert call_pdf.startswith(b"%PDF")

    partner = visit(width=360)
    walk.register_partner(partner)
    house = walk.fill_profile(partner)
    registering.declare(partner, house)
    walk.add_mandate(partner, house)
    home = proposing.write(partner, slug, "9 000")
    rival, rival_signs = visit(BY_KEY["jisr_owner"]), visit(BY_KEY["jisr_signatory"])
    other = copying.write_alike(rival, slug, instance, like=home)
    walk.refuse_file(partner, home)
    sealing.make_key(partner, home, walk.WORDS)
    sealing.submit(partner, home, walk.WORDS)
    sealing.read_own_copy(partner, home, sealing.PHRASE)
    sealing.take_back_and_submit_again(partner, home, sealing.PHRASE, walk.WORDS)
    sealing.submit(rival_signs, other)
    receipts.verify_offline(tmp_path, (partner, home), (rival_signs, other))

    walk.move_clock(officer, datetime.now() + timedelta(days=21))  # noqa: DTZ005 - typed
    assert opening.open_proposals(buyer, legal, slug).startswith(b"%PDF")
    walk.screen_all(buyer, slug)
    for member in members:
        walk.declare(member, slug)
    buyer.goto(f"/calls/{slug}/screening")
    walk.press(buyer, "Start scoring")
    for number, member in enumerate(members):
        walk.score_all(member, slug, {walk.PARTNER: 4 + number % 2, RIVAL: 3})
    walk.reveal(members[0], slug)
    awarding.agree(members, names, slug)
    awarding.approve(buyer, visit(BY_KEY["procurement_second"]), head, slug)
    assert walk.paper(partner, f"{home}/letter.pdf").startswith(b"%PDF")
    assert walk.paper(rival, f"{other}/letter.pdf").startswith(b"%PDF")

    awarding.accept(partner, home)
    walk.move_clock(officer, datetime.now() + timedelta(days=45))  # noqa: DTZ005 - typed

    buyer.goto("/contracts/")
    walk.click(
        buyer.locator("main form[action$='/assemble'] button", has_text=walk.PARTNER).first
    )
    contract = buyer.url.rstrip("/").split("/")[-1]
    walk.ask_of_reports(buyer, contract, "annexes")
    walk.click(buyer.locator("main form[action$='/send'] button").first)
    for reviewer in (legal, visit(BY_KEY["data_protection"])):
        reviewer.goto(f"/contracts/{contract}")
        walk.go(reviewer, "Agree or return")
        walk.press(reviewer, "Agree to the contract")
    decide(head, contract, "approval")
    walk.sign(partner, contract, "sign", walk.SIGNATORY, walk.WORDS)
    walk.sign(head, contract, "countersign", "Elena Dimitrova")
    assert walk.paper(partner, f"/contracts/{contract}.pdf").startswith(b"%PDF")

    report = f"{contract}-P1"
    walk.move_clock(officer, datetime.now() + timedelta(days=90 + 31 * 4))  # noqa: DTZ005
    walk.write_report(partner, report)
    filing.agree_on_money(visit(BY_KEY["finance"]), f"/reports/{report}")
    walk.send_back(officer, report)
    walk.correct(partner, report)
    walk.accept(officer, report)
    assert walk.paper(officer, f"/reports/{report}.pdf").startswith(b"%PDF")
    assert walk.paper(partner, f"/reports/{report}.pdf").startswith(b"%PDF")


@pytest.mark.sqlite_only
def test_a_call_is_sent_for_approval_with_the_keyboard_alone(visit):
    page = visit()
    walk.set_clock_right(page)
    page.goto("/sign-in")
    walk.tab_to(page, "#email")
    page.keyboard.type(BY_KEY["programme"])
    walk.tab_to(page, "#password")
    page.keyboard.type(SAMPLE_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/work")
    page.goto("/calls/")
    for name in ("Women and children", "Send for approval"):
        walk.tab_to(page, f"a:has-text('{name}')")
        enter(page)
    walk.tab_to(page, "main form button[type=submit]")
    enter(page)
    assert "In review" in page.inner_text("main")


def enter(page):
    """Press the key and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def decide(page, contract, address):
    page.goto(f"/contracts/{contract}/{address}")
    walk.click(page.locator("main form button[type=submit]").first)
