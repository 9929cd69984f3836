"""What is asked of the database, to see that it does not grow with the rows."""

from contextlib import contextmanager

from portal import db

MOVED = "clock_shift"


@contextmanager
def queries():
    """Lend the list of the statements that are sent meanwhile, each as its text.

    By how much the clock was moved is left out: a portal in use does not ask for it.
    """
    base, sent = type(db.database.obj), []
    send = base.execute_sql

    def execute_sql(database, sql, *rest, **named):
        if MOVED not in sql:
            sent.append(sql)
        return send(database, sql, *rest, **named)

    base.execute_sql = execute_sql
    try:
        yield sent
    finally:
        base.execute_sql = send
