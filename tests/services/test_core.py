"""Steps, versions, events, effects, counters, references, files and the clock."""

import pathlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import db
from portal.domain.errors import Conflict, WrongState
from portal.domain.lifecycle import PUBLISH_CALL, CallState
from portal.domain.policy import VISITOR
from portal.domain.workflows import EVERY
from portal.jobs import PLAIN, deliver_pending
from portal.line import Line
from portal.models import DeliveredMail, Document, Effect, Event
from portal.models.base import InstantField
from portal.pdf import render
from portal.services import (
    clock,
    counters,
    documents,
    events,
    files,
    outbox,
    references,
    steps,
)
from tests import factories
from tests.factories import NOON


@pytest.mark.parametrize("workflow", EVERY)
def test_a_step_is_open_only_from_its_start(workflow):
    states, table = EVERY[workflow]
    for step in table:
        for state in states:
            if state in step.start:
                assert step.take(state) is step.end
            else:
                with pytest.raises(WrongState):
                    step.take(state)


@pytest.mark.usefixtures("app")
def test_a_step_taken_twice_is_refused_the_second_time():
    call = factories.call(CallState.APPROVED)
    steps.advance(call, PUBLISH_CALL, published_at=NOON)
    assert steps.fresh(call).state is CallState.PUBLISHED
    with pytest.raises(WrongState):
        steps.advance(call, PUBLISH_CALL, published_at=NOON)


@pytest.mark.usefixtures("app")
def test_the_second_writer_of_a_draft_gets_what_the_first_saved():
    call = factories.call()
    steps.save_version(call, 1, {"title": "First"})
    with pytest.raises(Conflict) as conflict:
        steps.save_version(call, 1, {"title": "Second"})
    assert conflict.value.theirs == {"title": "First"}
    assert conflict.value.version == 2
    assert steps.fresh(call).title == "First"


@pytest.mark.usefixtures("app")
def test_an_event_is_gone_with_the_transaction_that_failed():
    call = factories.call()
    with pytest.raises(RuntimeError), db.atomic():
        events.record(VISITOR, "call.published", call, NOON)
        raise RuntimeError
    assert Event.select().count() == 0


@pytest.mark.usefixtures("app")
def test_effects_run_after_the_commit_and_not_without_one():
    done = []
    with db.atomic():
        db.after_commit(lambda: done.append("sent"))
        assert done == []
    assert done == ["sent"]
    with pytest.raises(RuntimeError), db.atomic():
        db.after_commit(lambda: done.append("never"))
        raise RuntimeError
    assert done == ["sent"]


@pytest.mark.usefixtures("app")
def test_a_mail_in_the_outbox_leaves_once_and_its_content_is_forgotten(monkeypatch):
    sent = []
    monkeypatch.setitem(PLAIN, "mail", lambda mail: sent.append(mail["to"]))
    outbox.put_mail("salma@ngo.example", "confirm", "en", clock.now())
    assert deliver_pending(render) == 1
    assert deliver_pending(render) == 0
    assert sent == ["salma@ngo.example"]
    assert Effect.get().payload == {}


@pytest.mark.usefixtures("app")
def test_an_effect_that_fails_is_tried_again_later_and_its_reason_holds_no_content(monkeypatch):
    def fail(_mail):
        message = "secret content"
        raise OSError(message)

    monkeypatch.setitem(PLAIN, "mail", fail)
    outbox.put_mail("salma@ngo.example", "confirm", "en", clock.now())
    assert deliver_pending(render) == 0
    effect = Effect.get()
    assert effect.done_at is None
    assert effect.error == "OSError"
    assert effect.not_before > clock.now()
    assert DeliveredMail.select().count() == 0


@pytest.mark.usefixtures("app")
def test_a_document_that_fails_each_time_is_marked_as_failed_with_the_last_attempt():
    def fail(_document):
        raise OSError

    documents.request("call", factories.call().id, "IOM/MAR/2026/001", ["en"], NOON)
    states = []
    for _ in range(outbox.MOST_ATTEMPTS):
        Effect.update(not_before=NOON).execute()
        deliver_pending(fail)
        states.append(Document.get().state.value)
    assert states == ["requested"] * (outbox.MOST_ATTEMPTS - 1) + ["failed"]


@pytest.mark.usefixtures("app")
def test_two_workers_do_not_take_the_same_effect():
    outbox.put("mail", {}, NOON)
    [first], [second] = outbox.pending(clock.now()), outbox.pending(clock.now())
    assert outbox.claim(first, clock.now())
    assert not outbox.claim(second, clock.now())


@pytest.mark.usefixtures("app")
def test_numbers_are_given_out_in_order_within_their_scope():
    assert [counters.next_number("a"), counters.next_number("a")] == [1, 2]
    assert counters.next_number("b") == 1
    assert references.call_reference("MA", 2026) == "IOM/MAR/2026/001"
    assert references.call_reference("GN", 2026) == "IOM/GIN/2026/001"
    assert references.slug("IOM/MAR/2026/001") == "IOM-MAR-2026-001"


@pytest.mark.usefixtures("app")
def test_the_same_bytes_lie_once_in_the_file_store():
    name = files.put("documents", b"bytes", ".pdf")
    assert files.put("documents", b"bytes", ".pdf") == name
    assert files.read(name) == b"bytes"
    assert files.digest(b"bytes") in name


@pytest.mark.usefixtures("app")
def test_the_clock_is_the_databases_and_can_be_moved_in_development_only():
    before = clock.now()
    assert abs(before - datetime.now(UTC)) < timedelta(seconds=5)
    clock.set_shift(3600)
    assert clock.now() - before >= timedelta(minutes=59)
    clock.allow_moving(movable=False)
    try:
        assert clock.now() - before < timedelta(minutes=1)
        with pytest.raises(RuntimeError):
            clock.set_shift(0)
    finally:
        clock.allow_moving(movable=True)


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_an_instant_comes_back_as_it_was_stored(value):

    moment = value.replace(tzinfo=UTC)
    field = InstantField()
    assert field.python_value(field.db_value(moment)) == moment


@pytest.mark.sqlite_only
def test_a_worker_waits_longer_for_its_turn_on_every_connection_of_its_threads(app):
    def patience():
        db.open_connection()
        db.forget_old_pages()
        waits = db.database.execute_sql("PRAGMA busy_timeout").fetchone()[0]
        return waits, db.database.close()

    with ThreadPoolExecutor(1) as web:
        assert web.submit(patience).result(30)[0] == db.BUSY_MILLISECONDS
    db.be_patient()
    with ThreadPoolExecutor(1) as worker:
        assert worker.submit(patience).result(30)[0] == db.PATIENT_MILLISECONDS
    assert db.database.pragma("busy_timeout") == db.PATIENT_MILLISECONDS


@pytest.mark.sqlite_only
def test_a_second_writer_waits_in_line_however_soon_sqlite_gives_up(app):
    begun, may_end, done = threading.Event(), threading.Event(), []

    def write(name, *, first):
        db.open_connection()
        db.database.execute_sql("PRAGMA busy_timeout = 0")
        with db.atomic():
            begun.set()
            assert not first or may_end.wait(30)
            done.append(name)
        db.database.close()

    one = threading.Thread(target=write, args=("one",), kwargs={"first": True})
    two = threading.Thread(target=write, args=("two",), kwargs={"first": False})
    one.start()
    assert begun.wait(30)
    two.start()
    two.join(0.2)
    assert done == []
    may_end.set()
    one.join(30)
    two.join(30)
    assert done == ["one", "two"]


@pytest.mark.sqlite_only
def test_old_pages_are_forgotten_once_nobody_writes(app):
    log = pathlib.Path(app.config["DATABASE_URL"].removeprefix("sqlite:///") + "-wal")
    begun, may_end = threading.Event(), threading.Event()

    def write():
        db.open_connection()
        with db.atomic():
            begun.set()
            assert may_end.wait(30)
            clock.set_shift(1)
        db.database.close()

    other = threading.Thread(target=write)
    clock.set_shift(2)
    other.start()
    assert begun.wait(30)
    db.forget_old_pages()
    assert log.stat().st_size > 0
    may_end.set()
    other.join(30)
    assert log.stat().st_size == 0


@pytest.mark.sqlite_only
def test_old_pages_wait_for_the_turn_of_another_process(app):
    place = app.config["DATABASE_URL"].removeprefix("sqlite:///")
    clock.set_shift(2)
    other = Line()
    other.beside(f"{place}-line")
    with other.turn():
        db.forget_old_pages()
        assert pathlib.Path(f"{place}-wal").stat().st_size > 0
    clock.set_shift(1)
    assert pathlib.Path(f"{place}-wal").stat().st_size == 0
