"""The worker: does what the outbox holds, renders documents, and sweeps up what was lost."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from flask import Flask
from huey import Huey, MemoryHuey, PostgresHuey, SqliteHuey, crontab

from portal import db, mail
from portal.config import publication_notice
from portal.models.records import Effect
from portal.observe import log
from portal.pdf import Document, RenderPool, render
from portal.pdf.documents import draft, issue
from portal.services import (
    call_publishing,
    clarification_desk,
    clock,
    documents,
    outbox,
    partner_documents,
    sanctions,
    sanctions_import,
)
from portal.services.sanctions_import import ask_daily_comparison

Renderer = Callable[[Document], bytes]
CHORES: Mapping[str, Callable[[datetime], object]] = {
    "sanctions_fetch": sanctions_import.fetch_and_take,
    "sanctions_rescan": sanctions.rescan,
}
"""What an effect of a kind of its own does."""


class Jobs:
    """The queue of one app and its tasks."""

    def __init__(self, app: Flask, huey: Huey) -> None:
        self.app = app
        self.huey = huey
        self.renderer: Renderer = render
        self.deliver = huey.task(name="deliver")(self._deliver)
        self.draft = huey.task(name="draft")(self._draft)
        self.remind = huey.periodic_task(crontab(minute="7"), name="remind")(self._remind)
        self.compare = huey.periodic_task(crontab(hour="3", minute="23"), name="compare")(
            self._compare
        )
        self.renew = huey.periodic_task(crontab(hour="5", minute="11"), name="renew")(
            self._renew
        )
        self.publish = huey.periodic_task(crontab(minute="*"), name="publish")(self._publish)
        self.sweep = huey.periodic_task(crontab(minute="*"), name="sweep")(self._deliver)

    def _deliver(self) -> int:
        """Do every effect that is due; return how many were done."""
        with self.app.app_context():
            db.open_connection()
            return deliver_pending(self.renderer)

    def _remind(self) -> int:
        """Mail procurement about questions whose answers are soon due; count the calls."""
        with self.app.app_context():
            db.open_connection()
            before = timedelta(days=int(self.app.config["ANSWER_REMINDER_DAYS"]))
            return clarification_desk.remind(clock.now(), before)

    def _renew(self) -> int:
        """Mail owners about documents that end soon or are over; return how many documents."""
        with self.app.app_context():
            db.open_connection()
            return partner_documents.remind(clock.now())

    def _compare(self) -> None:
        """Ask for today's sanctions list, and compare every partner with it."""
        with self.app.app_context():
            db.open_connection()
            ask_daily_comparison(clock.now())

    def _publish(self) -> int:
        """Publish the calls whose planned time has come; return how many were published."""
        with self.app.app_context():
            db.open_connection()
            notice = publication_notice(self.app.config)
            return call_publishing.publish_due(clock.now(), notice)

    def _draft(self, kind: str, subject_id: str, language: str) -> bytes:
        """Render a watermarked draft; nothing is stored."""
        with self.app.app_context():
            db.open_connection()
            return self.renderer(draft(kind, UUID(subject_id), language, clock.now()))


def init_jobs(app: Flask) -> None:
    """Make the queue beside the database: SQLite, PostgreSQL, or in memory for tests."""
    jobs = Jobs(app, _queue(app))
    app.extensions["jobs"] = jobs
    outbox.on_new(None if app.config.get("TESTING") else jobs.deliver)


def _queue(app: Flask) -> Huey:
    if app.config.get("TESTING"):
        return MemoryHuey("portal", immediate=True)
    url = str(app.config["DATABASE_URL"])
    if url.startswith("sqlite"):
        kept = Path(str(app.config["INSTANCE"])) / "jobs.sqlite"
        return SqliteHuey("portal", filename=str(kept), fsync=True)
    return PostgresHuey("portal", dsn=url)


def deliver_pending(renderer: Renderer) -> int:
    """Do what the outbox holds; what fails is tried again later, a bounded number of times."""
    count = 0
    while batch := outbox.pending(clock.now()):
        for effect in batch:
            count += _attempt(effect, renderer)
    return count


def _attempt(effect: Effect, renderer: Renderer) -> int:
    now = clock.now()
    if not outbox.claim(effect, now):
        return 0
    try:
        _do(effect.kind, effect.payload, renderer)
    except Exception as error:  # noqa: BLE001 - whatever failed is noted and tried again
        outbox.failed(effect, type(error).__name__, now)
        log.warning("effect failed", kind=effect.kind, error=type(error).__name__)
        _give_up(effect)
        return 0
    outbox.done(effect.id, clock.now())
    return 1


def _give_up(effect: Effect) -> None:
    if effect.kind == "document" and effect.attempts + 1 >= outbox.MOST_ATTEMPTS:
        documents.mark_failed(UUID(str(effect.payload["id"])))


def _do(kind: str, payload: Mapping[str, object], renderer: Renderer) -> None:
    if kind == "mail":
        mail.send(payload)
        return
    if kind in CHORES:
        CHORES[kind](clock.now())
        return
    document = documents.by_id(UUID(str(payload["id"])))
    if document is not None:
        issue(document, renderer, clock.now())


def work(app: Flask) -> None:
    """Run the worker until it is told to stop: two threads over warm render processes."""
    jobs: Jobs = app.extensions["jobs"]
    with RenderPool() as pool:
        jobs.renderer = pool.render
        jobs.deliver()
        jobs.huey.create_consumer(workers=2, max_delay=0.25, scheduler_interval=1).run()
