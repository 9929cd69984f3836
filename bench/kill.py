"""Kill the server while clients submit, many times: ``python -m bench.kill 200``.

It prints what was acknowledged, how long a restart took, and stops with an error when
anything acknowledged was lost, torn or doubled. After ``--minutes`` it kills no more, lets the
rest be sent, looks at everything and says how many kills there were. On the PostgreSQL that
``PORTAL_TEST_DATABASE_URL`` names, else on SQLite.
"""

import argparse
import os
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from flask import Flask

from portal import create_app, db
from portal.migrate import migrate
from tests import server
from tests.conftest import LIGHT
from tests.faults import killing

KILLS, MINUTES = 200, 30
DRAFTS_A_KILL = 8
CLIENTS = 20


def portal(folder: Path) -> Flask:
    """Make an empty portal in a folder; a PostgreSQL that is given is emptied."""
    given = os.environ.get("PORTAL_TEST_DATABASE_URL")
    settings = {
        "TESTING": True,
        "DEVELOPMENT": True,
        "DATABASE_URL": given or f"sqlite:///{folder / 'portal.sqlite'}",
        "INSTANCE": folder,
        "SECRET_KEY": "bench",
        **LIGHT,
    }
    app = create_app(settings)
    db.open_connection()
    migrate()
    if given:
        server.prepare()
        server.Server().empty()
    return app


def measured(folder: Path, kills: int, minutes: float = MINUTES) -> killing.Run:
    """Let clients submit while the server is killed; look at everything afterwards."""
    app = portal(folder)
    with app.app_context():
        _call, pair, drafts = killing.made(app, kills * DRAFTS_A_KILL)
        server = killing.Server(app, folder)
        waiting = killing.Run(list(drafts), seconds=60 * minutes)
        run = killing.killed(waiting, server, kills, CLIENTS)
        if run.wrong or len(run.acknowledged) != len(drafts):
            told = [f"{len(run.acknowledged)} of {len(drafts)} acknowledged", *server.errors()]
            raise SystemExit("\n".join(told))
        killing.require_whole(drafts, pair)
    return run


def main() -> None:
    """Print one line of figures."""
    parser = argparse.ArgumentParser(prog="bench.kill")
    parser.add_argument("kills", type=int, nargs="?", default=KILLS)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        run = measured(Path(folder), given.kills, given.minutes)
    sys.stdout.write(
        f"{run.kills} of {given.kills} kills, {CLIENTS} clients, {len(run.acknowledged)} "
        f"submissions acknowledged, none lost, torn or doubled; restart "
        f"{median(run.restarts):.1f} s (longest {max(run.restarts):.1f} s)\n"
    )


if __name__ == "__main__":
    main()
