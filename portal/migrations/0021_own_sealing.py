"""Calls whose proposals are sealed on the partner's own computer, and their envelopes."""

import json

from peewee import BooleanField, Database, IntegerField, Model, TextField, UUIDField
from playhouse.migrate import SchemaMigrator

from portal.migrate import add_columns, drop_columns


class Table(Model):
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Call(Table):
    own_sealing = BooleanField()


class CallVersion(Table):
    contents = TextField()


class Envelope(Table):
    own = BooleanField()
    edition = IntegerField()


BOUND = (Call, CallVersion, Envelope)
CALL = {"own_sealing": False}
ENVELOPE = {"own": False, "edition": 0}


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns; every call and every envelope that exists is sealed by the portal."""
    with db.bind_ctx(BOUND):
        add_columns(db, Call, CALL)
        add_columns(db, Envelope, ENVELOPE)
        for version in CallVersion.select():
            _tell(version)


def _tell(version: CallVersion) -> None:
    """Let a stored version say what was true of it, so that it differs by nothing from now."""
    contents = json.loads(version.contents)
    if "documents" in contents:
        contents["documents"]["columns"].setdefault("own_sealing", False)
        version.contents = json.dumps(
            contents, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        version.save(only=[CallVersion.contents])


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the columns."""
    drop_columns(db, "call", *CALL)
    drop_columns(db, "envelope", *ENVELOPE)
