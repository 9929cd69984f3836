"""Who pays for a contract, and where the sites of a centre are."""

from peewee import CharField, Database, DecimalField, Model, UUIDField
from playhouse.migrate import SchemaMigrator

from portal.migrate import add_columns, drop_columns


class Contract(Model):
    id = UUIDField(primary_key=True)
    donor = CharField(max_length=200)

    class Meta:
        legacy_table_names = False


class Site(Model):
    id = UUIDField(primary_key=True)
    latitude = DecimalField(max_digits=5, decimal_places=2, null=True)
    longitude = DecimalField(max_digits=5, decimal_places=2, null=True)

    class Meta:
        legacy_table_names = False


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns; nobody has named a donor or a place yet."""
    with db.bind_ctx((Contract, Site)):
        add_columns(db, Contract, {"donor": ""})
        add_columns(db, Site, {"latitude": None, "longitude": None})


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the columns."""
    drop_columns(db, "contract", "donor")
    drop_columns(db, "site", "latitude", "longitude")
