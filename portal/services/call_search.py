"""Full-text search of public calls, on SQLite and on PostgreSQL behind one pair of functions.

The index is written in the transaction that publishes or changes a call. A search finds the
calls that have all typed words, each as the beginning of a word.
"""

from peewee import SQL

from portal.db import database, is_sqlite
from portal.domain.searching import terms, words
from portal.models import Call, Criterion, Lot
from portal.services import library
from portal.services.prepared import Prepared

TEXTS = (
    "reference",
    "title",
    "background",
    "objectives",
    "target_groups",
    "scope",
    "staffing",
    "hours",
)
_DELETE = "DELETE FROM call_search WHERE call_id = {0}"
_PUT_SQLITE = "INSERT INTO call_search (call_id, words) VALUES (?, ?)"
_PUT_POSTGRESQL = (
    "INSERT INTO call_search (call_id, words) "
    "VALUES (%s, array_to_tsvector(string_to_array(%s, ' ')))"
)
_FIND_SQLITE = "(SELECT call_id FROM call_search WHERE call_search MATCH ?)"
_FIND_POSTGRESQL = "(SELECT call_id FROM call_search WHERE words @@ %s::tsquery)"


def put(call: Call) -> None:
    """Write the words of a call into the index, in place of those it had."""
    key = call.id.hex if is_sqlite() else call.id
    database.execute_sql(_DELETE.format("?" if is_sqlite() else "%s"), (key,))
    statement = _PUT_SQLITE if is_sqlite() else _PUT_POSTGRESQL
    database.execute_sql(statement, (key, " ".join(words(_text(call)))))


def matching(typed: str) -> SQL | None:
    """Return the keys of the calls that have the typed words, for use in ``IN``.

    None when nothing was typed that could be searched for.
    """
    wanted = terms(typed)
    if not wanted:
        return None
    if is_sqlite():
        return SQL(_FIND_SQLITE, [" AND ".join(f'"{word}" *' for word in wanted)])
    return SQL(_FIND_POSTGRESQL, [" & ".join(f"'{word}':*" for word in wanted)])


def _text(call: Call) -> str:
    named = library.by_code("services", "service")
    services = [named[code] for code in call.services if code in named]
    parts = [getattr(call, name) for name in TEXTS]
    parts += [call.centre.name, *(text for each in services for text in each.values())]
    parts += [text for row in (*_lots(call.id), *_criteria(call.id)) for text in row]
    return " ".join(str(part) for part in parts)


_lots: Prepared[tuple[str, ...]] = Prepared(
    lambda key: Lot.select(Lot.city, Lot.title, Lot.scope).where(
        (Lot.call == key) & Lot.withdrawn_at.is_null()
    ),
    plain=tuple,
)
_criteria: Prepared[tuple[str, ...]] = Prepared(
    lambda key: Criterion.select(Criterion.name).where(Criterion.call == key), plain=tuple
)
