"""Files that arrive in parts, what was sent of each file, and its scan for viruses."""

from peewee import (
    CharField,
    Database,
    DateTimeField,
    Field,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
    UUIDField,
)
from playhouse.migrate import SchemaMigrator

from portal.migrate import add_columns, drop_columns


class InstantField(DateTimeField):
    field_type = "TIMESTAMP"


class EnumField(Field):
    field_type = "VARCHAR"


class Table(Model):
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Proposal(Table):
    pass


class Attachment(Table):
    sha256 = CharField(max_length=64)
    size = IntegerField()
    sent_sha256 = CharField(max_length=64)
    sent_size = IntegerField()
    scan = EnumField()
    scanned_at = InstantField(null=True)


class PendingUpload(Table):
    proposal = ForeignKeyField(Proposal, on_delete="CASCADE")
    title = CharField(max_length=200)
    purpose = CharField(max_length=60)
    filename = CharField(max_length=200)
    size = IntegerField()
    sha256 = CharField(max_length=64)
    received = IntegerField()
    parts = TextField()
    started_by = ForeignKeyField(Person, on_delete="RESTRICT")
    started_at = InstantField()
    touched_at = InstantField()


BOUND = (Person, Proposal, Attachment, PendingUpload)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns and the table; files that are there were kept as they were sent."""
    added = {"sent_sha256": "", "sent_size": 0, "scan": "unscanned", "scanned_at": None}
    with db.bind_ctx(BOUND):
        add_columns(db, Attachment, added)
        Attachment.update(sent_sha256=Attachment.sha256, sent_size=Attachment.size).execute()
        db.create_tables([PendingUpload])


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the table and the columns."""
    with db.bind_ctx(BOUND):
        db.drop_tables([PendingUpload])
    drop_columns(db, "attachment", "sent_sha256", "sent_size", "scan", "scanned_at")
