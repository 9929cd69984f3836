"""Rate limits, counted in the portal's own database so that all workers share them."""

import time
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import Storage

from portal import db
from portal.models import RateHit
from portal.services.prepared import Prepared

_hits: Prepared[RateHit] = Prepared(
    lambda key, now: RateHit.select().where((RateHit.key == key) & (RateHit.expires_at > now))
)


class ViewLimiter(Limiter):
    """Limits that stand on single views: no other request is asked about any."""

    def init_app(self, app: Flask) -> None:
        """Join the app without a question before every request, for shared limits only."""
        before = list(app.before_request_funcs[None])
        super().init_app(app)
        app.before_request_funcs[None] = before


limiter = ViewLimiter(
    get_remote_address, storage_uri="portal-database://", strategy="fixed-window"
)


class DatabaseStorage(Storage):
    """The store of Flask-Limiter on a table: one row for each key and window."""

    STORAGE_SCHEME = ["portal-database"]  # noqa: RUF012 - typed so by limits

    @property
    def base_exceptions(self) -> type[Exception]:
        """Errors of the store itself: none is hidden."""
        return Exception

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count a use of the key within its window of ``expiry`` seconds."""
        now = datetime.now(UTC)
        with db.atomic():
            RateHit.delete().where(RateHit.expires_at <= now).execute()
            RateHit.insert(
                key=key, hits=amount, expires_at=now + timedelta(seconds=expiry)
            ).on_conflict(
                conflict_target=[RateHit.key], update={RateHit.hits: RateHit.hits + amount}
            ).execute()
            return int(RateHit.get(RateHit.key == key).hits)

    def get(self, key: str) -> int:
        """Return how often the key was used in the present window."""
        row = self._row(key)
        return row.hits if row else 0

    def get_expiry(self, key: str) -> float:
        """Return when the present window ends, in seconds of the epoch."""
        row = self._row(key)
        return row.expires_at.timestamp() if row else time.time()

    def check(self) -> bool:
        """Say whether the store answers."""
        return RateHit.select().count() >= 0

    def reset(self) -> int:
        """Forget every count."""
        return int(RateHit.delete().execute())

    def clear(self, key: str) -> None:
        """Forget one key."""
        RateHit.delete().where(RateHit.key == key).execute()

    def _row(self, key: str) -> RateHit | None:
        return _hits.first(key, datetime.now(UTC))


def init_rates(app: Flask) -> None:
    """Join the limits to the app."""
    limiter.init_app(app)
