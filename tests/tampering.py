"""What somebody could do to the log who can write the database."""

from portal import db
from portal.models import ChainHead, Event
from portal.services import chain


def remade():
    """Chain every event anew, so that the chain itself holds."""
    with db.atomic():
        ChainHead.delete().execute()
        Event.update(seq=None, logged_at=None, previous="", hash="").execute()
        chain.settle()
