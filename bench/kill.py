"""Kill the server while clients submit, many times: ``python -m bench.kill 200``.

It prints what was acknowledged, how long a restart took, and stops with an error when
anything acknowledged was lost, torn or doubled. On the PostgreSQL that
``PORTAL_TEST_DATABASE_URL`` names, else on SQLite.
"""

import os
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from flask import Flask

from portal import create_app, db
from portal.migrate import migrate
from tests.conftest import LIGHT, empty_all
from tests.faults import killing

KILLS = 200
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
        empty_all()
    return app


def measured(folder: Path, kills: int) -> killing.Run:
    """Let clients submit while the server is killed; look at everything afterwards."""
    app = portal(folder)
    with app.app_context():
        _call, pair, drafts = killing.made(app, kills * DRAFTS_A_KILL)
        server = killing.Server(app, folder)
        run = killing.killed(killing.Run(list(drafts)), server, kills, CLIENTS)
        if run.wrong or len(run.acknowledged) != len(drafts):
            told = [f"{len(run.acknowledged)} of {len(drafts)} acknowledged", *server.errors()]
            raise SystemExit("\n".join(told))
        killing.require_whole(drafts, pair)
    return run


def main() -> None:
    """Print one line of figures."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    with TemporaryDirectory() as folder:
        run = measured(Path(folder), kills)
    sys.stdout.write(
        f"{run.kills} kills, {CLIENTS} clients, {len(run.acknowledged)} submissions "
        f"acknowledged, none lost, torn or doubled; restart {median(run.restarts):.1f} s "
        f"(longest {max(run.restarts):.1f} s)\n"
    )


if __name__ == "__main__":
    main()
