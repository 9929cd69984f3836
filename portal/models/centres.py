"""Migrant centres, their sites and the request they answer."""

from enum import StrEnum
from typing import TYPE_CHECKING

from peewee import CharField, DateField, DecimalField, ForeignKeyField, IntegerField, TextField

from portal.models.base import EnumField, InstantField, Record
from portal.models.people import Person

if TYPE_CHECKING:
    from uuid import UUID

    from peewee import ModelSelect


class ManagementModel(StrEnum):
    """The four ways a centre can be run (handbook entry on management models)."""

    IOM_MANAGED = "iom_managed"
    PARTNER = "partner"
    GOVERNMENT = "government"
    CO_MANAGED = "co_managed"


class SiteKind(StrEnum):
    """What a site is."""

    BUILDING = "building"
    APARTMENTS = "apartments"


class Centre(Record):
    """A migrant centre, with the host government's request for it."""

    reference = CharField(max_length=40, unique=True)
    slug = CharField(max_length=40, unique=True)
    name = CharField(max_length=300)
    country = CharField(max_length=2)
    model = EnumField(ManagementModel)
    model_reason = TextField(default="")
    authority = CharField(max_length=300)
    requested_on = DateField()
    request = TextField()
    strategy = TextField(default="")
    handover = TextField(default="")
    risks = TextField(default="")
    capacity = IntegerField()
    author = ForeignKeyField(Person, on_delete="RESTRICT")
    version = IntegerField(default=1)
    created_at = InstantField()
    if TYPE_CHECKING:
        sites: ModelSelect["Site"]


class Site(Record):
    """One place of a centre: a building, or apartments in a city.

    Latitude and longitude are those of the town, to a hundredth of a degree (about 1 km): the
    address of a shelter is confidential.
    """

    centre = ForeignKeyField(Centre, backref="sites", on_delete="CASCADE")
    position = IntegerField()
    city = CharField(max_length=120)
    kind = EnumField(SiteKind)
    places = IntegerField()
    note = CharField(max_length=300, default="")
    latitude = DecimalField(max_digits=5, decimal_places=2, null=True)
    longitude = DecimalField(max_digits=5, decimal_places=2, null=True)
    if TYPE_CHECKING:
        centre_id: UUID
