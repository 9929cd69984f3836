"""After the award: answers of partners, reviews, debriefs, and the whole file of a call."""

import json
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from peewee import (
    BigAutoField,
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


class Call(Table):
    state = EnumField()
    awarded_at = InstantField(null=True)


class Person(Table):
    pass


class Lot(Table):
    pass


class Proposal(Table):
    call = ForeignKeyField(Call)


class Recommendation(Table):
    call = ForeignKeyField(Call)
    lot = ForeignKeyField(Lot)
    proposal = ForeignKeyField(Proposal, null=True)
    reason = TextField()
    made_at = InstantField()
    if TYPE_CHECKING:
        proposal_id: UUID | None
        lot_id: UUID


class Event(Model):
    id = BigAutoField()
    actor_id = UUIDField(null=True)
    subject_id = UUIDField()
    name = CharField(max_length=60)

    class Meta:
        legacy_table_names = False


class AwardRound(Table):
    call = ForeignKeyField(Call)
    number = IntegerField()
    state = EnumField()
    cause = CharField(max_length=20)
    choices = TextField()
    amount = IntegerField()
    made_by = ForeignKeyField(Person)
    made_at = InstantField()
    review_note = TextField()
    comment = TextField()
    approved_at = InstantField(null=True)
    letters_at = InstantField(null=True)


class LotAward(Table):
    round = ForeignKeyField(AwardRound, on_delete="CASCADE")
    lot = ForeignKeyField(Lot, on_delete="RESTRICT")
    proposal = ForeignKeyField(Proposal, on_delete="RESTRICT")
    state = EnumField()
    standstill_until = InstantField(null=True)
    answered_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    answered_at = InstantField(null=True)
    reason = TextField()

    class Meta:
        indexes = ((("round", "lot"), True),)


class ReviewRequest(Table):
    proposal = ForeignKeyField(Proposal, unique=True, on_delete="RESTRICT")
    number = IntegerField()
    state = EnumField()
    grounds = TextField()
    filed_by = ForeignKeyField(Person, on_delete="RESTRICT")
    filed_at = InstantField()
    reviewer = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    named_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    named_at = InstantField(null=True)
    decision = TextField()
    decided_at = InstantField(null=True)


class Debrief(Table):
    proposal = ForeignKeyField(Proposal, on_delete="RESTRICT")
    question = TextField()
    asked_by = ForeignKeyField(Person, on_delete="RESTRICT")
    asked_at = InstantField()
    answer = TextField()
    answered_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    answered_at = InstantField(null=True)


class CallPack(Table):
    call = ForeignKeyField(Call, on_delete="CASCADE")
    number = IntegerField()
    state = EnumField()
    total = IntegerField()
    done = IntegerField()
    path = CharField(max_length=200)
    sha256 = CharField(max_length=64)
    size = IntegerField()
    asked_by = ForeignKeyField(Person, on_delete="RESTRICT")
    asked_at = InstantField()
    made_at = InstantField(null=True)

    class Meta:
        indexes = ((("call", "number"), True),)


MADE = (LotAward, ReviewRequest, Debrief, CallPack)
READ = (Call, Person, Lot, Proposal, Recommendation, Event, AwardRound)


def up(_migrator: SchemaMigrator, db: Database) -> None:
    """Make the tables; what was recommended or awarded before keeps its place on the way."""
    with db.bind_ctx((*READ, *MADE)):
        db.create_tables(MADE)
        for call in Call.select().where(Call.state.in_(["recommended", "awarded"])):
            _keep(call)


def _keep(call: Call) -> None:
    chosen = list(Recommendation.select().where(Recommendation.call == call))
    named = (Event.subject_id == call.id) & (Event.name == "call.recommended")
    event = Event.select().where(named).order_by(Event.id.desc()).first()
    if not chosen or event is None or event.actor_id is None:
        return
    kept = AwardRound.create(
        id=uuid4(),
        call=call,
        number=1,
        state="approved" if call.state == "awarded" else "recommended",
        cause="first",
        choices=json.dumps([_choice(each) for each in chosen]),
        amount=0,
        made_by=event.actor_id,
        made_at=chosen[0].made_at,
        review_note="",
        comment="",
        approved_at=call.awarded_at,
        letters_at=call.awarded_at,
    )
    for each in chosen if call.state == "awarded" else ():
        if each.proposal_id is not None:
            _award(kept, each, call.awarded_at)


def _choice(each: Recommendation) -> dict[str, str | None]:
    proposal = str(each.proposal_id) if each.proposal_id else None
    return {"lot": str(each.lot_id), "proposal": proposal, "reason": each.reason}


def _award(kept: AwardRound, each: Recommendation, at: datetime | None) -> None:
    LotAward.create(
        id=uuid4(),
        round=kept,
        lot=each.lot_id,
        proposal=each.proposal_id,
        state="accepted",
        standstill_until=at,
        reason="",
    )


def down(_migrator: SchemaMigrator, db: Database) -> None:
    """Drop the tables."""
    with db.bind_ctx(MADE):
        db.drop_tables(MADE)
