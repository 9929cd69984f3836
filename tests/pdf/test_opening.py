"""The record of an opening by shares: who, when, which envelopes, damage and signatures."""

import subprocess
from io import BytesIO

import pytest
from pypdf import PdfReader

from portal.domain.call_terms import Method
from portal.models import Document, Envelope, Proposal
from portal.pdf import render
from portal.pdf.documents import official
from portal.services import opening, opening_record
from tests import factories as make
from tests import openings

pytestmark = pytest.mark.usefixtures("app")


def sign(run, by):
    consent = opening_record.Consent(by.name, make.PASSWORD, opening_record.print_of(run))
    opening_record.sign(run, by, consent, make.moment())


def signed(call, run):
    """Let both holders sign, so that the record is asked for."""
    _key, holders = openings.key_of(call)
    for by in holders:
        sign(run, by)
    return call


def row_of(kind, language="en"):
    return Document.get((Document.kind == kind) & (Document.language == language))


def text_of(content):
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_record_names_those_present_both_times_and_every_envelope():
    call = openings.opened_call(2)
    signed(call, opening_record.of_opening(call.slug))
    text = text_of(render(official(row_of("opening_sealed"))))
    _key, holders = openings.key_of(call)
    assert all(each.name in text for each in holders)
    assert text.count("Signed in the portal") == 2
    assert "UTC" in text
    flat = text.replace(" ", "")
    for envelope in Envelope.select():
        assert envelope.sha256 in flat
    for proposal in Proposal.select():
        assert proposal.receipt in text
        assert proposal.partner.name in text
    assert "No envelope was damaged" in text


def test_the_record_names_what_was_damaged_and_counts_what_stays_shut():
    call = openings.closed_call(3)
    openings.damage(Envelope.get())
    openings.begin(call)
    openings.work()
    signed(call, opening_record.of_opening(call.slug))
    text = text_of(render(official(row_of("opening_sealed"))))
    assert text.count("Damaged: could not be opened") == 1
    assert "1 envelope was damaged and could not be opened" in text


def test_a_record_that_waited_names_who_has_not_signed():
    call = openings.opened_call()
    run = opening_record.of_opening(call.slug)
    _key, (first, second) = openings.key_of(call)
    sign(run, first)
    opening_record.issue_due(run.sign_by)
    text = text_of(render(official(row_of("opening_sealed"))))
    assert f"Not signed in the time set for it: {second.name}." in text


def test_the_same_facts_give_the_same_bytes_and_a_sound_structure(tmp_path):
    call = openings.opened_call()
    signed(call, opening_record.of_opening(call.slug))
    row = row_of("opening_sealed", "fr")
    first, second = (render(official(row)) for _ in range(2))
    assert first == second
    path = tmp_path / "record.pdf"
    path.write_bytes(first)
    subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)


def test_the_record_of_prices_lists_those_that_pass_and_no_price():
    apart = {"prices_apart": True, "method": Method.QUALITY_COST, "threshold": 60}
    call = openings.revealed_call(5, 1, **apart)
    openings.begin(call)
    openings.work()
    signed(call, opening_record.of_prices(call.slug))
    text = text_of(render(official(row_of("opening_prices"))))
    passed, other = opening.opened(opening.call_by_slug(call.slug))
    assert passed.partner.name in text
    assert other.partner.name not in text
    assert "432,000" not in text
    assert "MAD" not in text


def test_a_record_without_proposals_says_so():
    call = openings.opened_call(0)
    signed(call, opening_record.of_opening(call.slug))
    assert "No proposal was submitted" in text_of(render(official(row_of("opening_sealed"))))
