"""The no-objection of a government is kept with the recommendation that it was given to."""

from peewee import (
    CharField,
    Database,
    DateField,
    ForeignKeyField,
    IntegerField,
    Model,
    UUIDField,
)
from playhouse.migrate import SchemaMigrator

from portal.migrate import add_columns, drop_columns


class Call(Model):
    id = UUIDField(primary_key=True)
    no_objection_on = DateField(null=True)
    no_objection_by = CharField(max_length=200, default="")
    no_objection_reference = CharField(max_length=200, default="")

    class Meta:
        legacy_table_names = False


class AwardRound(Model):
    id = UUIDField(primary_key=True)
    call = ForeignKeyField(Call, on_delete="CASCADE")
    number = IntegerField()
    no_objection_on = DateField(null=True)
    no_objection_by = CharField(max_length=200)
    no_objection_reference = CharField(max_length=200)

    class Meta:
        legacy_table_names = False


COLUMNS = {"no_objection_on": None, "no_objection_by": "", "no_objection_reference": ""}


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Keep with the last recommendation of a call what was given to it so far."""
    with db.bind_ctx([Call, AwardRound]):
        add_columns(db, AwardRound, COLUMNS)
        for call in Call.select().where(Call.no_objection_on.is_null(is_null=False)):
            of_call = AwardRound.select(AwardRound.id).where(AwardRound.call == call)
            last = of_call.order_by(AwardRound.number.desc()).first()
            if last is not None:
                given = {name: getattr(call, name) for name in COLUMNS}
                AwardRound.update(given).where(AwardRound.id == last.id).execute()


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop it again."""
    drop_columns(db, "award_round", *COLUMNS)
