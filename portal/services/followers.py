"""Following calls by mail: asked for, confirmed from the mail, ended by one click.

A follower is an address, signed in or not. An address that only asked gets one mail and
nothing more; what was not confirmed within three days is forgotten, and so is the address of
who leaves.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from peewee import Expression

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.policy import VISITOR, Actor, require
from portal.models import Call, Follower
from portal.services import accounts, call_list, call_search, events, outbox
from portal.services.steps import found

LINK_LENGTH = timedelta(days=3)


def ask(call: Call | None, email: str, language: str, at: datetime) -> None:
    """Mail a link that confirms the following of a call, of every new one without a call.

    Silent for an address that follows already, so that nobody learns who follows.
    """
    address, token = email.strip().casefold(), secrets.token_urlsafe(32)
    with atomic():
        _forget_unconfirmed(at)
        if _active(call, address) is not None:
            return
        Follower.delete().where(_same(call, address) & _waiting()).execute()
        _create(call, address, language, at, token_hash=accounts.token_hash(token))
        name = call.reference if call else ""
        outbox.put_mail(address, "follow_confirm", language, at, token=token, reference=name)


def follow(call: Call | None, by: Actor, at: datetime) -> None:
    """Follow with the address of the actor's account: it was confirmed there."""
    require(by, Action.USE_ACCOUNT)
    person = accounts.person_of(by)
    with atomic():
        if _active(call, person.email) is None:
            Follower.delete().where(_same(call, person.email) & _waiting()).execute()
            made = _create(call, person.email, person.language, at, confirmed_at=at)
            events.record(by, "follower.confirmed", made, at)


def confirm(token: str, at: datetime) -> Follower:
    """Confirm by the mailed link; refused with ``link_over`` when it was used or is too old."""
    with atomic():
        follower = waiting_for(token, at)
        if follower is None:
            raise RuleBroken("link_over")
        Follower.update(confirmed_at=at, token_hash="").where(
            Follower.id == follower.id
        ).execute()
        events.record(VISITOR, "follower.confirmed", follower, at)
    return follower


def waiting_for(token: str, at: datetime) -> Follower | None:
    """Return who waits to be confirmed by a mailed link that still works."""
    young = Follower.asked_at > at - LINK_LENGTH
    same = Follower.token_hash == accounts.token_hash(token)
    return Follower.get_or_none(same & young & _waiting())


def by_leaving(token: str) -> Follower:
    """Return the follower whose mails end with this link, or refuse with ``NotFound``."""
    return found(Follower.get_or_none(Follower.leaving == token))


def leave(follower: Follower, at: datetime) -> None:
    """End a following and forget its address; a second click changes nothing."""
    with atomic():
        ended = Follower.update(ended_at=at, email="").where(
            (Follower.id == follower.id) & Follower.ended_at.is_null()
        )
        if ended.execute() == 1:
            events.record(VISITOR, "follower.ended", follower, at)


def own(call: Call | None, by: Actor) -> Follower | None:
    """Return how the actor's address follows the call, or all calls; None when it does not."""
    if by.person_id is None:
        return None
    return _active(call, accounts.person_of(by).email)


def followers_of(call: Call) -> list[Follower]:
    """Return who hears of a call: each address once, those of all calls for listed calls."""
    about = Follower.call == call
    if call_list.is_listed(call):
        about |= Follower.call.is_null()
    rows = Follower.select().where(about & _confirmed())
    by_address = {
        row.email: row for row in sorted(rows, key=lambda row: row.call_id is not None)
    }
    return list(by_address.values())


def notify(call: Call, template: str, at: datetime, **facts: object) -> int:
    """Mail everybody who follows a call; return how many mails were left in the outbox.

    ``template`` gets ``reference``, ``title`` and ``slug`` of the call besides the facts. Each
    mail carries the link that ends the following. Call it inside the transaction of the step.
    """
    given = {"reference": call.reference, "title": call.title, "slug": call.slug, **facts}
    mails = _mails(followers_of(call), template, given)
    outbox.put_mails(mails, at)
    return len(mails)


def announce(call: Call, at: datetime) -> None:
    """Make a call that was just published findable, and mail it to who follows all calls."""
    if call_list.is_listed(call):
        call_search.put(call)
        notify(call, "new_call", at)


def _mails(
    readers: Iterable[Follower], template: str, facts: dict[str, object]
) -> list[dict[str, object]]:
    return [
        {
            "to": each.email,
            "template": template,
            "language": each.language,
            "facts": {**facts, "leaving": each.leaving},
        }
        for each in readers
    ]


def _create(
    call: Call | None, email: str, language: str, at: datetime, **more: object
) -> Follower:
    leaving = secrets.token_urlsafe(24)
    return Follower.create(
        call=call, email=email, language=language, leaving=leaving, asked_at=at, **more
    )


def _active(call: Call | None, email: str) -> Follower | None:
    return Follower.get_or_none(_same(call, email) & _confirmed())


def _same(call: Call | None, email: str) -> Expression:
    about = Follower.call.is_null() if call is None else Follower.call == call
    return about & (Follower.email == email)


def _confirmed() -> Expression:
    return Follower.confirmed_at.is_null(is_null=False) & Follower.ended_at.is_null()


def _waiting() -> Expression:
    return Follower.confirmed_at.is_null() & Follower.ended_at.is_null()


def _forget_unconfirmed(at: datetime) -> None:
    Follower.delete().where(_waiting() & (Follower.asked_at <= at - LINK_LENGTH)).execute()
