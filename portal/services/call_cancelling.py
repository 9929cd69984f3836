"""Cancelling a call with a reason: nothing sealed is ever opened, all concerned are told."""

from collections.abc import Mapping
from datetime import datetime

from portal.config import LANGUAGES
from portal.db import Kept, atomic, keep_alone
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import CANCEL_CALL
from portal.domain.policy import Actor, require
from portal.models import Call, Cancellation, Person, Proposal
from portal.services import call_versions, documents, events, followers, invitations, outbox
from portal.services.prepared import Prepared
from portal.services.steps import advance, fresh


def of(call: Call) -> Cancellation | None:
    """Return why and when a call was cancelled, or None."""
    return _of.first(call.id)


_of: Prepared[Cancellation] = Prepared(
    lambda key: Cancellation.select().where(Cancellation.call == key)
)


def reason(cancellation: Cancellation, language: str) -> tuple[str, str]:
    """Return the reason in a language, else in the one it was written in, with its language."""
    texts = dict(cancellation.reasons)
    if language in texts:
        return texts[language], language
    code = cancellation.call.language
    code = code if code in texts else next(iter(texts))
    return texts[code], code


def readers(call: Call) -> list[Person]:
    """Return the people who are told by mail: of partners with a proposal or an invitation."""
    wrote = Proposal.select(Proposal.partner).where(Proposal.call == call)
    concerned = {row.partner_id for row in wrote}
    concerned |= {row.partner_id for row in invitations.of(call) if row.mailed_at}
    return invitations.writers(concerned)


def cancel(call: Call, reasons: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Cancel a call that is not awarded, for good.

    ``reasons`` are texts by language; the one in the language of the call is demanded.
    """
    require(by, CANCEL_CALL.action, call)
    call_versions.refuse_copy(call, CANCEL_CALL.name)
    texts = {code: text.strip() for code, text in reasons.items() if text.strip()}
    first = call.language if call.language in LANGUAGES else LANGUAGES[0]
    if first not in texts:
        raise RuleBroken("cancel_reason_missing", f"reason_{first}")
    with atomic():
        keep_alone(Kept.CALL, call.id)
        stood = fresh(call).state
        advance(call, CANCEL_CALL, publish_at=None)
        call_versions.drop_open(call, by, at)
        Cancellation.create(
            call=call, reasons=texts, stood=stood, person=by.person_id, cancelled_at=at
        )
        events.record(by, "call.cancelled", call, at, reference=call.reference, stood=stood)
        number = f"{call.reference}-CANCELLATION"
        documents.request("cancellation", call.id, number, LANGUAGES, at)
        _tell(call, at)


def _tell(call: Call, at: datetime) -> None:
    about = {"reference": call.reference, "title": call.title, "slug": call.slug}
    told = {follower.email for follower in followers.followers_of(call)}
    followers.notify(call, "call_cancelled", at)
    for person in readers(call):
        if person.email in told:
            continue
        outbox.put_mail(person.email, "call_cancelled", person.language, at, **about)
