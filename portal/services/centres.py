"""Centres and the requests they answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from peewee import prefetch

from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.errors import NotFound, RuleBroken
from portal.domain.policy import Actor, require
from portal.models import Call, Centre, Site
from portal.models.centres import ManagementModel, SiteKind
from portal.services import events, references
from portal.services.steps import found, save_version
from portal.services.todo import Item

MODELS = tuple(ManagementModel)
SITE_KINDS = tuple(SiteKind)
HANDED_OVER = frozenset({ManagementModel.IOM_MANAGED, ManagementModel.PARTNER})


@dataclass(frozen=True)
class SiteRow:
    """One site as it was typed; ``places`` counts beds."""

    city: str
    kind: SiteKind
    places: int
    note: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def register(
    values: Mapping[str, object], sites: Sequence[SiteRow], by: Actor, at: datetime
) -> Centre:
    """Register a centre on a government's request, with its sites, and give it a reference.

    ``values`` are columns of ``Centre``. The handbook asks for a handover strategy wherever the
    State does not run the centre itself: without one ``handover_missing`` is refused.
    """
    require(by, Action.REGISTER_CENTRE)
    model = ManagementModel(str(values["model"]))
    if model in HANDED_OVER and not str(values.get("handover") or "").strip():
        raise RuleBroken(rule="handover_missing", field="handover")
    if not sites:
        raise RuleBroken(rule="sites_missing", field="sites")
    with atomic():
        reference = references.centre_reference(str(values["country"]))
        centre = Centre.create(
            **{**values, "model": model},
            reference=reference,
            slug=references.slug(reference),
            author=by.person_id,
            created_at=at,
        )
        _add_sites(centre, sites)
        events.record(by, "centre.registered", centre, at, reference=reference)
    return centre


def _add_sites(centre: Centre, sites: Sequence[SiteRow]) -> None:
    for position, row in enumerate(sites, 1):
        Site.create(
            centre=centre,
            position=position,
            city=row.city,
            kind=row.kind,
            places=row.places,
            note=row.note,
            latitude=row.latitude,
            longitude=row.longitude,
        )


def place(
    centre: Centre,
    places: Mapping[str, tuple[Decimal | None, Decimal | None]],
    seen: int,
    by: Actor,
    at: datetime,
) -> None:
    """Save latitude and longitude of sites by the text of their key.

    A place needs both figures or none; refused with ``Conflict`` if out of date.
    """
    require(by, Action.PLACE_SITES, centre)
    if any((north is None) is not (east is None) for north, east in places.values()):
        raise RuleBroken("place_half", "sites")
    rows = {str(each.id): each for each in sites(centre)}
    if set(places) - set(rows):
        raise NotFound
    with atomic():
        save_version(centre, seen, {}, theirs=_saved_places)
        for key, (latitude, longitude) in places.items():
            rows[key].latitude, rows[key].longitude = latitude, longitude
            rows[key].save(only=("latitude", "longitude"))
        events.record(by, "centre.sites_placed", centre, at, sites=len(places))


def _saved_places(centre: Centre) -> dict[str, object]:
    return {"sites": sites(centre)}


def every() -> list[Centre]:
    """Return every centre with its sites and calls, by country and name."""
    centres = Centre.select().order_by(Centre.country, Centre.name)
    sites = Site.select().order_by(Site.position)
    own = Call.select().where(Call.amends.is_null())
    return list(prefetch(centres, sites, own.order_by(Call.reference)))


def by_slug(slug: str) -> Centre:
    """Return a centre by its address, or refuse with ``NotFound``."""
    return found(Centre.get_or_none(Centre.slug == slug))


def sites(centre: Centre) -> list[Site]:
    """Return the sites of a centre in their order."""
    return list(Site.select().where(Site.centre == centre).order_by(Site.position))


def calls(centre: Centre) -> list[Call]:
    """Return the calls of a centre, newest first."""
    own = (Call.centre == centre) & Call.amends.is_null()
    return list(Call.select().where(own).order_by(Call.created_at.desc()))


def can_have_calls(centre: Centre) -> bool:
    """Say whether calls for proposals belong to the centre's management model."""
    return centre.model is ManagementModel.PARTNER


def work_items(actor: Actor, at: datetime) -> list[Item]:  # noqa: ARG001 - one shape for all areas
    """Return the actor's centres that are to be run through a partner and have no call yet."""
    if Role.PROGRAMME_OFFICER not in actor.roles:
        return []
    waiting = (
        Centre.select()
        .where(
            (Centre.author == actor.person_id)
            & (Centre.model == ManagementModel.PARTNER)
            & Centre.id.not_in(Call.select(Call.centre))
        )
        .order_by(Centre.reference)
    )
    word, endpoint = "work.draft_first_call", "centres.show"
    return [
        Item(word, each.reference, each.name, endpoint, {"slug": each.slug}) for each in waiting
    ]
