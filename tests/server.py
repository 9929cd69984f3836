"""The tables of PostgreSQL that tests share: how they are emptied, read and written again."""

from portal import db
from portal.models import TABLES

NAMES = tuple(table._meta.table_name for table in TABLES)
COLUMNS = (
    "SELECT table_name, string_agg(format('quote_nullable(%I::text)', column_name), ', '"
    " ORDER BY ordinal_position) FROM information_schema.columns"
    " WHERE table_schema = current_schema() GROUP BY table_name"
)
"""How each table tells a row as it stands in a statement."""
ADDED = (
    'IF EXISTS (SELECT 1 FROM "{name}") THEN'
    " SELECT string_agg('(' || concat_ws(', ', {row}) || ')', ', ') INTO _some FROM \"{name}\";"
    " _all := _all || 'INSERT INTO \"{name}\" VALUES ' || _some || '; '; END IF; "
)


def ask(question):
    """Ask PostgreSQL itself, with no value beside the text."""
    return db.database.connection().execute(question)


def prepare():
    """Let PostgreSQL keep what tests ask for anew: to empty all tables, and to tell them."""
    deletes = "".join(f'DELETE FROM "{name}"; ' for name in NAMES)  # noqa: S608 - ours
    replica = "SET session_replication_role = replica"
    default = "SET session_replication_role = DEFAULT"
    _keep("empty_all() RETURNS void", f"BEGIN {replica}; {deletes} {default}; END")
    rows = dict(ask(COLUMNS).fetchall())
    told = "".join(ADDED.format(name=name, row=rows[name]) for name in NAMES)
    declared = "DECLARE _all text := ''; _some text"
    _keep("tell_all() RETURNS text", f"{declared}; BEGIN {told} RETURN _all; END")


def _keep(name, body):
    ask(f"CREATE OR REPLACE FUNCTION {name} LANGUAGE plpgsql AS $body${body}$body$")


class Server:
    """The tables, empty when a test begins."""

    def empty(self):
        """Empty the tables, with what the server has made ready for it."""
        ask("SELECT empty_all()")

    def touch(self):
        """Return what is another one as soon as anybody has written to the database."""
        seen = ask("SELECT pg_snapshot_xmax(pg_current_snapshot())::text").fetchone()
        return db.database.in_transaction(), seen

    def rows(self):
        """Return the statements that write what stands in the tables."""
        return ask("SELECT tell_all()").fetchone()[0]

    def put_back(self, statements):
        """Write what stood in the tables, in any order and past what guards them."""
        ask(f"BEGIN; SET LOCAL session_replication_role = replica; {statements}COMMIT")
