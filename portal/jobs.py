"""The worker: does what the outbox holds, renders documents, and sweeps up what was lost."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from flask import Flask
from huey import Huey, MemoryHuey, PostgresHuey, SqliteHuey, crontab

from portal import db, mail
from portal.config import publication_notice
from portal.domain.errors import RuleBroken
from portal.domain.report_reminders import Rhythm
from portal.line import Gathered
from portal.models.records import Effect
from portal.observe import log
from portal.pdf import Document, RenderPool, call_pack, render
from portal.pdf.documents import draft, issue
from portal.services import (
    account_keeping,
    action_points,
    amendment_reminders,
    attachments,
    audit,
    award_letters,
    backup,
    call_publishing,
    checkpoints,
    clarification_desk,
    clear_files,
    clearances,
    clock,
    contract_ends,
    contract_reviews,
    desk_notes,
    documents,
    office_reminders,
    opening_record,
    opening_run,
    opening_shares,
    outbox,
    partner_documents,
    report_reminders,
    retention,
    retention_overview,
    sanctions,
    sanctions_import,
    seal_key,
    signature_reminders,
    uploads,
)
from portal.services.sanctions_import import ask_daily_comparison

Renderer = Callable[[Document], bytes]
CHORES: Mapping[str, Callable[[datetime], object]] = {
    "sanctions_fetch": sanctions_import.fetch_and_take,
    "sanctions_rescan": sanctions.rescan,
}
"""What an effect of a kind of its own does."""
LETTER = "letter"
"""The kind of document of which all of a call leave together."""
PLAIN = {"mail": mail.send, retention.FORGET: retention.forget}
"""What is done with the facts of an effect alone."""
RUNS = {opening_run.EFFECT: opening_run, call_pack.EFFECT: call_pack}
"""Work that takes rounds, of which an effect names one run: how it goes on, and is given up."""


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
        self.end = huey.periodic_task(crontab(minute="17"), name="end")(self._end)
        self.scan = huey.periodic_task(crontab(minute="*"), name="scan")(self._scan)
        self.tidy = huey.periodic_task(crontab(minute="41"), name="tidy")(self._tidy)
        self.publish = huey.periodic_task(crontab(minute="*"), name="publish")(self._publish)
        self.watch = huey.periodic_task(crontab(minute="*"), name="watch")(self._watch)
        self.sweep = huey.periodic_task(crontab(minute="*"), name="sweep")(self._deliver)
        self.witness = huey.periodic_task(crontab(minute="*"), name="witness")(self._witness)
        self.prove = huey.periodic_task(crontab(hour="4", minute="47"), name="prove")(
            self._prove
        )

    def _deliver(self) -> int:
        """Do every effect that is due; return how many were done."""
        with self.app.app_context():
            db.open_connection()
            return deliver_pending(self.renderer)

    def _remind(self) -> int:
        """Mail about answers and reports that are due, and contracts that wait for somebody.

        Tell the office of milestones, decisions and clearances. Return how many records.
        """
        with self.app.app_context():
            db.open_connection()
            before = timedelta(days=int(self.app.config["ANSWER_REMINDER_DAYS"]))
            after = timedelta(days=int(self.app.config["REVIEW_REMINDER_DAYS"]))
            now = clock.now()
            asked = clarification_desk.remind(now, before) + contract_reviews.remind(now, after)
            asked += amendment_reminders.remind(now, after)
            asked += signature_reminders.remind(now, after)
            pace = office_reminders.Rhythm(*self.app.config["OFFICE_DAYS"])
            asked += office_reminders.remind(now, pace)
            return asked + report_reminders.remind(now, Rhythm(*self.app.config["REPORT_DAYS"]))

    def _renew(self) -> int:
        """Mail owners about documents that end soon or are over, and about overdue actions.

        Tell of what is due to be purged. Return how many mails, documents and action points.
        """
        with self.app.app_context():
            db.open_connection()
            now = clock.now()
            told = retention_overview.tell(now)
            return told + partner_documents.remind(now) + action_points.remind(now)

    def _end(self) -> int:
        """End contracts after their notice or last day, roles, and clearances after theirs.

        Return how many.
        """
        with self.app.app_context():
            db.open_connection()
            now = clock.now()
            ended = contract_ends.end_due(now) + account_keeping.end_roles(now)
            return ended + clearances.expire_due(now)

    def _compare(self) -> None:
        """Ask for today's sanctions list, and compare every partner with it."""
        with self.app.app_context():
            db.open_connection()
            ask_daily_comparison(clock.now())

    def _scan(self) -> int:
        """Scan the files that came while the scanner was away; return how many are decided."""
        with self.app.app_context():
            db.open_connection()
            return attachments.scan_waiting(clock.now())

    def _tidy(self) -> int:
        """Forget uploads nobody went on with, what cut submissions and backups left, old notes.

        Return how many uploads, files and notes went. Contracts that wait for the stamp of an
        authority are tried again.
        """
        with self.app.app_context():
            db.open_connection()
            db.forget_old_pages()
            backup.sweep()
            hours = int(self.app.config["UPLOAD_HOURS"])
            days = int(self.app.config["SCORING_NOTE_DAYS"])
            if seal_key.settings().needs_stamp:
                documents.ask_again_for("contract", clock.now())
            swept = uploads.sweep(clock.now(), hours) + clear_files.sweep(clock.now())
            return swept + desk_notes.forget(clock.now(), days)

    def _witness(self) -> bool:
        """Make a checkpoint of the log where one is due and mail it; say whether it was."""
        with self.app.app_context():
            db.open_connection()
            every = timedelta(hours=int(self.app.config["CHECKPOINT_HOURS"]))
            return checkpoints.make_due(clock.now(), every) is not None

    def _prove(self) -> bool:
        """Verify the whole log and note the result; say whether it holds."""
        with self.app.app_context():
            db.open_connection()
            fault = audit.keep_verdict(clock.now()).fault
            if fault is not None:
                log.error("the audit log does not hold", rule=fault.rule, **fault.facts)
            return fault is None

    def _publish(self) -> int:
        """Publish the calls whose planned time has come; return how many were published."""
        with self.app.app_context():
            db.open_connection()
            notice = publication_notice(self.app.config)
            return call_publishing.publish_due(clock.now(), notice)

    def _watch(self) -> int:
        """Wake openings that stand still, issue records in time, empty shares, send letters."""
        with self.app.app_context():
            db.open_connection()
            opening_shares.fade()
            award_letters.leave_due(clock.now())
            return opening_run.wake(clock.now()) + opening_record.issue_due(clock.now())

    def _draft(self, kind: str, subject_id: str, language: str) -> bytes:
        """Render a watermarked draft; nothing is stored."""
        with self.app.app_context():
            db.open_connection()
            return self.renderer(draft(kind, UUID(subject_id), language, clock.now()))


def init_jobs(app: Flask) -> None:
    """Make the queue beside the database: SQLite, PostgreSQL, or in memory for tests.

    Processes that start at once make its tables one after the other.
    """
    jobs = Jobs(app, _queue(app))
    app.extensions["jobs"] = jobs
    outbox.on_new(None if app.config.get("TESTING") else Gathered(jobs.deliver))


def _queue(app: Flask) -> Huey:
    if app.config.get("TESTING"):
        return MemoryHuey("portal", immediate=True)
    url = str(app.config["DATABASE_URL"])
    with db.turn():
        if not url.startswith("sqlite"):
            return PostgresHuey("portal", dsn=url)
        kept = Path(str(app.config["INSTANCE"])) / "jobs.sqlite"
        return SqliteHuey("portal", filename=str(kept), fsync=True)


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
    if effect.kind in RUNS and effect.attempts + 1 >= outbox.MOST_ATTEMPTS:
        RUNS[effect.kind].give_up(UUID(str(effect.payload["run"])), clock.now())


def _do(kind: str, payload: Mapping[str, object], renderer: Renderer) -> None:
    if kind in PLAIN:
        PLAIN[kind](payload)
        return
    if kind in CHORES:
        CHORES[kind](clock.now())
        return
    if kind in RUNS:
        RUNS[kind].go_on(UUID(str(payload["run"])), clock.now())
        return
    document = documents.by_id(UUID(str(payload["id"])))
    if document is not None:
        issue(document, renderer, clock.now())
        if document.kind == LETTER:
            award_letters.leave_due(clock.now())


def work(app: Flask) -> None:
    """Run the worker until it is told to stop: two threads over warm render processes."""
    jobs: Jobs = app.extensions["jobs"]
    db.be_patient()
    _tell_seal(app)
    with RenderPool() as pool:
        jobs.renderer = pool.render
        jobs.deliver()
        jobs.huey.create_consumer(workers=2, max_delay=0.25, scheduler_interval=1).run()


def _tell_seal(app: Flask) -> None:
    """Say in the log when no contract can be sealed, and why; all other work goes on."""
    with app.app_context():
        db.open_connection()
        try:
            seal_key.require_ready(clock.now())
        except RuleBroken as broken:
            log.error("contracts cannot be sealed", rule=broken.rule)
