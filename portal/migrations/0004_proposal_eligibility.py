"""Answers to the eligibility questions of a call, and files matched to what it asks for."""

from peewee import Database, ForeignKeyField, IntegerField, Model, TextField, UUIDField
from playhouse.migrate import SchemaMigrator, migrate

from portal.migrate import add_columns, drop_columns


class Table(Model):
    id = UUIDField(primary_key=True)

    class Meta:
        legacy_table_names = False


class RequiredDocument(Table):
    pass


class EligibilityQuestion(Table):
    pass


class Proposal(Table):
    eligibility = TextField()
    eligibility_version = IntegerField()


BOUND = (RequiredDocument, EligibilityQuestion, Proposal)
PROPOSAL = {"eligibility": "{}", "eligibility_version": 1}
LINKS = {"required_id": RequiredDocument, "proves_id": EligibilityQuestion}


def up(migrator: SchemaMigrator, db: Database) -> None:
    """Add the columns; proposals that exist have answered nothing."""
    with db.bind_ctx(BOUND):
        add_columns(db, Proposal, PROPOSAL)
        for column, table in LINKS.items():
            link = ForeignKeyField(table, field=table.id, null=True, on_delete="SET NULL")
            migrate(migrator.add_column("attachment", column, link))


def down(migrator: SchemaMigrator, db: Database) -> None:
    """Drop the columns."""
    for column in LINKS:
        migrate(migrator.drop_index("attachment", f"attachment_{column}"))
        drop_columns(db, "attachment", column)
    drop_columns(db, "proposal", *PROPOSAL)
