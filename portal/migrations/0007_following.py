"""Followers of calls, the index of the search, and what keeps the public list quick."""

import re
from collections.abc import Iterable
from typing import Any

from anyascii import anyascii
from peewee import (
    CharField,
    Database,
    DateTimeField,
    ForeignKeyField,
    Model,
    SqliteDatabase,
    UUIDField,
)
from playhouse.migrate import SchemaMigrator, migrate

PUBLIC = ("published", "opened", "scoring", "ranked", "recommended", "awarded", "cancelled")
LIST_ORDER = ("amends_id", "kind", "deadline", "id", "state", "published_at")
SQLITE_SEARCH = (
    (
        "CREATE VIRTUAL TABLE call_search USING fts5("
        "call_id UNINDEXED, words, tokenize='ascii', prefix='2 3 4', detail=none)"
    ),
)
POSTGRESQL_SEARCH = (
    "CREATE TABLE call_search (call_id uuid PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX call_search_words ON call_search USING gin (words)",
)
TEXTS = (
    "SELECT call.id, call.reference, call.title, call.background, call.objectives, "
    "call.target_groups, call.scope, centre.name, lot.city, lot.title, lot.scope "
    "FROM call JOIN centre ON call.centre_id = centre.id "
    "LEFT JOIN lot ON lot.call_id = call.id WHERE call.state IN "
)


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class Table(Model):
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Call(Table):
    pass


class Follower(Table):
    call = ForeignKeyField(Call, null=True, on_delete="CASCADE")
    email = CharField(max_length=254, index=True)
    language = CharField(max_length=2)
    token_hash = CharField(max_length=64, index=True)
    leaving = CharField(max_length=64, unique=True)
    asked_at = InstantField()
    confirmed_at = InstantField(null=True)
    ended_at = InstantField(null=True)


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Make the table and the index of the search, and put the published calls into it."""
    with db.bind_ctx([Follower, Call]):
        db.create_tables([Follower])
    migrate(
        migrator.add_index("event", ("kind", "id")),
        migrator.add_index("call", LIST_ORDER),
    )
    sqlite = isinstance(db, SqliteDatabase)
    for statement in SQLITE_SEARCH if sqlite else POSTGRESQL_SEARCH:
        db.execute_sql(statement)  # type: ignore[no-untyped-call]
    put = _put_sqlite if sqlite else _put_postgresql
    for call_id, texts in _texts(db).items():
        words = sorted({word[:40] for word in re.findall("[a-z0-9]+", _plain(texts))})
        db.execute_sql(put, (call_id, " ".join(words[:20_000])))  # type: ignore[no-untyped-call]


_put_sqlite = "INSERT INTO call_search (call_id, words) VALUES (?, ?)"
_put_postgresql = (
    "INSERT INTO call_search (call_id, words) "
    "VALUES (%s, array_to_tsvector(string_to_array(%s, ' ')))"
)


def _texts(db: Database) -> dict[Any, list[str]]:
    states = "(" + ", ".join(f"'{state}'" for state in PUBLIC) + ")"
    found: dict[Any, list[str]] = {}
    for call_id, *texts in db.execute_sql(TEXTS + states):  # type: ignore[no-untyped-call]
        found.setdefault(call_id, []).extend(text or "" for text in texts)
    return found


def _plain(texts: Iterable[str]) -> str:
    return anyascii(" ".join(texts)).lower()


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Drop what ``up`` made."""
    db.execute_sql("DROP TABLE call_search")  # type: ignore[no-untyped-call]
    migrate(
        migrator.drop_index("call", f"call_{'_'.join(LIST_ORDER)}"),
        migrator.drop_index("event", "event_kind_id"),
    )
    with db.bind_ctx([Follower, Call]):
        db.drop_tables([Follower])
