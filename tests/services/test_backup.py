"""A backup holds one moment of the whole portal, says what is wrong with it, and comes back."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Event as Signal

import psycopg
import pytest
from psycopg import sql

from portal import db
from portal.domain.actions import PARTNER_ROLES
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import CallState
from portal.migrate import migrate
from portal.models import Attachment, Event
from portal.services import (
    audit,
    backup,
    backup_database,
    clear_files,
    clock,
    events,
    files,
)
from tests import factories, openings
from tests.conftest import POSTGRESQL

OTHER = "portal_put_back"


@pytest.fixture
def shares():
    """A backup reads the file of its own database."""
    return False


@pytest.fixture
def draft(app):
    """A draft with a file, by somebody of the partner."""
    made = factories.proposal(factories.call(CallState.PUBLISHED))
    person = factories.person(*PARTNER_ROLES, partner=made.partner)
    by = factories.accounts.actor_of(person)
    openings.attach(made, b"a plan of the centre", by)
    events.record(by, "proposal.started", made, clock.now())
    return made


@pytest.fixture
def written(draft, tmp_path):
    """A backup of a portal with one file."""
    backup.write(tmp_path / "backup", clock.now())
    return tmp_path / "backup"


@contextmanager
def elsewhere(folder):
    """Another portal, with nothing in it yet."""
    before = db.database.obj
    url = f"sqlite:///{folder / 'portal.sqlite'}"
    if POSTGRESQL:
        url = POSTGRESQL.rpartition("/")[0] + f"/{OTHER}"
        on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}")
    kept = files.path("")
    folder.mkdir()
    db.connect(url)
    files.use(folder / "files")
    try:
        yield
    finally:
        db.database.close_all() if POSTGRESQL else db.database.close()
        db.database.initialize(before)
        files.use(kept)


def on_server(*statements):
    with psycopg.connect(POSTGRESQL, autocommit=True) as server:
        for each in statements:
            server.execute(sql.SQL(each).format(sql.Identifier(OTHER)))


def test_what_was_written_comes_back_whole_in_another_portal(written, draft, tmp_path):
    told = backup.verify(written)
    attached, said = Attachment.get(), Event.select().count()
    with elsewhere(tmp_path / "other"):
        assert backup.restore(written) == told
        assert migrate() == []
        backup.note_restored(told, clock.now())
        assert Attachment.get().id == attached.id
        assert files.read(attached.path) == b"a plan of the centre"
        assert Event.select().count() == said + 1
        assert audit.verify().fault is None
        last = Event.select().order_by(Event.id.desc()).get()
        assert (last.name, last.facts["events"]) == ("audit.backup_restored", told.events)


def test_it_tells_how_far_the_log_goes_and_lacks_nothing(written):
    told = backup.verify(written)
    assert told.events == Event.select().count()
    assert told.missing == []
    assert len(told.files) == 2


def test_only_its_owner_reads_it(written):
    kept = [written, *(each for each in written.rglob("*") if each.is_file())]
    assert {each.stat().st_mode & 0o077 for each in kept} == {0}


def change(folder):
    next(folder.rglob("files/*/*/*")).write_bytes(b"x")


def lose(folder):
    next(folder.rglob("files/*/*/*")).unlink()


def add(folder):
    (folder / "files" / "more").write_bytes(b"more")


def cut_short(folder):
    (folder / "manifest.json").unlink()


def tear(folder):
    copy = folder / backup_database.name()
    copy.write_bytes(copy.read_bytes()[:4096])
    told = json.loads((folder / "manifest.json").read_text())
    told["files"][copy.name] = backup._digest(copy)
    (folder / "manifest.json").write_text(json.dumps(told))


def say_nothing_of_a_file(folder):
    lose(folder)
    told = json.loads((folder / "manifest.json").read_text())
    told["files"] = {backup_database.name(): told["files"][backup_database.name()]}
    (folder / "manifest.json").write_text(json.dumps(told))


WRONG = {
    change: "backup_differs",
    lose: "backup_lacks",
    add: "backup_beside",
    cut_short: "backup_unfinished",
}


@pytest.mark.parametrize("wrong", WRONG, ids=lambda each: each.__name__)
def test_what_is_wrong_with_a_backup_is_named(wrong, written, tmp_path):
    wrong(written)
    with pytest.raises(RuleBroken) as broken:
        backup.verify(written)
    assert broken.value.rule == WRONG[wrong]
    with elsewhere(tmp_path / "other"):
        with pytest.raises(RuleBroken):
            backup.restore(written)
        assert backup_database.is_empty()


@pytest.mark.sqlite_only
@pytest.mark.parametrize("wrong", [tear, say_nothing_of_a_file], ids=lambda each: each.__name__)
def test_a_list_that_was_changed_with_it_hides_nothing(wrong, written):
    wrong(written)
    with pytest.raises(RuleBroken) as broken:
        backup.verify(written)
    assert broken.value.rule in {"backup_differs", "backup_lacks"}


def test_nothing_is_put_back_into_a_portal_that_holds_something(written, draft):
    with pytest.raises(RuleBroken, match="backup_not_empty"):
        backup.restore(written)
    assert Attachment.get().proposal_id == draft.id


def test_it_is_put_back_into_its_own_kind_of_database_only(written, tmp_path, monkeypatch):
    with elsewhere(tmp_path / "other"):
        monkeypatch.setattr(backup_database, "name", lambda: "another")
        with pytest.raises(RuleBroken, match="backup_other"):
            backup.restore(written)
        assert backup_database.is_empty()


def test_a_folder_that_holds_something_is_left_alone(written):
    before = {each: each.stat().st_mtime_ns for each in written.rglob("*")}
    with pytest.raises(RuleBroken, match="backup_folder"):
        backup.write(written, clock.now())
    assert before == {each: each.stat().st_mtime_ns for each in written.rglob("*")}


def test_a_file_that_was_lost_before_is_told(draft, tmp_path):
    gone = Attachment.get().path
    files.remove(gone)
    told = backup.write(tmp_path / "backup", clock.now())
    assert told.missing == [gone]
    assert backup.verify(tmp_path / "backup").missing == [gone]


def test_one_backup_is_written_at_a_time_and_leaves_no_links(draft, tmp_path):
    with backup._alone(), pytest.raises(RuleBroken, match="backup_running"):
        backup.write(tmp_path / "backup", clock.now())
    assert not (tmp_path / "backup").exists()
    backup.write(tmp_path / "backup", clock.now())
    assert not (files.path("").parent / backup.LINKS).exists()


def test_what_a_killed_backup_left_is_swept_up(draft):
    links = files.path("").parent / backup.LINKS
    shutil.copytree(files.path(""), links)
    backup.sweep()
    assert not links.exists()


def test_a_backup_holds_what_it_names_while_people_attach_and_take_away(draft, tmp_path):
    """Files come and go all the time; each backup has every file that its database names."""
    by = factories.accounts.actor_of(factories.person(*PARTNER_ROLES, partner=draft.partner))
    with beside(partial(come_and_go, draft, by)):
        for number in range(5):
            backup.write(tmp_path / str(number), clock.now())
    told = [backup.verify(tmp_path / str(number)) for number in range(5)]
    assert [each.missing for each in told] == [[]] * 5
    assert all(len(each.files) >= 2 for each in told)


def come_and_go(draft, by, number):
    """Attach a file, and take it away again."""
    made = openings.attach(draft, b"draft %d" % number, by)
    made.delete_instance()
    clear_files.remove([made.path])


@contextmanager
def beside(act):
    """Do something again and again in a thread; what fails there fails here."""
    over = Signal()
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(again_and_again, act, over)
        try:
            yield
        finally:
            over.set()
        assert done.result() > 0


def again_and_again(act, over):
    """Do something until it is over; return how often."""
    number = 0
    try:
        while not over.is_set():
            number += 1
            act(number)
    finally:
        db.database.close()
    return number
