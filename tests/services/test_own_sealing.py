"""What a partner seals on its own computer: taken in shut, judged strictly once it opens."""

import pytest

from portal.domain import sealed_package
from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.call_terms import Method
from portal.domain.errors import NotAllowed, NotFound, RuleBroken, RulesBroken
from portal.domain.lifecycle import CallState, EnvelopeState, ProposalState
from portal.domain.own_packages import LONGEST_MANIFEST
from portal.models import (
    TABLES,
    Answer,
    Attachment,
    BudgetLine,
    Call,
    Envelope,
    Lot,
    PendingUpload,
    Proposal,
    Question,
)
from portal.models.sealing import Content, Purpose
from portal.services import (
    files,
    opening,
    opening_record,
    opening_run,
    own_packages,
    own_sealing,
    proposal_drafts,
    proposal_recall,
    proposal_receipt,
    proposals,
    receipts,
    signing,
    uploads,
)
from tests import factories as make
from tests import openings, owning
from tests.papers import pdf

TEXT = "We answer with care."
APART = {"prices_apart": True, "method": Method.QUALITY_COST, "threshold": 60}


@pytest.fixture
def call(app):
    return openings.sealed_call(own_sealing=True)


@pytest.fixture
def given(call):
    return owning.draft(call)


def sealed(given, tmp_path):
    return owning.sealed(owning.packed(*given), tmp_path)


def handed_in(given, envelope):
    owning.arrive(*given, envelope)
    return owning.submit(*given)


def opened(call):
    openings.close(call)
    openings.begin(call)
    openings.work()
    return opening.call_by_slug(call.slug)


def refused(act, *facts):
    with pytest.raises(RuleBroken) as broken:
        act(*facts)
    return broken.value.rule


def test_what_was_sealed_outside_is_taken_in_shut_and_opens_like_any_other(
    call, given, tmp_path
):
    openings.attach(given[0], pdf(), given[1])
    done = handed_in(given, sealed(given, tmp_path))
    assert done.state is ProposalState.SUBMITTED
    assert not Answer.select().exists()
    assert not BudgetLine.select().exists()
    assert not PendingUpload.select().exists()
    assert files.names("uploads") + files.names("attachments") == []
    assert Envelope.get().own
    assert opened(call).state is CallState.OPENED
    now = proposals.by_id(done.id)
    assert Answer.select().first().text.startswith(TEXT)
    assert BudgetLine.select().count() > 0
    assert Attachment.get().title == "Statutes"
    assert len(now.fingerprint) == 64
    assert now.declared
    assert proposal_receipt.is_intact(now)


def test_the_receipt_vouches_for_the_envelope_and_for_nothing_inside(given, tmp_path):
    done = handed_in(given, sealed(given, tmp_path))
    told = receipts.given(done).facts
    assert told["envelopes"][0]["sha256"] == Envelope.get().sha256
    assert (told["content"], told["files"]) == ("", [])
    written = receipts.written(receipts.given(done)).encode()
    assert receipts.check(written, signing.known()).broken == []
    received = proposal_receipt.received(done.id)
    assert received.own
    assert (received.answers, received.lines, received.files) == (0, 0, [])
    assert proposal_receipt.is_intact(done)


def test_a_call_that_demands_it_takes_no_proposal_that_the_portal_would_seal(given):
    draft, by = given
    assert refused(proposals.submit, draft, by, make.moment()) == "own_sealing_demanded"
    assert owning.fresh(draft).state is ProposalState.DRAFT


def test_another_call_gives_out_no_package_and_takes_no_envelope(app):
    given = owning.draft(openings.sealed_call())
    for act in (
        lambda: owning.packed(*given),
        lambda: owning.arrive(*given, b"x"),
        lambda: owning.submit(*given),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_draft_that_lacks_something_is_not_given_out(given):
    Answer.delete().execute()
    with pytest.raises(RulesBroken) as broken:
        owning.packed(*given)
    assert {each.rule for each in broken.value.broken} == {"answer_missing"}


def test_only_the_partner_gets_its_package_and_only_a_signatory_submits(given, tmp_path):
    draft, by = given
    envelope = sealed(given, tmp_path)
    other = make.keyed(*PARTNER_ROLES, partner=make.partner())
    editor = make.keyed(Role.PARTNER_EDITOR, partner=draft.partner)
    for act in (
        lambda: owning.packed(draft, other),
        lambda: owning.arrive(draft, other, envelope),
        lambda: owning.submit(draft, other),
    ):
        with pytest.raises(NotAllowed):
            act()
    owning.arrive(draft, editor, envelope)
    with pytest.raises(NotAllowed):
        owning.submit(draft, editor)
    assert owning.submit(draft, by).state is ProposalState.SUBMITTED


def test_an_envelope_for_something_else_or_cut_short_is_refused_and_forgotten(
    call, given, tmp_path
):
    envelope = sealed(given, tmp_path)
    foreign = sealed(owning.draft(call), tmp_path)
    for sent, rule in (
        (foreign, "envelope_for_other"),
        (envelope[:-1], "envelope_damaged"),
        (b"%PDF-1.7 no envelope", "envelope_damaged"),
    ):
        assert refused(owning.arrive, *given, sent) == rule
        assert not PendingUpload.select().exists()
    assert refused(owning.submit, *given) == "own_envelope_missing"
    assert owning.fresh(given[0]).state is ProposalState.DRAFT


def test_the_envelope_of_an_earlier_submission_is_not_taken_again(given, tmp_path):
    draft, by = given
    envelope = sealed(given, tmp_path)
    done = handed_in(given, envelope)
    proposal_recall.take_back(done, make.PASSPHRASE, by, make.moment())
    assert refused(owning.arrive, draft, by, envelope) == "envelope_for_other"


def test_an_envelope_is_never_attached_as_a_file_of_the_draft(given, tmp_path):
    owning.arrive(*given, sealed(given, tmp_path))
    with pytest.raises(NotFound):
        uploads.finish(PendingUpload.get(), {}, own_packages.limits(), given[1], make.NOON)
    assert uploads.under_way(given[0]) == []


def test_no_word_of_the_draft_is_left_once_its_envelope_is_in(given, tmp_path):
    canary = "zq8canary5wordthatstandsnowhereelse"
    Answer.update(text=f"We answer {canary} with care.").execute()
    handed_in(given, sealed(given, tmp_path))
    for table in TABLES:
        assert not any(canary in str(row) for row in table.select().dicts())
    for path in files.path("").rglob("*"):
        assert not path.is_file() or canary.encode() not in path.read_bytes()


def test_a_new_upload_takes_the_place_of_the_one_before(given, tmp_path):
    for _ in range(2):
        owning.arrive(*given, sealed(given, tmp_path))
    assert PendingUpload.select().count() == 1


def test_declarations_and_standing_are_asked_of_an_envelope_too(given, tmp_path):
    envelope = sealed(given, tmp_path)
    owning.arrive(*given, envelope)
    Proposal.update(declared=False).execute()
    with pytest.raises(RulesBroken) as broken:
        owning.submit(*given)
    assert [each.rule for each in broken.value.broken] == ["declarations_open"]
    assert not Envelope.select().exists()
    assert files.names("envelopes") == []


def test_a_draft_changed_after_its_package_is_told(given, tmp_path):
    draft, by = given
    assert not own_sealing.is_stale(draft)
    sealed(given, tmp_path)
    assert not own_sealing.is_stale(draft)
    proposal_drafts.save_declarations(
        draft, proposal_drafts.DeclarationsDraft([], 1), by, make.moment()
    )
    assert own_sealing.is_stale(draft)


def test_the_partner_reads_its_copy_and_takes_it_back_to_revise(given, tmp_path):
    draft, by = given
    openings.attach(draft, pdf(), by)
    done = handed_in(given, sealed(given, tmp_path))
    read = proposal_recall.read(done, make.PASSPHRASE, by)
    assert read.sections[0].text.startswith(TEXT)
    again = proposal_recall.read(owning.fresh(draft), make.PASSPHRASE, by)
    assert [each.id for each in read.attachments] == [each.id for each in again.attachments]
    key = read.attachments[0].id
    kept, content = proposal_recall.read_file(done, key, make.PASSPHRASE, by)
    assert (kept.title, content) == ("Statutes", pdf())
    proposal_recall.take_back(owning.fresh(draft), make.PASSPHRASE, by, make.moment())
    back = owning.fresh(draft)
    assert back.state is ProposalState.DRAFT
    assert Answer.select().count() == len(read.sections)
    assert not proposals.blocking(back)


def test_prices_apart_need_two_envelopes_and_open_apart(app, tmp_path):
    call = openings.sealed_call(own_sealing=True, **APART)
    draft, by = given = owning.draft(call)
    parts = {}
    for content in (Content.TECHNICAL, Content.PRICES):
        parts[content] = owning.sealed(owning.packed(draft, by, content), tmp_path)
    owning.arrive(draft, by, parts[Content.TECHNICAL], Content.TECHNICAL)
    assert refused(owning.submit, *given) == "own_envelope_missing"
    owning.arrive(draft, by, parts[Content.PRICES], Content.PRICES)
    swapped = lambda: owning.arrive(draft, by, parts[Content.PRICES], Content.TECHNICAL)  # noqa: E731
    assert refused(swapped) == "envelope_for_other"
    owning.arrive(draft, by, parts[Content.TECHNICAL], Content.TECHNICAL)
    owning.submit(draft, by)
    opened(call)
    assert Answer.select().exists()
    assert not BudgetLine.select().exists()
    assert owning.fresh(draft).declared
    states = {each.content: each.state for each in Envelope.select()}
    assert states == {
        Content.TECHNICAL: EnvelopeState.OPENED,
        Content.PRICES: EnvelopeState.SEALED,
    }


def changed(manifest, path, value):
    """A copy of a manifest in which one thing is another."""
    if not path:
        return value(manifest) if callable(value) else value
    head, *rest = path
    copy = list(manifest) if isinstance(manifest, list) else dict(manifest)
    copy[head] = changed(copy[head], rest, value)
    return copy


QUESTION = ["rows", "answer", 0, "question"]
ELIGIBILITY = ["proposal", "eligibility"]
HOSTILE = {
    "no rows": (["rows"], {}, "refused_form"),
    "another format": (["format"], 1, "refused_form"),
    "a table that nobody asked for": (
        ["rows"],
        lambda rows: {**rows, "person": [{"email": "x"}]},
        "refused_form",
    ),
    "the key of a row": (
        ["rows", "answer", 0],
        lambda row: {**row, "id": "0" * 32},
        "refused_form",
    ),
    "a question of another call": (
        ["rows", "answer", 0, "question"],
        "f" * 32,
        "refused_other",
    ),
    "an answer twice": (["rows", "answer"], lambda rows: [*rows, rows[0]], "refused_twice"),
    "an answer that is no text": (["rows", "answer", 0, "text"], ["x"], "refused_form"),
    "an answer without end": (["rows", "answer", 0, "text"], "x" * 20_001, "refused_size"),
    "more words than asked": (["rows", "answer", 0, "text"], "word " * 3_000, "refused_limit"),
    "a hidden mark": (["rows", "answer", 0, "text"], "x\0y", "refused_form"),
    "a missing answer": (["rows", "answer"], lambda rows: rows[1:], "refused_incomplete"),
    "a huge number": (["rows", "budgetline", 0, "quantity"], "9" * 40, "refused_form"),
    "an endless number": (["rows", "budgetline", 0, "unit_cost"], "1e999", "refused_form"),
    "a number that is none": (["rows", "budgetline", 0, "unit_cost"], "NaN", "refused_form"),
    "a price below nothing": (["rows", "budgetline", 0, "unit_cost"], "-5", "refused_form"),
    "months as a truth": (["rows", "budgetline", 0, "months"], True, "refused_form"),
    "months without end": (["rows", "budgetline", 0, "months"], 10**30, "refused_size"),
    "a share of 200 percent": (["rows", "budgetline", 0, "share"], "200", "refused_size"),
    "a price over the ceiling": (
        ["rows", "budgetline", 0, "unit_cost"],
        "99999999",
        "refused_limit",
    ),
    "a category of nobody": (["rows", "budgetline", 0, "category"], "own-1", "refused_other"),
    "lines without end": (["rows", "budgetline"], lambda rows: rows * 90, "refused_size"),
    "a part that is not asked": (
        ["rows", "proposalpart"],
        [{"key": "profile", "content": {"rows": [], "values": {}}}],
        "refused_other",
    ),
    "a declaration of nobody": (["proposal", "declarations"], ["x"], "refused_other"),
    "no declarations": (["proposal", "declarations"], [], "refused_incomplete"),
    "a foreign eligibility question": (ELIGIBILITY, {"x": "yes"}, "refused_other"),
    "a file that is not there": (
        ["rows", "attachment"],
        [
            {
                "sha256": "0" * 64,
                "title": "x",
                "filename": "../../x.pdf",
                "required": None,
                "proves": None,
            }
        ],
        "refused_form",
    ),
}


def test_every_hostile_package_is_refused_and_says_why(given):
    manifest = owning.read(owning.packed(*given))[1]
    envelope = Envelope(proposal=owning.fresh(given[0]), content=Content.WHOLE, own=True)
    at = (given[1].person_id, make.NOON)
    own_packages.judged(envelope, manifest, at)
    for name, (path, value, rule) in HOSTILE.items():
        hostile = changed(manifest, path, value)
        assert refused(own_packages.judged, envelope, hostile, at) == rule, name


def test_a_hostile_package_is_named_in_the_record_and_leaves_nothing(call, given):
    package = owning.packed(*given)
    manifest = changed(owning.read(package)[1], QUESTION, "f" * 32)
    bad = handed_in(given, owning.forged(package, manifest))
    run = refused_at_the_opening(call, bad, "refused_other")
    assert proposals.by_id(bad.id).fingerprint == ""
    assert run.done == 1
    assert not Answer.select().exists()
    assert not files.path(f"opening/{run.id}").exists()


def refused_at_the_opening(call, bad, rule):
    assert opened(call).state is CallState.OPENED
    run = opening_run.of(call, Purpose.OPENING)
    entries = {each.proposal.id: each for each in opening_record.entries(run)}
    assert entries[bad.id].damage == rule
    return run


@pytest.mark.parametrize(
    "written",
    [
        b"[" * 100_000,
        b'{"a":1,"a":2}',
        b"NaN",
        b'"text"',
        b"{}",
        b" " * (5 * 1024 * 1024),
        b'{"files":[],"format":"ipp-package-1","proposal":' + b"9" * 5000 + b',"rows":{}}',
    ],
    ids=("nested", "twice", "no number", "text", "empty", "too long", "huge number"),
)
def test_what_is_no_manifest_at_all_opens_as_damaged(written):
    def package():
        yield len(written).to_bytes(8) + written

    with pytest.raises(RuleBroken) as broken:
        sealed_package.unpack(package(), LONGEST_MANIFEST)
    assert broken.value.facts == {"where": "manifest"}


def test_one_damaged_envelope_keeps_no_other_shut(call, given):
    bad = handed_in(given, owning.forged(owning.packed(*given), b"[" * 1000))
    good = owning.draft(call)
    handed_in(good, owning.forged(*whole(good)))
    opened(call)
    run = opening_run.of(call, Purpose.OPENING)
    damage = {each.proposal.id: each.damage for each in opening_record.entries(run)}
    assert damage == {bad.id: "manifest", good[0].id: ""}
    assert Answer.select().count() == Question.select().where(Question.call == call).count()


def whole(given):
    package = owning.packed(*given)
    return package, owning.read(package)[1]


def test_a_file_that_is_not_taken_refuses_its_envelope(call, given):
    content = b"MZ not a document"
    package, manifest = whole(given)
    row = {"title": "x", "filename": "report.pdf", "required": None, "proves": None}
    row["sha256"] = files.digest(content)
    manifest = changed(manifest, ["rows", "attachment"], [row])
    bad = handed_in(given, owning.forged(package, manifest, [content]))
    refused_at_the_opening(call, bad, "refused_file")
    assert not Attachment.select().exists()


def test_a_file_name_that_leads_elsewhere_loses_its_path(call, given):
    package, manifest = whole(given)
    content = pdf()
    row = {"title": "x", "filename": "../../etc/cron.pdf", "required": None, "proves": None}
    row["sha256"] = files.digest(content)
    manifest = changed(manifest, ["rows", "attachment"], [row])
    handed_in(given, owning.forged(package, manifest, [content]))
    opened(call)
    kept = Attachment.get()
    assert kept.filename == "cron.pdf"
    assert kept.path == f"attachments/{kept.sha256[:2]}/{kept.sha256}"
    assert files.digest(files.read(kept.path)) == kept.sha256


def test_a_partner_learns_before_the_deadline_that_its_envelope_would_be_refused(given):
    draft, by = given
    package, manifest = whole(given)
    manifest = changed(manifest, QUESTION, "f" * 32)
    done = handed_in(given, owning.forged(package, manifest))
    assert refused(proposal_recall.read, done, make.PASSPHRASE, by) == "refused_other"
    proposal_recall.take_back(owning.fresh(draft), make.PASSPHRASE, by, make.moment())
    assert owning.fresh(draft).state is ProposalState.DRAFT
    assert not Answer.select().exists()


def test_after_an_addendum_an_envelope_is_not_held_to_what_was_not_asked_yet(
    call, given, tmp_path
):
    done = handed_in(given, sealed(given, tmp_path))
    Lot.update(ceiling=1).execute()
    Call.update(edition=Call.edition + 1).execute()
    assert opened(call).state is CallState.OPENED
    run = opening_run.of(call, Purpose.OPENING)
    assert [each.damage for each in opening_record.entries(run)] == [""]
    assert proposals.by_id(done.id).fingerprint
