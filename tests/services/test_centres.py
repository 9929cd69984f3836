"""Centres and the requests they answer, through the services."""

from datetime import UTC, date, datetime

import pytest

from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken
from portal.models import Centre, Event, Site
from portal.models.centres import ManagementModel, SiteKind
from portal.services import centres
from portal.services.centres import SiteRow
from tests import factories

pytestmark = pytest.mark.usefixtures("app")

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SITE = SiteRow("Rabat", SiteKind.APARTMENTS, 24)
VALUES = {
    "name": "City apartments",
    "country": "MA",
    "model": "partner",
    "authority": "Ministry",
    "requested_on": date(2026, 1, 12),
    "request": "Safe accommodation.",
    "handover": "To the city in three years.",
    "capacity": 24,
}


@pytest.fixture
def officer():
    return factories.actor(Role.PROGRAMME_OFFICER)


def register(officer, *sites, **changes):
    return centres.register(VALUES | changes, sites or [SITE], officer, NOW)


def test_a_centre_gets_a_reference_of_its_country_and_an_event(officer):
    first, second = register(officer), register(officer)
    assert (first.reference, first.slug) == ("IOM/MAR/CENTRE/01", "IOM-MAR-CENTRE-01")
    assert second.reference == "IOM/MAR/CENTRE/02"
    assert [each.name for each in Event.select()] == ["centre.registered"] * 2
    assert [site.city for site in centres.sites(first)] == ["Rabat"]


@pytest.mark.parametrize("model", ["partner", "iom_managed"])
def test_a_centre_not_run_by_the_state_needs_a_handover_strategy(officer, model):
    with pytest.raises(RuleBroken, match="handover_missing"):
        register(officer, model=model, handover=" ")
    assert (Centre.select().count(), Site.select().count(), Event.select().count()) == (0, 0, 0)


@pytest.mark.parametrize("model", ["government", "co_managed"])
def test_a_centre_of_the_state_needs_none_and_takes_no_call(officer, model):
    centre = register(officer, model=model, handover="")
    assert centre.model is ManagementModel(model)
    assert not centres.can_have_calls(centre)


def test_a_centre_has_at_least_one_site(officer):
    with pytest.raises(RuleBroken, match="sites_missing"):
        centres.register(VALUES, [], officer, NOW)
    assert Centre.select().count() == 0


def test_only_a_programme_officer_registers():
    with pytest.raises(NotAllowed):
        register(factories.actor(Role.PROCUREMENT_OFFICER))


def test_the_author_is_told_to_draft_the_first_call_until_there_is_one(officer):
    centre = register(officer)
    assert [item.word for item in centres.work_items(officer, NOW)] == ["work.draft_first_call"]
    factories.call(centre=centre)
    assert centres.work_items(officer, NOW) == []
    assert centres.work_items(factories.actor(Role.HEAD_OF_OFFICE), NOW) == []
