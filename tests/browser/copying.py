"""A draft that says what another one says, without the pages on which that one was written."""

from uuid import UUID, uuid4

from portal.services import proposal_snapshot as snapshot
from portal.services import proposals
from tests import warm
from tests.browser import proposing
from tests.browser.conftest import settings


def write_alike(page, slug, folder, like):
    """Start a proposal and let it say what one of the same lot says; return its path."""
    home = proposing.start(page, slug)
    warm.within(settings(folder), copy, *(UUID(path[-36:]) for path in (like, home)))
    return home


def copy(given, taking):
    """Put what a draft says into another one that is still empty."""
    draft, taken = proposals.by_id(taking), snapshot.take(proposals.by_id(given))
    snapshot.restore(draft, {**taken, "rows": {}})
    for table in snapshot.CONTENT_TABLES:
        for row in snapshot.read(table, taken):
            table.create(**{**row.__data__, "id": uuid4(), "proposal": draft})
