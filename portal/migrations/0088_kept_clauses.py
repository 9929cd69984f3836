"""Offices that are there keep the words of the clause on documents that they had.

The library of the house names the annexes of each contract in it from now on. An office that
works by the former words changes them by a new version, which its legal officer writes.
"""

import json
from datetime import date, datetime
from uuid import UUID

from peewee import (
    BooleanField,
    CharField,
    Database,
    DateField,
    DateTimeField,
    Field,
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


class ClauseVersion(Table):
    code = CharField(max_length=10)
    version = IntegerField()
    part = CharField(max_length=20)
    state = EnumField()
    titles = TextField()
    texts = TextField()
    checks = TextField()
    parameters = TextField()
    applies = TextField()
    principles = TextField()
    mandatory = BooleanField()
    owner = EnumField()
    replaces = CharField(max_length=10)
    retires = BooleanField()
    valid_from = DateField()
    reason = TextField()
    created_at = InstantField()
    comment = TextField()


KEY = UUID("c0200000-0000-4000-8000-000000000001")
TITLES = {"en": "Documents and their order", "fr": "Documents et ordre de priorité"}
ENGLISH = (
    "The annexes are part of this contract: the terms of reference, the minimum "
    "standards, the budget, the instalments, the targets and the data-protection "
    "clauses.\n\n"
    "If documents differ, the clauses of this contract prevail, then the data-protection "
    "clauses, then the terms of reference, then the other annexes. The proposal of the "
    "partner explains this contract but does not change it."
)
FRENCH = (
    "Les annexes font partie du présent contrat\N{NO-BREAK SPACE}: les termes de "
    "référence, les normes minimales, le budget, les versements, les cibles et les "
    "clauses de protection des données.\n\n"
    "Si des documents diffèrent, les clauses du présent contrat prévalent, puis les "
    "clauses de protection des données, puis les termes de référence, puis les autres "
    "annexes. La proposition du partenaire éclaire le présent contrat mais ne le modifie "
    "pas."
)
FORMER = {
    "code": "C02",
    "version": 1,
    "part": "general",
    "state": "approved",
    "titles": json.dumps(TITLES, ensure_ascii=False),
    "texts": json.dumps({"en": ENGLISH, "fr": FRENCH}, ensure_ascii=False),
    "checks": "{}",
    **dict.fromkeys(("parameters", "applies", "principles"), "[]"),
    **dict.fromkeys(("replaces", "reason", "comment"), ""),
    "mandatory": True,
    "retires": False,
    "owner": "legal_officer",
    "valid_from": date(2026, 1, 1),
    "created_at": datetime(2026, 1, 1),  # noqa: DTZ001 - instants lie in UTC without a zone
}


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Keep the former words where people work already; a new office reads the library."""
    with db.bind_ctx((Person, ClauseVersion)):
        if Person.select().exists():
            ClauseVersion.insert(id=KEY, **FORMER).execute()


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Read the words from the library again."""
    with db.bind_ctx((ClauseVersion,)):
        ClauseVersion.delete().where(ClauseVersion.id == KEY).execute()
