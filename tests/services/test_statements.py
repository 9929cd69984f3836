"""Our way to write a query gives what peewee's own gives, to the letter."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from peewee import JOIN, SQL, Context, PostgresqlDatabase, SqliteDatabase, fn

from portal.domain.lifecycle import CallState
from portal.models import TABLES, Call, Centre, Lot, Person, Proposal
from portal.statements import Statement

KEY = UUID(int=7)
MOMENT = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(scope="module", params=[SqliteDatabase, PostgresqlDatabase])
def database(request):
    """A handle of either kind, which nobody connects."""
    made = request.param(None)
    with made.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        yield made


def written(database, kind, query):
    return kind(**database.get_context_options()).sql(query).query()


def require_same(database, query):
    """Twice, for what is written once is kept."""
    for _ in range(2):
        ours = written(database, Statement, query)
        assert ours == written(database, Context, query)


def test_every_table_is_read_stored_and_changed_as_peewee_would(database):
    for table in TABLES:
        require_ordinary(database, table)


def require_ordinary(database, table):
    row = {each.name: None for each in table._meta.sorted_fields}
    first = table._meta.sorted_fields[0]
    require_same(database, table.select())
    require_same(database, table.insert(**row))
    require_same(database, table.update(**row))
    require_same(database, table.update(**row).where(first == KEY))
    require_same(database, table.delete())


CALL = Call(id=KEY, title="A call", created_at=MOMENT)
CHAIR = Person.alias("chair")


def newest():
    other = Call.alias()
    return other.select(fn.MAX(other.created_at)).where(other.centre == Call.centre)


LOT = {"id": KEY, "key": KEY, "call": KEY, "number": 1, "title": "B"}
READ = [
    lambda: (
        Call.select(Call, Centre).join(Centre).where(Call.slug == "a'b", Centre.country != "R")
    ),
    lambda: Call.select(Call.id, CHAIR.name).join(
        CHAIR, JOIN.LEFT_OUTER, Call.author == CHAIR.id
    ),
    lambda: Call.select().where((Call.state == CallState.DRAFT) | ~(Call.deadline < MOMENT)),
    lambda: Call.select().where(Call.created_at >= newest()).order_by(Call.deadline.desc()),
    lambda: Lot.select().where(Lot.call == CALL, Lot.number.in_([1, 2]), Lot.ceiling.is_null()),
    lambda: Lot.select().where(Lot.call == KEY, Lot.ceiling <= Lot.places, Lot.number > "3"),
    lambda: Lot.select(fn.COUNT(Lot.id)).group_by(Lot.call).having(fn.COUNT(Lot.id) == 2),
    lambda: Lot.select().where(fn.LOWER(Lot.city) == "rabat", Lot.call != Lot.id),
    lambda: (
        Lot.select(Lot.title.alias("name"), SQL("1")).where(Lot.number.between(1, 3)).limit(2)
    ),
    lambda: Lot.select().where(Lot.call << Call.select(Call.id).where(Call.id == KEY)),
    lambda: (
        Lot.select(Lot.id).where(Lot.number == 1) | Lot.select(Lot.id).where(Lot.number == 2)
    ),
]
SAVED = [
    lambda: Lot.update(number=Lot.number + 1, title="B").where(Lot.call == CALL),
    lambda: Lot.update(title="B").where(
        fn.EXISTS(Proposal.select().where(Proposal.lot == Lot.id))
    ),
    lambda: Lot.update(title=Lot.city).where(Lot.call == KEY),
    lambda: Lot.update(call=CALL).where(Lot.id == KEY),
    lambda: Lot.insert({**LOT, "call": CALL}),
    lambda: Lot.insert_many([LOT, LOT]),
    lambda: Lot.insert(LOT).on_conflict_ignore(),
    lambda: Lot.insert(LOT).returning(Lot.number),
    lambda: Lot.insert({**LOT, "number": fn.RANDOM()}),
    lambda: Lot.delete().where(Lot.call == CALL),
]


def test_parts_that_we_write_and_parts_that_peewee_writes_go_together(database):
    for ask in (*READ, *SAVED):
        require_same(database, ask())
