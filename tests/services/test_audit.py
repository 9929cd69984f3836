"""The log is verified, signed for witnesses and exported; every tampering with it is found."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest

from portal import db
from portal.config import ROOT
from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.lifecycle import CallState, ProposalState
from portal.domain.policy import VISITOR
from portal.domain.signed_notes import read_checkpoint, signed_by
from portal.jobs import deliver_pending
from portal.models import ChainHead, Checkpoint, DeliveredMail, Event
from portal.pdf import render
from portal.services import audit, chain, checkpoints, clock, events, proposals, signing
from tests import factories
from tests.factories import NOON, keyed, moment
from tests.tampering import remade

VERIFIER = ROOT / "static" / "verify" / "verify_audit.py"
DAY = timedelta(days=1)


def told(number, call=None):
    """This many events on one call."""
    call = call or factories.call()
    for _ in range(number):
        events.record(VISITOR, "call.changed", call, clock.now(), section="basics")
    return call


@pytest.fixture
def log(app):
    """Nine events with a checkpoint after the fifth."""
    call = told(5)
    checkpoints.make(clock.now())
    told(4, call)
    return call


def event(seq):
    return Event.get(Event.seq == seq)


def put(place, **columns):
    Event.update(columns).where(Event.seq == place).execute()


def verdict():
    found = audit.verify().fault
    return None if found is None else (found.rule, found.facts.get("seq"))


def changed():
    put(3, facts={"section": "lots"})


def renamed():
    put(3, name="call.published")


def handed_over():
    put(3, actor_id=factories.person().id)


def removed():
    Event.delete().where(Event.seq == 3).execute()


def reordered():
    third, fourth = event(3), event(4)
    put(3, seq=99)
    Event.update(seq=3).where(Event.id == fourth.id).execute()
    Event.update(seq=4).where(Event.id == third.id).execute()


def inserted():
    """Another event takes the place of the third; the later ones move up."""
    for each in Event.select().where(Event.seq >= 3).order_by(Event.seq.desc()):
        Event.update(seq=each.seq + 1).where(Event.id == each.id).execute()
    copied = {**event(2).__data__, "seq": 3}
    del copied["id"]
    Event.create(**copied)


def retimed():
    put(3, at=NOON)


def logged_earlier():
    put(3, logged_at=NOON)


def cut_off():
    Event.delete().where(Event.seq > 7).execute()


def beside():
    Event.create(
        at=NOON, name="call.changed", kind="call", subject_id=factories.call().id, facts={}
    )


def remade_whole():
    put(3, facts={"section": "lots"})
    remade()


def forged():
    checkpoint = Checkpoint.get()
    note = checkpoint.note.replace("\n5\n", "\n4\n")
    Checkpoint.update(note=note).execute()


TAMPERINGS = {
    "an event changed": (changed, ("chain_changed", 3)),
    "an event renamed": (renamed, ("chain_changed", 3)),
    "an event given to another person": (handed_over, ("chain_changed", 3)),
    "an event removed": (removed, ("chain_gap", 3)),
    "events reordered": (reordered, ("chain_parted", 3)),
    "an event inserted": (inserted, ("chain_parted", 3)),
    "a time changed": (retimed, ("chain_changed", 3)),
    "a time of the log changed": (logged_earlier, ("chain_changed", 3)),
    "the end cut off": (cut_off, ("chain_short", None)),
    "an event beside the chain": (beside, ("chain_beside", None)),
    "the whole chain made again": (remade_whole, ("checkpoint_differs", None)),
    "a checkpoint forged": (forged, ("checkpoint_forged", None)),
}


@pytest.mark.usefixtures("log")
def test_a_log_that_nobody_touched_holds():
    assert audit.verify() == audit.Verdict(9, None)


@pytest.mark.parametrize("how", TAMPERINGS)
@pytest.mark.usefixtures("log")
def test_tampering_with_the_rows_is_found(how):
    tamper, found = TAMPERINGS[how]
    tamper()
    assert verdict() == found


@pytest.mark.usefixtures("log")
def test_an_end_cut_off_together_with_its_head_is_found_by_a_checkpoint():
    Event.delete().where(Event.seq > 3).execute()
    remade()
    assert verdict() == ("chain_short", None)


@pytest.mark.usefixtures("log")
def test_the_command_says_in_one_sentence_what_does_not_hold(app):
    run = app.test_cli_runner().invoke
    said = run(args=["audit", "verify"])
    assert (said.exit_code, said.output) == (0, "9 events hold, with every checkpoint.\n")
    changed()
    said = run(args=["audit", "verify"])
    assert said.exit_code == 1
    assert said.output == "Does not hold: Event 3 is not as it was written.\n"
    _at, last = audit.last_verdict()
    assert (last.fault.rule, last.fault.facts) == ("chain_changed", {"seq": 3})


def lines():
    return [json.loads(line) for line in audit.export(clock.now())]


def stand_alone(tmp_path, rows, *more):
    """What the verifier says of an export, in a process that knows nothing of the portal."""
    kept = tmp_path / "log.jsonl"
    kept.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    command = [sys.executable, "-I", str(VERIFIER), str(kept), *map(str, more)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def keys(app, tmp_path):
    kept = tmp_path / "keys.json"
    kept.write_bytes(app.test_client().get("/keys.json").data)
    return kept


@pytest.mark.usefixtures("log")
def test_an_export_is_verified_without_the_portal(keys, tmp_path):
    code, said = stand_alone(tmp_path, lines(), "--keys", keys)
    assert (code, said) == (0, "9 events and 2 checkpoints hold.\n")
    code, said = stand_alone(tmp_path, lines())
    assert code == 0
    assert "compare them with keys you trust" in said


def _changed(rows):
    rows[3]["event"]["facts"] = {"section": "lots"}


def _removed(rows):
    del rows[3]


def _inserted(rows):
    rows.insert(3, rows[2])


def _reordered(rows):
    rows[3], rows[4] = rows[4], rows[3]


def _renumbered(rows):
    del rows[3]
    for number, row in enumerate(rows[1:-2], 1):
        row["event"]["seq"] = number


def _retimed(rows):
    rows[3]["event"]["at"] = "2020-01-01T00:00:00.000000Z"


def _rehashed(rows):
    rows[3]["hash"] = "0" * 64


def _truncated(rows):
    del rows[6:10]


def _truncated_with_head(rows):
    del rows[6:10]
    rows[0].update(size=5, chain=rows[5]["hash"])


def _forged(rows):
    rows[-1]["checkpoint"] = rows[-1]["checkpoint"].replace("\n9\n", "\n8\n")


def _hidden(rows):
    rows[3] = {"hidden": 3, "leaf": "0" * 64, "hash": rows[3]["hash"]}


EXPORTS = {
    "changed": (_changed, "Event 3 is not as it was written"),
    "removed": (_removed, "Event 3 is missing"),
    "inserted": (_inserted, "Event 3 is missing"),
    "reordered": (_reordered, "Event 3 is missing"),
    "removed and numbered anew": (_renumbered, "Event 3 is not as it was written"),
    "time changed": (_retimed, "Event 3 is not as it was written"),
    "hash changed": (_rehashed, "Event 3 is not as it was written"),
    "truncated": (_truncated, "ends at event 5"),
    "truncated together with its head": (_truncated_with_head, "some are missing"),
    "checkpoint forged": (_forged, "is signed by no known key"),
    "event hidden": (_hidden, "Event 3 is not as it was written"),
}


@pytest.mark.parametrize("how", EXPORTS)
@pytest.mark.usefixtures("log")
def test_tampering_with_an_export_is_found(how, keys, tmp_path):
    tamper, sentence = EXPORTS[how]
    rows = lines()
    tamper(rows)
    code, said = stand_alone(tmp_path, rows, "--keys", keys)
    assert code == 1
    assert sentence in said
    assert said.startswith("Does not hold. ")


def witness():
    """A member of a committee, who gets checkpoints by mail."""
    call = factories.call(CallState.PUBLISHED, seats=1)
    return call.seats.first().person


def mails():
    deliver_pending(render)
    return [each for each in DeliveredMail.select() if "Checkpoint" in each.subject]


@pytest.mark.usefixtures("app")
def test_a_chain_made_again_with_its_checkpoints_is_refuted_by_a_mail(keys, tmp_path):
    witness()
    told(5)
    checkpoints.make(clock.now())
    mail = tmp_path / "mail.txt"
    mail.write_text(mails()[0].body, encoding="utf-8")
    assert stand_alone(tmp_path, lines(), "--keys", keys, "--checkpoint", mail)[0] == 0
    quoted = "".join(f"> {line}\n" for line in mails()[0].body.splitlines())
    mail.write_text(quoted, encoding="utf-8")
    assert stand_alone(tmp_path, lines(), "--keys", keys, "--checkpoint", mail)[0] == 0
    remade_whole()
    Checkpoint.delete().execute()
    checkpoints.make(clock.now())
    assert audit.verify().fault is None
    assert stand_alone(tmp_path, lines(), "--keys", keys)[0] == 0
    code, said = stand_alone(tmp_path, lines(), "--keys", keys, "--checkpoint", mail)
    assert code == 1
    assert "not the one of the checkpoint at 5 events in mail.txt" in said


@pytest.mark.usefixtures("app")
def test_an_event_of_a_sealed_proposal_is_exported_as_its_leaf_alone(keys, tmp_path):
    call = factories.call(CallState.PUBLISHED, sealed=True)
    by = keyed(*PARTNER_ROLES, partner=factories.partner("Association Lumen"))
    draft = factories.proposal(call, factories.Partner.get_by_id(by.partner_id))
    proposals.submit(proposals.by_id(draft.id), by, moment())
    rows = lines()
    written = json.dumps(rows)
    for secret in (draft.id, by.person_id, by.partner_id, "Lumen", "proposal.submitted"):
        assert str(secret) not in written
    assert {"hidden", "leaf", "hash"} in [set(row) for row in rows]
    assert stand_alone(tmp_path, rows, "--keys", keys)[0] == 0


@pytest.mark.usefixtures("log")
def test_a_checkpoint_tells_size_root_and_chain_and_is_signed():
    made = checkpoints.make(clock.now())
    read = read_checkpoint(made.note)
    assert (read.size, read.root, read.chain) == (9, made.root, event(9).hash)
    assert signed_by(made.note, signing.public())
    assert checkpoints.make(clock.now()) is None


@pytest.mark.usefixtures("app")
def test_a_checkpoint_is_due_daily_and_after_an_opening():
    call = told(1)
    at = clock.now()
    assert checkpoints.make_due(at, DAY).size == 1
    assert checkpoints.make_due(at + 2 * DAY, DAY) is None
    told(1, call)
    assert checkpoints.make_due(at + DAY / 2, DAY) is None
    assert checkpoints.make_due(at + DAY, DAY).size == 2
    events.record(VISITOR, "call.opened", call, at, proposals=0)
    assert checkpoints.make_due(at + DAY, DAY).size == 3


@pytest.mark.usefixtures("app")
def test_no_checkpoint_is_made_by_a_submission_since_its_size_would_tell_of_it():
    call = factories.call(CallState.PUBLISHED)
    told(1, call)
    at = clock.now()
    checkpoints.make_due(at, DAY)
    by = factories.actor(*PARTNER_ROLES, partner=factories.partner())
    draft = factories.proposal(call, factories.Partner.get_by_id(by.partner_id))
    proposals.submit(proposals.by_id(draft.id), by, moment())
    assert checkpoints.make_due(at + DAY / 2, DAY) is None


@pytest.mark.usefixtures("app")
def test_witnesses_get_one_mail_each_that_names_no_call_and_no_partner():
    call = factories.call(CallState.PUBLISHED, seats=2)
    other = factories.call(CallState.PUBLISHED, seats=0)
    member = call.seats.first().person
    factories.Seat.create(call=other, person=member, kind=factories.SeatKind.VOTING)
    partner = factories.partner("Association Lumen")
    signatory = factories.person(Role.PARTNER_SIGNATORY, partner=partner)
    for each in (call, other):
        factories.proposal(
            each, partner, ProposalState.SUBMITTED, submitted_by=signatory, number=None
        )
    factories.proposal(call, factories.partner())
    told(1, call)
    checkpoints.make(clock.now())
    sent = mails()
    expected = [signatory, *(seat.person for seat in call.seats)]
    assert sorted(each.to for each in sent) == sorted(each.email for each in expected)
    assert len({each.body for each in sent}) == 1
    for secret in ("Lumen", call.reference, other.reference, signatory.email):
        assert all(secret not in each.body for each in sent)


@pytest.mark.usefixtures("app")
def test_who_left_and_who_only_drafts_is_no_witness():
    call = factories.call(CallState.AWARDED, seats=2)
    assert checkpoints.witnesses() == []
    open_call = factories.call(CallState.PUBLISHED, seats=1)
    factories.proposal(open_call, factories.partner())
    member = open_call.seats.first().person
    assert checkpoints.witnesses() == [member]
    factories.Person.update(disabled_at=NOON).where(factories.Person.id == member.id).execute()
    assert checkpoints.witnesses() == []
    assert call.seats.count() == 2


@pytest.mark.usefixtures("log")
def test_a_renewed_key_signs_from_then_on_and_the_old_one_stays_known(app):
    old = signing.public()
    said = app.test_cli_runner().invoke(args=["audit", "renew-key"])
    assert said.exit_code == 0
    assert signing.public() != old
    assert list(signing.known().values()) == [signing.public(), old]
    assert audit.verify() == audit.Verdict(10, None)
    assert event(10).name == "audit.key_renewed"
    last = checkpoints.latest()
    assert last.size == 10
    assert signed_by(last.note, signing.public())


def test_a_key_from_the_environment_is_not_renewed_by_the_portal(app):
    given = signing.key()
    signing.use(app.config["INSTANCE"], signing.text(bytes(given)))
    said = app.test_cli_runner().invoke(args=["audit", "renew-key"])
    assert said.exit_code == 1
    assert "PORTAL_SIGNING_KEY" in said.output
    signing.use(app.config["INSTANCE"])


def test_the_key_is_made_once_for_this_user_only(app):
    first = signing.key()
    assert signing.key() == first
    kept = app.config["INSTANCE"] / "signing-key"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert list(app.config["INSTANCE"].glob("signing-key.*")) == []


@pytest.mark.usefixtures("log")
def test_the_log_is_exported_by_a_command(app, tmp_path, keys):
    kept = tmp_path / "out.jsonl"
    said = app.test_cli_runner().invoke(args=["audit", "export", str(kept)])
    assert said.exit_code == 0, said.output
    rows = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    assert stand_alone(tmp_path, rows, "--keys", keys)[0] == 0


@pytest.mark.usefixtures("log")
def test_the_worker_makes_due_checkpoints_and_verifies(app):
    jobs = app.extensions["jobs"]
    Checkpoint.delete().execute()
    assert jobs._witness()
    assert not jobs._witness()
    assert jobs._prove()
    changed()
    assert not jobs._prove()
    assert ChainHead.get().fault["rule"] == "chain_changed"


@pytest.mark.usefixtures("log")
def test_what_an_export_cannot_say_is_told(tmp_path):
    for rows, sentence in (([], "no export"), ([{"format": "x"}], "no export")):
        code, said = stand_alone(tmp_path, rows)
        assert (code, sentence in said) == (1, True)


@pytest.mark.usefixtures("app")
def test_a_long_log_is_walked_in_pieces():
    call = factories.call()
    with db.atomic():
        for _ in range(25):
            events.record(VISITOR, "call.changed", call, clock.now())
    assert [each.seq for each in chain.walk(size=7)] == list(range(1, 26))
