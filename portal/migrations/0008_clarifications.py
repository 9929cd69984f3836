"""Questions on calls with their answers, templates of calls, and fragments of terms."""

from peewee import (
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


class Call(Table):
    pass


class ClarificationRound(Table):
    call = ForeignKeyField(Call, on_delete="RESTRICT")
    number = IntegerField()
    published_at = InstantField()
    publisher = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        indexes = ((("call", "number"), True),)


class Clarification(Table):
    call = ForeignKeyField(Call, on_delete="RESTRICT")
    lot_number = IntegerField(null=True)
    section = CharField(max_length=40)
    number = IntegerField(null=True)
    round = ForeignKeyField(ClarificationRound, null=True, on_delete="RESTRICT")
    state = CodeField()
    question = TextField()
    edited = TextField()
    answer = TextField()
    comment = TextField()
    asker = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, null=True, on_delete="RESTRICT")
    digest = CharField(max_length=64, null=True, unique=True)
    asked_at = InstantField()
    drafter = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    reader = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    duplicate_of = ForeignKeyField("self", null=True, on_delete="RESTRICT")
    corrects = ForeignKeyField("self", null=True, on_delete="RESTRICT")
    reminded_at = InstantField(null=True)
    version = IntegerField()

    class Meta:
        indexes = ((("call", "number"), True), (("state", "call"), False))


class CallTemplate(Table):
    name = CharField(max_length=200)
    purpose = TextField()
    language = CharField(max_length=2)
    contents = TextField()
    source = ForeignKeyField(Call, null=True, on_delete="SET NULL")
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    version = IntegerField()
    created_at = InstantField()
    retired_at = InstantField(null=True)


class TorFragment(Table):
    code = CharField(max_length=60)
    service = CharField(max_length=40)
    language = CharField(max_length=2)
    version = IntegerField()
    title = CharField(max_length=200)
    text = TextField()
    valid_from = DateField()
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    created_at = InstantField()
    retired_at = InstantField(null=True)

    class Meta:
        indexes = ((("code", "language", "version"), True),)


class FragmentUse(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    code = CharField(max_length=60)
    language = CharField(max_length=2)
    version = IntegerField()
    used_at = InstantField()

    class Meta:
        indexes = ((("call", "code", "language", "version"), True), (("code",), False))


NEW = (ClarificationRound, Clarification, CallTemplate, TorFragment, FragmentUse)
TABLES = (Partner, Person, Call, *NEW)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx(TABLES):
        db.create_tables(NEW)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold."""
    with db.bind_ctx(TABLES):
        db.drop_tables(NEW)
