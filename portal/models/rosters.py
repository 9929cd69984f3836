"""Weekly rosters of centres that the State runs: shifts, posts, and codes of staff."""

from datetime import time
from typing import TYPE_CHECKING

from peewee import CharField, DateField, ForeignKeyField, IntegerField

from portal.domain.call_terms import Shift
from portal.domain.lifecycle_rosters import RosterState
from portal.domain.rosters import SLOTS, Hours, PostFacts, Provider
from portal.models.base import DataField, EnumField, InstantField, Record
from portal.models.centres import Centre
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID

    from peewee import ModelSelect


class Roster(Record):
    """The roster of one week of a centre, by its Monday.

    Each shift lasts from its time, as 23:00, on the clocks of ``zone`` until the next begins.
    ``reasons`` says why a gap is left open, by the key of the gap.
    """

    reference = CharField(max_length=80, unique=True)
    centre = ForeignKeyField(Centre, backref="+", on_delete="RESTRICT")
    monday = DateField()
    zone = CharField(max_length=60)
    day_from = CharField(max_length=5)
    evening_from = CharField(max_length=5)
    night_from = CharField(max_length=5)
    state = EnumField(RosterState, default=RosterState.DRAFT, index=True)
    reasons = DataField()
    published_at = InstantField(null=True)
    published_by = ForeignKeyField(Person, backref="+", null=True, on_delete="RESTRICT")
    author = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created_at = InstantField()
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        centre_id: UUID
        posts: ModelSelect["RosterPost"]

    class Meta:
        """A week of a centre has one roster."""

        indexes = ((("centre", "monday"), True),)

    @property
    def hours(self) -> Hours:
        """The week and its shifts, as the rules read them."""
        told = (self.day_from, self.evening_from, self.night_from)
        starts = zip(Shift, (time.fromisoformat(each) for each in told), strict=True)
        return Hours(self.monday, self.zone, dict(starts))


class RosterPost(Record):
    """A post of a roster: whose staff fill it, how many a shift wants, who is there.

    ``staff`` holds codes only, by the key of the slot such as ``0-night``.
    """

    roster = ForeignKeyField(Roster, backref="posts", on_delete="CASCADE")
    position = IntegerField()
    key = CharField(max_length=40)
    function = CharField(max_length=120)
    provider = EnumField(Provider)
    day_least = IntegerField()
    evening_least = IntegerField()
    night_least = IntegerField()
    staff = DataField()
    version = IntegerField(default=1)
    if TYPE_CHECKING:
        roster_id: UUID

    @property
    def facts(self) -> PostFacts:
        """The post, as the rules read it."""
        wanted = (self.day_least, self.evening_least, self.night_least)
        staff = {slot: self.staff[slot.key] for slot in SLOTS if self.staff.get(slot.key)}
        least = dict(zip(Shift, wanted, strict=True))
        return PostFacts(self.key, self.function, least, staff)
