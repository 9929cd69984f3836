"""Effects of a service: written in its transaction, done after its commit."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from uuid import UUID

from portal import db
from portal.models import Effect
from portal.services.prepared_writes import add

MOST_ATTEMPTS = 8
AT_ONCE, PUT_OFF = timedelta(), timedelta(minutes=2)
_wait: ContextVar[timedelta] = ContextVar("wait", default=AT_ONCE)
_wake: list[Callable[[], None]] = []


def on_new(wake: Callable[[], None] | None) -> None:
    """Say what to call after a commit that left an effect to be done."""
    _wake[:] = [wake] if wake else []


@contextmanager
def unhurried() -> Iterator[None]:
    """Put off what is left in here while many wait to write: the worker leaves them the cores.

    A receipt is on its page at once; in a rush its document and mail follow minutes later.
    """
    token = _wait.set(PUT_OFF if db.crowded() else AT_ONCE)
    try:
        yield
    finally:
        _wait.reset(token)


def put(kind: str, payload: Mapping[str, object], at: datetime) -> None:
    """Leave an effect of a kind, ``mail`` or ``document``, inside the present transaction."""
    wait = _wait.get()
    add(Effect(kind=kind, payload=payload, created_at=at, not_before=at + wait))
    for wake in () if wait else _wake:
        db.after_commit(wake)


def put_mail(to: str, template: str, language: str, at: datetime, **facts: object) -> None:
    """Leave a mail: ``template`` names the files under templates/mail."""
    mail = {"to": to, "template": template, "language": language, "facts": facts}
    put("mail", mail, at)


def put_mails(mails: Sequence[Mapping[str, object]], at: datetime) -> None:
    """Leave many mails at once, each with ``to``, ``template``, ``language`` and ``facts``."""
    rows = [Effect(kind="mail", payload=mail, created_at=at, not_before=at) for mail in mails]
    Effect.bulk_create(rows, batch_size=100)
    for wake in _wake if rows else ():
        db.after_commit(wake)


def pending(at: datetime, size: int = 4) -> list[Effect]:
    """Return the next effects to be done now: mails and the like first, the oldest first.

    Then come documents, which take seconds each: the newest first, because somebody waits for
    it on a page, while an older one has been given up on or was asked for beside others.
    """
    waiting = (Effect.done_at.is_null()) & (Effect.attempts < MOST_ATTEMPTS)
    due = Effect.select().where(waiting & (Effect.not_before <= at)).limit(size)
    quick = due.where(Effect.kind != "document").order_by(Effect.created_at)
    return list(quick) or list(due.order_by(Effect.created_at.desc()))


def claim(effect: Effect, at: datetime) -> bool:
    """Take an effect for two minutes; False when another worker has it."""
    taken = Effect.update(
        not_before=at + timedelta(minutes=2), attempts=Effect.attempts + 1
    ).where((Effect.id == effect.id) & (Effect.attempts == effect.attempts))
    return bool(taken.execute() == 1)


def done(effect_id: UUID, at: datetime) -> None:
    """Mark an effect as done and forget what it carried."""
    Effect.update(done_at=at, payload={}, error="").where(Effect.id == effect_id).execute()


def failed(effect: Effect, error: str, at: datetime) -> None:
    """Note why an effect failed (the kind of error, no content) and when to try again."""
    wait = timedelta(seconds=min(600, 5 * 2**effect.attempts))
    Effect.update(error=error[:300], not_before=at + wait).where(
        Effect.id == effect.id
    ).execute()
