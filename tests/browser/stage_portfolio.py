"""Contracts with accepted and late reports, a donor, and sites on a map."""

from portal.models import Site
from tests import pictured


def stage():
    """Put them into the database."""
    pictured.contract((90, 20_000.5), (150, 35_000), donor="European Union")
    pictured.contract(donor="Norway")
    Site.update(latitude=34.02, longitude=-6.84).where(Site.position == 1).execute()
