"""A team at one draft: what each section said before, whose it is, who is there, comments."""

from typing import TYPE_CHECKING

from peewee import CharField, ForeignKeyField, IntegerField, TextField

from portal.models.base import DataField, InstantField, Record
from portal.models.people import Person
from portal.models.proposals import Proposal

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


class DraftVersion(Record):
    """What one section of a draft said, who wrote it and when.

    Saves of one person within a few minutes are one row, from ``begun_at`` to ``saved_at``.
    """

    proposal = ForeignKeyField(Proposal, backref="versions", on_delete="CASCADE")
    section = CharField(max_length=40)
    content = DataField()
    version = IntegerField()
    begun_at = InstantField()
    saved_at = InstantField()
    saved_by = ForeignKeyField(Person, on_delete="RESTRICT")
    if TYPE_CHECKING:
        proposal_id: UUID
        saved_by_id: UUID
        begun_at: datetime  # type: ignore[no-redef]
        saved_at: datetime  # type: ignore[no-redef]

    class Meta:
        """The versions of a section are read by their time."""

        indexes = ((("proposal", "section", "saved_at"), False),)


class DraftAssignment(Record):
    """A section of a draft that somebody of the team is to write."""

    proposal = ForeignKeyField(Proposal, backref="assignments", on_delete="CASCADE")
    section = CharField(max_length=40)
    person = ForeignKeyField(Person, on_delete="CASCADE")
    assigned_by = ForeignKeyField(Person, on_delete="RESTRICT")
    assigned_at = InstantField()
    done_at = InstantField(null=True)
    if TYPE_CHECKING:
        person_id: UUID

    class Meta:
        """A section is one person's."""

        indexes = ((("proposal", "section"), True),)


class DraftPresence(Record):
    """Who has a section open now; the row counts for two minutes."""

    proposal = ForeignKeyField(Proposal, on_delete="CASCADE")
    section = CharField(max_length=40)
    person = ForeignKeyField(Person, on_delete="CASCADE")
    seen_at = InstantField()
    if TYPE_CHECKING:
        person_id: UUID

    class Meta:
        """A person is once at a section."""

        indexes = ((("proposal", "section", "person"), True),)


class DraftComment(Record):
    """What somebody of the team remarks on a section of a draft, until it is resolved."""

    proposal = ForeignKeyField(Proposal, on_delete="CASCADE")
    section = CharField(max_length=40)
    text = TextField()
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    made_at = InstantField()
    resolved_at = InstantField(null=True)
    resolved_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    if TYPE_CHECKING:
        author_id: UUID
