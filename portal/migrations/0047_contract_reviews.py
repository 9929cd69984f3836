"""Reviews of a contract by named people, comments on its clauses, and what was offered."""

from datetime import UTC, datetime
from uuid import uuid4

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
    id = UUIDField(primary_key=True, default=uuid4)

    class Meta:
        legacy_table_names = False


class Person(Table):
    pass


class Contract(Table):
    state = EnumField()


class ContractReview(Table):
    contract = ForeignKeyField(Contract, on_delete="CASCADE")
    round = IntegerField()
    kind = CharField(max_length=20)
    state = EnumField()
    asked_at = InstantField()
    reminded_at = InstantField(null=True)
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    decided_at = InstantField(null=True)
    comment = TextField()

    class Meta:
        indexes = ((("contract", "round", "kind"), True),)


class ContractComment(Table):
    contract = ForeignKeyField(Contract, on_delete="CASCADE")
    code = CharField(max_length=10)
    text = TextField()
    words = TextField()
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    made_at = InstantField()
    resolved_at = InstantField(null=True)
    resolved_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")


class ContractVersion(Table):
    contract = ForeignKeyField(Contract, on_delete="CASCADE")
    number = IntegerField()
    content = TextField()
    fingerprint = CharField(max_length=64)
    offered_at = InstantField()

    class Meta:
        indexes = ((("contract", "number"), True),)


NEW = (ContractReview, ContractComment, ContractVersion)
ASKED = {"legal_review": ("legal", "data_protection"), "cleared": ("head",)}


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the tables; contracts that wait for somebody get the reviews they wait for."""
    now = datetime.now(UTC).replace(tzinfo=None)
    with db.bind_ctx((Person, Contract, *NEW)):
        db.create_tables(NEW)
        for contract in Contract.select().where(Contract.state.in_(list(ASKED))):
            for kind in ASKED[contract.state]:
                row = {"contract": contract, "round": 1, "kind": kind, "state": "waiting"}
                ContractReview.create(**row, asked_at=now, comment="")


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables."""
    with db.bind_ctx((Person, Contract, *NEW)):
        db.drop_tables(NEW[::-1])
