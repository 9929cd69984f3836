"""One database of SQLite that tests share: opening one takes longer than emptying one.

To open a database reads its whole schema. So its connection is kept, and what a test wrote is
deleted before the next. A test that changed the schema leaves a file that is made anew.
"""

import shutil
import sqlite3
from contextlib import suppress

from portal import db

UNSAFE = ("synchronous = OFF", "secure_delete = 0", "foreign_keys = OFF")
"""No test of the usual kind needs the disk; tables are emptied in any order."""
SAFE = "foreign_keys = ON"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'call_search_%'"
"""Tables that can be emptied: those that a search keeps for itself are emptied with it."""


class Shared:
    """A copy of a migrated database, and the connection to it that is kept."""

    def __init__(self, migrated, file):
        self.migrated, self.file = migrated, file
        self.connection = None

    @property
    def url(self):
        """Return the address of the database."""
        return f"sqlite:///{self.file}"

    def lend(self):
        """Let the handle use the database, with no row in it but those of the migrations."""
        if not self._is_as_migrated():
            self._make_anew()
        self.attach()
        self._empty()

    def attach(self):
        """Let the handle of this thread use the connection that is kept."""
        db.database.obj._state.set_connection(self.connection)

    def leave(self):
        """Take the connection away from the handle; say whether it had it."""
        state = db.database.obj._state
        mine = self.connection is not None and state.conn is self.connection
        if mine:
            state.reset()
        return mine

    def _is_as_migrated(self):
        if self.connection is None:
            return False
        with suppress(sqlite3.Error):
            self.connection.rollback()
            return self._schema() == self.schema
        return False

    def _schema(self):
        return self.connection.execute("PRAGMA schema_version").fetchone()

    def _make_anew(self):
        if self.connection is not None:
            self.connection.close()
        for each in self.file.parent.glob(f"{self.file.name}-*"):
            each.unlink()
        shutil.copy(self.migrated, self.file)
        db.open_connection()
        self.connection = db.database.connection()
        self.schema = self._schema()
        names = sorted((name for (name,) in self.connection.execute(TABLES)), reverse=True)
        self.begun = {name: rows for name in names if (rows := self._rows(name))}
        asked = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)  # noqa: S608 - ours
        self.held = " UNION ALL ".join(asked)

    def _rows(self, name):
        return self.connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 - ours

    def _empty(self):
        """Empty the tables that hold rows; scorecards before scores, which they guard."""
        held = [name for (name,) in self.connection.execute(self.held)]
        changed = [name for name in held if name not in self.begun or self._was_changed(name)]
        for each in UNSAFE:
            self.connection.execute(f"PRAGMA {each}")
        self.connection.execute("BEGIN")
        for name in changed:
            self.connection.execute(f'DELETE FROM "{name}"')  # noqa: S608 - ours
            for row in self.begun.get(name, ()):
                places = ", ".join("?" * len(row))
                self.connection.execute(f'INSERT INTO "{name}" VALUES ({places})', row)  # noqa: S608 - ours
        self.connection.execute("COMMIT")
        self.connection.execute(f"PRAGMA {SAFE}")

    def _was_changed(self, name):
        return self._rows(name) != self.begun[name]
