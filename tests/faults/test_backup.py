"""A backup that is killed, or that the disk does not take: nothing passes for whole."""

import os
import subprocess
import sys

import pytest

from portal.config import ROOT
from portal.domain.actions import PARTNER_ROLES
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import CallState
from portal.services import backup, clock, files
from tests import factories, openings, waiting
from tests.faults.workers import kill

COUNT, SIZE = 40, 5_000_000
WAIT_SECONDS = 60


@pytest.fixture
def command(app, tmp_path):
    """Start the command that writes a backup of a portal with some large files."""
    draft = factories.proposal(factories.call(CallState.PUBLISHED))
    person = factories.person(*PARTNER_ROLES, partner=draft.partner)
    for number in range(COUNT):
        openings.attach(draft, bytes([number]) * SIZE, factories.accounts.actor_of(person))
    environ = {
        **os.environ,
        "PORTAL_MODE": "development",
        "PORTAL_INSTANCE": str(tmp_path),
        "PORTAL_DATABASE_URL": app.config["DATABASE_URL"],
    }

    def start(largest="unlimited"):
        limited = ["sh", "-c", 'ulimit -f "$0" && exec "$@"', largest, sys.executable, "-m"]
        return subprocess.Popen(
            [*limited, "flask", "--app", "portal", "backup", "write", place],
            cwd=ROOT,
            env=environ,
            stderr=subprocess.PIPE,
            text=True,
            process_group=0,
        )

    place = str(tmp_path / "backup")
    return start


def test_a_backup_that_is_killed_is_no_backup_and_leaves_nothing_to_read(command, tmp_path):
    links, folder = files.path("").parent / backup.LINKS, tmp_path / "backup"
    with command() as process:
        begun = (folder / backup.FILES / "attachments").exists
        waiting.until(begun, "the backup begins", WAIT_SECONDS, pause=0.01)
        kill(process)
    assert links.exists()
    with pytest.raises(RuleBroken, match="backup_unfinished"):
        backup.verify(folder)
    backup.sweep()
    assert not links.exists()
    backup.write(tmp_path / "again", clock.now())
    assert len(backup.verify(tmp_path / "again").files) == COUNT + 1


@pytest.mark.parametrize(
    "largest",
    [
        pytest.param("9000", id="a file", marks=pytest.mark.sqlite_only),
        pytest.param("100", id="the database"),
    ],
)
def test_a_disk_that_takes_no_more_is_told_and_nothing_is_left(largest, command, tmp_path):
    """No file may become larger than so many blocks of 512 bytes."""
    process = command(largest)
    _, said = process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == 1
    assert "Refused: " in said
    assert not (tmp_path / "backup").exists()
    assert not (files.path("").parent / backup.LINKS).exists()
