"""What submissions keep together, what waits for them, and in which order: two connections."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest

from portal import db
from portal.domain.actions import Role
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import CallState
from portal.models import Call, Effect
from portal.services import addenda, call_versions, clear_files, outbox, proposal_drafts
from tests import factories
from tests.waiting import until

AT_ONCE, SOON = 0.2, 30


class Writer(threading.Thread):
    """Somebody with a connection of their own who does something and then waits to commit."""

    def __init__(self, name, act, order):
        super().__init__()
        self.act, self.order, self.told = act, order, name
        self.did, self.may_end = threading.Event(), threading.Event()
        self.refused = None

    def run(self):
        try:
            db.open_connection()
            with db.atomic():
                self.act()
                self.order.append(self.told)
                self.did.set()
                assert self.may_end.wait(SOON)
        except RuleBroken as broken:
            self.refused = broken.rule
        finally:
            db.database.close()

    def end(self):
        self.may_end.set()
        self.join(SOON)


@contextmanager
def all_ended(*writers):
    try:
        yield
    finally:
        for each in writers:
            each.end()


@pytest.fixture
def call(app):
    return factories.call(CallState.PUBLISHED)


def submission(call, name, order):
    return Writer(name, lambda: call_versions.hold(call, 0), order)


def test_submissions_keep_a_call_together_where_the_database_has_several_writers(call):
    first, second = submission(call, 1, []), submission(call, 2, [])
    with all_ended(first, second):
        first.start()
        assert first.did.wait(SOON)
        second.start()
        assert second.did.wait(AT_ONCE if db.is_sqlite() else SOON) is not db.is_sqlite()
        first.may_end.set()
        assert second.did.wait(SOON)


def test_whoever_changes_a_call_waits_until_a_submission_for_it_has_ended(call):
    later = call.deadline + timedelta(days=1)
    changed = Call.update(deadline=later, edition=1).where(Call.id == call.id)
    filing, changing = submission(call, 1, []), Writer(2, changed.execute, [])
    with all_ended(filing, changing):
        filing.start()
        assert filing.did.wait(SOON)
        changing.start()
        assert not changing.did.wait(AT_ONCE)
        filing.end()
        assert changing.did.wait(SOON)


def test_a_submission_that_waited_for_an_addendum_is_refused(call):
    changed = Call.update(edition=1).where(Call.id == call.id)
    changing, filing = Writer(1, changed.execute, []), submission(call, 2, [])
    with all_ended(changing, filing):
        changing.start()
        assert changing.did.wait(SOON)
        filing.start()
        assert not filing.did.wait(AT_ONCE)
        changing.end()
        filing.join(SOON)
    assert filing.refused == "call_changed"


def test_an_addendum_comes_before_those_who_submit_after_it(call):
    order, by = [], factories.actor(Role.PROGRAMME_OFFICER)
    officer = Writer(2, lambda: addenda.start(call, "Later", by, factories.moment()), order)
    first, second = submission(call, 1, order), submission(call, 3, order)
    with all_ended(first, officer, second):
        first.start()
        assert first.did.wait(SOON)
        for each in (officer, second):
            each.start()
            assert not each.did.wait(AT_ONCE)
        first.end()
        assert officer.did.wait(SOON)
        assert not second.did.wait(AT_ONCE)
    assert order == [1, 2, 3]


def test_files_are_removed_beside_a_submission_but_not_while_one_is_attached(call):
    draft, order = factories.proposal(call), []

    def attach():
        proposal_drafts.hold(draft)
        db.keep_together(db.Kept.FILES)

    attaching = Writer("attached", attach, order)
    removing = Writer("removed", lambda: clear_files.remove([]), order)
    with all_ended(attaching, removing):
        attaching.start()
        assert attaching.did.wait(SOON)
        removing.start()
        assert not removing.did.wait(AT_ONCE)
        attaching.end()
        assert removing.did.wait(SOON)
    filing = Writer("held", lambda: proposal_drafts.hold(draft), order)
    with all_ended(filing):
        filing.start()
        assert filing.did.wait(SOON)
        if not db.is_sqlite():
            clear_files.remove([])


def test_in_a_crowd_what_a_receipt_leaves_is_put_off_and_nothing_else(app, monkeypatch):
    at, woken = factories.moment(), []
    monkeypatch.setattr(outbox, "_wake", [lambda: woken.append(1)])
    monkeypatch.setattr(db, "crowded", lambda: True)
    with db.atomic(), outbox.unhurried():
        outbox.put("document", {"id": "1"}, at)
    assert woken == []
    assert Effect.get().not_before == at + outbox.PUT_OFF
    with db.atomic():
        outbox.put("mail", {}, at)
    assert [each.kind for each in outbox.pending(at)] == ["mail"]
    assert woken == [1]
    assert len(outbox.pending(at + outbox.PUT_OFF)) == 1


def test_a_crowd_is_seen_by_those_who_wait_in_this_process(app):
    waiting = [Writer(n, lambda: None, []) for n in range(db.MANY)]

    def enter(writer):
        with db.orderly():
            writer.run()

    threads = [threading.Thread(target=enter, args=(each,)) for each in waiting]
    for each in threads:
        each.start()
    until(db.crowded, "they stand in line", SOON, 0.01)
    for each in waiting:
        each.may_end.set()
    for each in threads:
        each.join(SOON)
    assert not db.crowded()
