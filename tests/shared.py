"""One database of SQLite that tests share: opening one takes longer than emptying one.

To open a database reads its whole schema. So its connection is kept, and what a test wrote is
deleted before the next. A test that changed the schema leaves a file that is made anew.
"""

import shutil
import sqlite3
from contextlib import contextmanager, suppress

from portal import db

UNSAFE = ("synchronous = OFF", "secure_delete = 0", "foreign_keys = OFF")
"""No test of the usual kind needs the disk; tables are emptied in any order."""
SAFE = "foreign_keys = ON"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'call_search_%'"
"""Tables that can be emptied: those that a search keeps for itself are emptied with it."""
GUARDED = ("scorecard", "score")
"""The database lets a scorecard in when it is open, and scores while it is."""
COLUMNS = "SELECT name FROM pragma_table_info('scorecard')"
LOCKED = "SELECT state, id FROM scorecard WHERE state <> 'open'"
LOCK = "UPDATE scorecard SET state = ? WHERE id = ?"


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
        self.empty()

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

    def empty(self):
        """Empty the tables that hold rows; scorecards before scores, which they guard."""
        with self._unguarded():
            for name in self._changed():
                self._replace(name, self.begun.get(name, ()))

    def touch(self):
        """Return what is another one as soon as anybody has written to the database."""
        mine = db.database.obj._state.conn is self.connection
        begun = self.connection.in_transaction
        others = self.connection.execute("PRAGMA data_version").fetchone()
        return mine, begun, self.connection.total_changes, others, self._schema()

    def rows(self):
        """Return the rows that were written since the database was emptied, by their table."""
        kept = {name: self._rows(name) for name in self._changed() if name not in GUARDED}
        names = [name for (name,) in self.connection.execute(COLUMNS)]
        asked = ", ".join("'open'" if each == "state" else f'"{each}"' for each in names)
        cards = self.connection.execute(f"SELECT {asked} FROM scorecard").fetchall()  # noqa: S608 - ours
        guarded = dict(zip(GUARDED, (cards, self._rows("score")), strict=True))
        return kept | guarded, self.connection.execute(LOCKED).fetchall()

    def put_back(self, kept):
        """Write rows into the empty database; a card is locked once its scores are in."""
        rows, locked = kept
        with self._unguarded():
            for name, held in rows.items():
                self._replace(name, held)
            self.connection.executemany(LOCK, locked)

    @contextmanager
    def _unguarded(self):
        """One transaction in which tables are written in any order."""
        for each in UNSAFE:
            self.connection.execute(f"PRAGMA {each}")
        self.connection.execute("BEGIN")
        yield
        self.connection.execute("COMMIT")
        self.connection.execute(f"PRAGMA {SAFE}")

    def _replace(self, name, rows):
        self.connection.execute(f'DELETE FROM "{name}"')  # noqa: S608 - ours
        if rows:
            places = ", ".join("?" * len(rows[0]))
            self.connection.executemany(f'INSERT INTO "{name}" VALUES ({places})', rows)  # noqa: S608 - ours

    def _changed(self):
        held = [name for (name,) in self.connection.execute(self.held)]
        return [name for name in held if self.begun.get(name) != self._rows(name)]
