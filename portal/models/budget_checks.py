"""What procurement found where a partner states another total than its lines add up to."""

from typing import TYPE_CHECKING

from peewee import ForeignKeyField, TextField

from portal.models.base import AmountField, InstantField, Record
from portal.models.people import Person
from portal.models.proposals import Proposal

if TYPE_CHECKING:
    from uuid import UUID


class BudgetCheck(Record):
    """Both figures of a budget as a person confirmed them, with the reason."""

    proposal = ForeignKeyField(Proposal, unique=True, on_delete="RESTRICT")
    stated = AmountField()
    computed = AmountField()
    reason = TextField()
    confirmed_at = InstantField()
    confirmed_by = ForeignKeyField(Person, on_delete="RESTRICT")
    if TYPE_CHECKING:
        proposal_id: UUID
