"""Keys, shares of keys, sealed envelopes and the runs that open them."""

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


class Partner(Table):
    pass


class Call(Table):
    pass


class Proposal(Table):
    pass


class PersonKey(Table):
    person = ForeignKeyField(Person, on_delete="CASCADE")
    public = CharField(max_length=64)
    locked = TextField()
    made_at = InstantField()
    replaced_at = InstantField(null=True)


class PartnerKey(Table):
    partner = ForeignKeyField(Partner, unique=True, on_delete="CASCADE")
    public = CharField(max_length=64)
    made_at = InstantField()


class PartnerKeyCopy(Table):
    partner_key = ForeignKeyField(PartnerKey, on_delete="CASCADE")
    person_key = ForeignKeyField(PersonKey, on_delete="CASCADE")
    box = TextField()
    given_at = InstantField()

    class Meta:
        indexes = ((("partner_key", "person_key"), True),)


class CallKey(Table):
    call = ForeignKeyField(Call, unique=True, on_delete="CASCADE")
    public = CharField(max_length=64)
    threshold = IntegerField()
    trial = TextField()
    made_by = ForeignKeyField(Person, on_delete="RESTRICT")
    made_at = InstantField()


class KeyShare(Table):
    call_key = ForeignKeyField(CallKey, on_delete="CASCADE")
    position = IntegerField()
    holder = ForeignKeyField(Person, on_delete="RESTRICT")
    person_key = ForeignKeyField(PersonKey, null=True, on_delete="RESTRICT")
    escrow = IntegerField()
    box = TextField()
    digest = CharField(max_length=64)
    tried_at = InstantField(null=True)
    printed_at = InstantField(null=True)
    removed_at = InstantField(null=True)

    class Meta:
        indexes = ((("call_key", "position"), True),)


class ShareRelease(Table):
    share = ForeignKeyField(KeyShare, on_delete="CASCADE")
    purpose = EnumField()
    box = TextField()
    released_by = ForeignKeyField(Person, on_delete="RESTRICT")
    released_at = InstantField()
    expires_at = InstantField()

    class Meta:
        indexes = ((("share", "purpose"), True),)


class Envelope(Table):
    proposal = ForeignKeyField(Proposal, on_delete="RESTRICT")
    number = IntegerField()
    content = EnumField()
    state = EnumField()
    path = CharField(max_length=200)
    sha256 = CharField(max_length=64)
    size = IntegerField()
    canonical = CharField(max_length=64)
    sealed_at = InstantField()
    ended_at = InstantField(null=True)

    class Meta:
        indexes = ((("proposal", "number", "content"), True),)


class OpeningRun(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    purpose = EnumField()
    state = EnumField()
    total = IntegerField()
    done = IntegerField()
    damaged = TextField()
    holders = TextField()
    key_box = TextField()
    started_at = InstantField()
    finished_at = InstantField(null=True)

    class Meta:
        indexes = ((("call", "purpose"), True),)


NEW = (
    PersonKey,
    PartnerKey,
    PartnerKeyCopy,
    CallKey,
    KeyShare,
    ShareRelease,
    Envelope,
    OpeningRun,
)
BOUND = (Person, Partner, Call, Proposal, *NEW)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables."""
    with db.bind_ctx(BOUND):
        db.create_tables(NEW)


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables with what they hold."""
    with db.bind_ctx(BOUND):
        db.drop_tables(NEW)
