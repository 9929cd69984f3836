"""Declarations of partners, verification, flags, and sanctions matches of partners."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from peewee import (
    BooleanField,
    CharField,
    Database,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
    UUIDField,
)
from playhouse.migrate import SchemaMigrator

from portal.migrate import add_columns, drop_columns


class CodeField(TextField):
    field_type = "VARCHAR"


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class Table(Model):
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Partner(Table):
    pass


class Person(Table):
    pass


class Proposal(Table):
    partner = ForeignKeyField(Partner)
    screening = TextField()


class PartnerDeclaration(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    version = CharField(max_length=20)
    answers = TextField()
    agreed = BooleanField()
    made_at = InstantField(index=True)
    made_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")


class Verification(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    state = CodeField(index=True)
    asked_at = InstantField()
    asked_by = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    answers = TextField()
    note = TextField()
    decided_at = InstantField(null=True)
    decided_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    expires_on = DateField(null=True)


class Flag(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    state = CodeField(index=True)
    category = CodeField()
    text = TextField()
    evidence = CharField(max_length=300)
    filename = CharField(max_length=200)
    media_type = CharField(max_length=100)
    path = CharField(max_length=200)
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    raised_at = InstantField()
    decision = TextField()
    decided_at = InstantField(null=True)
    decided_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    resolution = TextField()
    resolved_at = InstantField(null=True)
    resolved_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")


class SanctionsEntry(Table):
    details = TextField()
    fingerprint = CharField(max_length=64)
    removed_at = InstantField(null=True)


class ListedEntry(Table):
    """The columns of an entry that move into the stored screening."""

    reference = CharField()
    names = TextField()

    class Meta:
        table_name = "sanctions_entry"


class SanctionsImport(Table):
    source = CharField(max_length=300)
    sha256 = CharField(max_length=64)
    generated = CharField(max_length=40)
    entries = IntegerField()
    added = IntegerField()
    changed = IntegerField()
    removed = IntegerField()
    made_at = InstantField(index=True)
    made_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    checked_at = InstantField()


class SanctionsMatch(Table):
    partner = ForeignKeyField(Partner, on_delete="CASCADE")
    entry = ForeignKeyField(SanctionsEntry, on_delete="RESTRICT")
    name = CharField(max_length=300)
    fingerprint = CharField(max_length=64)
    listed_name = CharField(max_length=300)
    likeness = IntegerField()
    state = CodeField(index=True)
    found_at = InstantField()
    reason = TextField()
    judged_at = InstantField(null=True)
    judged_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    second_reason = TextField()
    confirmed_at = InstantField(null=True)
    confirmed_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")

    class Meta:
        indexes = ((("partner", "entry", "name", "fingerprint"), True),)


class SanctionsVerdict(Table):
    proposal = ForeignKeyField(Proposal, on_delete="CASCADE")
    entry = ForeignKeyField(SanctionsEntry, on_delete="RESTRICT")
    name = CharField(max_length=300)
    same = BooleanField()
    reason = TextField()
    decided_at = InstantField()
    decided_by = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        indexes = ((("proposal", "entry", "name"), True),)


NEW = (PartnerDeclaration, Verification, Flag, SanctionsImport, SanctionsMatch)
BOUND = (*NEW, Partner, Person, Proposal, SanctionsEntry, ListedEntry, SanctionsVerdict)
ENTRY = {"details": "{}", "fingerprint": "", "removed_at": None}
Row = Mapping[str, Any]


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables; verdicts on proposals become matches of their partners."""
    with db.bind_ctx(BOUND):
        add_columns(db, SanctionsEntry, ENTRY)
        db.create_tables(NEW)
        _move(list(SanctionsVerdict.select().order_by(SanctionsVerdict.decided_at).dicts()))
        db.drop_tables([SanctionsVerdict])


def _move(verdicts: Iterable[Any]) -> None:
    proposals: dict[Any, Any] = {each.id: each for each in Proposal.select()}
    entries: dict[Any, Any] = {each.id: each for each in ListedEntry.select()}
    latest: dict[tuple[object, ...], Row] = {}
    told: dict[object, list[Row]] = {}
    for each in verdicts:
        partner, entry = proposals[each["proposal"]].partner_id, entries[each["entry"]]
        latest[partner, entry.id, each["name"]] = each
        said = {"entry": entry.reference, "name": each["name"], "same": bool(each["same"])}
        told.setdefault(each["proposal"], []).append({**said, "reason": each["reason"]})
    for (partner, entry_id, _name), each in latest.items():
        SanctionsMatch.create(**_match(partner, entries[entry_id], each))
    for key, rows in told.items():
        _keep(proposals[key], rows)


def _match(partner: object, entry: ListedEntry, verdict: Row) -> Row:
    return {
        "id": uuid4(),
        "partner": partner,
        "entry": entry.id,
        "name": verdict["name"],
        "fingerprint": "",
        "listed_name": str(next(iter(json.loads(entry.names)), ""))[:300],
        "likeness": 100,
        "state": "suspected" if verdict["same"] else "different",
        "found_at": verdict["decided_at"],
        "reason": verdict["reason"],
        "judged_at": verdict["decided_at"],
        "judged_by": verdict["decided_by"],
        "second_reason": "",
    }


def _keep(proposal: Proposal, rows: list[Row]) -> None:
    stored = {**json.loads(proposal.screening), "verdicts": rows}
    text = json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    Proposal.update(screening=text).where(Proposal.id == proposal.id).execute()


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables; what was decided on matches stays in the screening of proposals."""
    with db.bind_ctx(BOUND):
        db.create_tables([SanctionsVerdict])
        db.drop_tables(list(reversed(NEW)))
        drop_columns(db, "sanctions_entry", *ENTRY)
