"""A call that partners seal for on their own computer: package, command, envelope, opening."""

import hashlib
import os
import subprocess
import sys
from uuid import uuid4

import pytest

from portal.domain.actions import PARTNER_ROLES, Role
from portal.models import Answer, PendingUpload, Person
from tests import factories, openings, owning
from tests.browser import opening, receipts, walk
from tests.browser.conftest import serve, sign_in

PARTNER = "Association Dar Salam"
ANSWER = "Two people are there each night, and a doctor comes on Mondays."
REVISED = "Three people are there each night, and a doctor comes on Tuesdays."
FOR_OTHER = "for another proposal"
DAMAGED = "so it cannot be opened"


@pytest.fixture
def call(app):
    return openings.sealed_call(own_sealing=True)


@pytest.fixture
def draft(call):
    """A complete draft of a partner whose signatory writes, submits and has a key."""
    partner = factories.partner(PARTNER)
    made = factories.proposal(call, partner, declarations=owning.all_declared())
    Answer.update(text=ANSWER).where(Answer.proposal == made).execute()
    factories.person_key(factories.person(*PARTNER_ROLES, partner=partner, email=signs("amal")))
    return made


@pytest.fixture
def rival(call):
    """A proposal whose envelope was changed in the middle before it was handed in."""
    made, by = owning.draft(call)
    envelope = bytearray(
        owning.forged(package := owning.packed(made, by), owning.read(package)[1])
    )
    envelope[len(envelope) // 2] ^= 1
    owning.arrive(made, by, bytes(envelope))
    return owning.submit(made, by)


@pytest.fixture
def portal(app, draft, rival, tmp_path, monkeypatch):
    """A running portal with the call, the draft, and the envelope of a rival."""
    monkeypatch.setenv("PORTAL_SECRET_KEY", app.config["SECRET_KEY"])
    with serve(tmp_path, app.config["DATABASE_URL"]) as address:
        yield address


def signs(name):
    return f"{name}@example.org"


@pytest.fixture
def enter(visit):
    """Let somebody in, with scripts as most people have them."""

    def start(email):
        page = visit(scripts=True)
        sign_in(page, email, factories.PASSWORD)
        return page

    return start


def command(page, folder):
    """Download the command, as anybody can."""
    with page.expect_download() as given:
        page.get_by_role("link", name="Download portal-seal", exact=True).click()
    given.value.save_as(folder / "portal-seal.pyz")
    return folder / "portal-seal.pyz"


def download(page, home, folder):
    """Take the package of the finished proposal away."""
    page.goto(f"{home}/own-sealing")
    with page.expect_download() as given:
        page.get_by_role("button", name="Download the package").click()
    target = folder / f"{uuid4().hex}.package"
    given.value.save_as(target)
    return target


def sealed(tool, package):
    """Run the command on a package where nothing of the portal can be imported."""
    envelope = package.with_suffix(".envelope")
    done = subprocess.run(
        [sys.executable, "-P", str(tool), str(package), str(envelope)],
        cwd=package.parent,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return envelope, done.stdout


def upload(page, home, envelope):
    """Choose an envelope and send it in parts."""
    page.goto(f"{home}/own-sealing")
    page.set_input_files("[name=file]", envelope)
    page.get_by_role("button", name="Upload the envelope").click()


def refused(page, home, envelope, words):
    """An envelope that could not be opened is refused in words, and forgotten."""
    upload(page, home, envelope)
    page.get_by_role("status").filter(has_text=words).wait_for()
    assert not PendingUpload.select().exists()


def submit(page, home, envelope):
    """Upload the envelope, submit it with the password, and be given a receipt."""
    upload(page, home, envelope)
    page.get_by_text("Arrived", exact=True).wait_for()
    page.fill("[name=password]", factories.PASSWORD)
    walk.press(page, "Submit the envelope")
    assert page.url.endswith(f"{home}/receipt")
    assert envelope_sum(envelope) in page.inner_text("main")


def envelope_sum(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def take_back(page, home):
    """Take the proposal back with the passphrase, and write an answer anew."""
    page.goto(f"{home}/take-back")
    page.fill("[name=passphrase]", factories.PASSPHRASE)
    walk.press(page, "Take the proposal back")
    page.goto(f"{home}/answers/1")
    assert page.input_value("[name=text]") == ANSWER
    page.fill("[name=text]", REVISED)
    walk.save(page)


def read_own_copy(page, home):
    """Read with the passphrase what the envelope holds, which the page alone does not tell."""
    page.goto(home)
    assert REVISED not in page.content()
    page.fill("[name=passphrase]", factories.PASSPHRASE)
    walk.press(page, "Read the proposal")
    assert REVISED in page.content()


def verify_offline(page, home, folder):
    """Let the receipt hold by the one file and public keys alone."""
    keys = receipts.kept(folder / "keys.json", page.request.get("/keys.json").body())
    data = receipts.kept(
        folder / "receipt.json", page.request.get(f"{home}/receipt.json").body()
    )
    told = receipts.run(
        [str(receipts.VERIFIER), "--receipt", str(data), "--keys", str(keys)], os.environ
    )
    assert "holds" in told


def open_by_two(enter, call):
    """Let two holders give their shares, and the worker open."""
    for by in openings.key_of(call)[1]:
        page = enter(Person.get_by_id(by.person_id).email)
        page.goto(f"/calls/{call.slug}/opening")
        opening.give(page, factories.PASSPHRASE)
    opening.await_opened(page, call.slug)


def refuse_another_and_a_torn_one(page, home, tool, first):
    """Neither the envelope of another call nor one that lacks its last byte is taken."""
    other = first.with_name("other.package")
    elsewhere = owning.draft(openings.sealed_call(own_sealing=True))
    other.write_bytes(owning.packed(*elsewhere))
    refused(page, home, sealed(tool, other)[0], FOR_OTHER)
    torn = first.with_name("torn.envelope")
    torn.write_bytes(first.read_bytes()[:-1])
    refused(page, home, torn, DAMAGED)


def read_opened(page, call, home):
    """Procurement reads what was opened; the envelope that was changed is named."""
    page.goto(f"/calls/{call.slug}/opening")
    told = page.inner_text("main")
    assert PARTNER in told
    assert "1 envelope is damaged or was refused." in told
    page.goto(home)
    assert REVISED in page.inner_text("main")


@pytest.mark.sqlite_only
def test_a_proposal_sealed_on_the_partners_own_computer_is_opened_by_two(
    call, draft, enter, tmp_path
):
    home, page = f"/proposals/{draft.id}", enter(signs("amal"))
    page.goto(f"{home}/own-sealing")
    key = page.locator("dl.facts dd").last.inner_text()
    tool = command(page, tmp_path)
    first, said = sealed(tool, download(page, home, tmp_path))
    assert f"Key of the call {key}" in said
    assert envelope_sum(first) in said
    refuse_another_and_a_torn_one(page, home, tool, first)
    submit(page, home, first)
    take_back(page, home)
    refused(page, home, first, FOR_OTHER)
    submit(page, home, sealed(tool, download(page, home, tmp_path))[0])
    read_own_copy(page, home)
    verify_offline(page, home, tmp_path)
    openings.close(call)
    open_by_two(enter, call)
    officer = factories.person(Role.PROCUREMENT_OFFICER)
    read_opened(enter(officer.email), call, home)
