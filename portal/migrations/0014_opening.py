"""Prices that open apart, the envelopes a run has to open, and signatures of its record."""

import json

from peewee import (
    BooleanField,
    CharField,
    Database,
    DateTimeField,
    ForeignKeyField,
    Model,
    TextField,
    UUIDField,
)
from playhouse.migrate import SchemaMigrator

from portal.migrate import add_columns, drop_columns


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class Table(Model):
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Call(Table):
    prices_apart = BooleanField()


class CallVersion(Table):
    contents = TextField()


class OpeningRun(Table):
    received = TextField()
    problem = CharField(max_length=60)
    sign_by = InstantField(null=True)
    recorded_at = InstantField(null=True)


class OpeningSignature(Table):
    run = ForeignKeyField(OpeningRun, on_delete="CASCADE")
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    name = CharField(max_length=200)
    fingerprint = CharField(max_length=64)
    signed_at = InstantField()

    class Meta:
        indexes = ((("run", "person"), True),)


BOUND = (Person, Call, CallVersion, OpeningRun, OpeningSignature)
CALL = {"prices_apart": False}
RUN = {"received": "[]", "problem": "", "sign_by": None, "recorded_at": None}


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns and the table; no call that exists has its prices apart."""
    with db.bind_ctx(BOUND):
        add_columns(db, Call, CALL)
        add_columns(db, OpeningRun, RUN)
        db.create_tables((OpeningSignature,))
        for version in CallVersion.select():
            _tell(version)


def _tell(version: CallVersion) -> None:
    """Let a stored version say what was true of it, so that it differs by nothing from now."""
    contents = json.loads(version.contents)
    if "criteria" in contents:
        contents["criteria"]["columns"].setdefault("prices_apart", False)
        version.contents = json.dumps(
            contents, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        version.save(only=[CallVersion.contents])


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the table and the columns."""
    with db.bind_ctx(BOUND):
        db.drop_tables((OpeningSignature,))
    drop_columns(db, "call", *CALL)
    drop_columns(db, "opening_run", *RUN)
