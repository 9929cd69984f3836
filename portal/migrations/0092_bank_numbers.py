"""Numbers of bank accounts rest locked, under a key that is not in the database."""

from uuid import uuid4

from peewee import CharField, Database, Model, PostgresqlDatabase, TextField, UUIDField
from playhouse.migrate import SchemaMigrator

from portal.domain import locked
from portal.migrate import add_columns, drop_columns
from portal.services import data_key

WIDTH = 34
REWRITTEN = (
    "ALTER TABLE bank_account ALTER COLUMN locked_number TYPE TEXT USING locked_number || ''"
)


class BankAccount(Model):
    id = UUIDField(primary_key=True, default=uuid4)
    partner_id = UUIDField()
    number = CharField(max_length=40)
    locked_number = TextField()

    class Meta:
        legacy_table_names = False


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Lock what is there, and write the table anew: what was deleted stays in it otherwise."""
    with db.bind_ctx([BankAccount]):
        add_columns(db, BankAccount, {"locked_number": ""})
        for row in list(BankAccount.select()):
            keys = data_key.ring()
            keys = keys if keys.keys else data_key.make()
            BankAccount.update(
                locked_number=locked.lock(keys, row.number, _place(row), WIDTH)
            ).where(BankAccount.id == row.id).execute()
        drop_columns(db, "bank_account", "number")
        if isinstance(db, PostgresqlDatabase):
            db.execute_sql(REWRITTEN)  # type: ignore[no-untyped-call]


def _place(row: BankAccount) -> str:
    return f"bank account {row.id} of {row.partner_id}"


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Open them again; without the key this is refused."""
    with db.bind_ctx([BankAccount]):
        add_columns(db, BankAccount, {"number": ""})
        for row in list(BankAccount.select()):
            number = locked.unlock(data_key.ring(), row.locked_number, _place(row))
            BankAccount.update(number=number).where(BankAccount.id == row.id).execute()
        drop_columns(db, "bank_account", "locked_number")
