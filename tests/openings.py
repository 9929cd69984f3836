"""Sealed calls for the tests of an opening: submitted to, closed, opened by their holders."""

from datetime import timedelta
from io import BytesIO

from portal.domain.actions import Role
from portal.domain.lifecycle import CallState
from portal.models import Attachment, Call, CallKey, Effect
from portal.services import (
    accounts,
    files,
    opening,
    opening_run,
    opening_shares,
    proposals,
    scoring,
    screening,
)
from portal.services.opening_shares import Paper
from portal.services.steps import fresh
from tests import factories as make
from tests.remembered import remembered

PAPERS = {}
"""The words that lie in the safe, by the key of their call."""


@remembered
def sealed_call(**facts):
    """A published call whose proposals are sealed to a key that two of three shares open."""
    made = make.call(CallState.PUBLISHED, sealed=False, **facts)
    PAPERS[made.id] = make.call_key(made).words[-1]
    return made


def submit(call, content=b"", **facts):
    """A proposal submitted sealed, with a file when it is given some content."""
    draft = make.proposal(call, **facts)
    signatory = make.keyed(Role.PARTNER_SIGNATORY, partner=draft.partner)
    if content:
        attach(draft, content, signatory)
    proposals.submit(proposals.by_id(draft.id), signatory, make.moment())
    return proposals.by_id(draft.id)


def attach(draft, content, by):
    """A file of a proposal, stored as any other."""
    return Attachment.create(
        proposal=draft,
        title="Statutes",
        filename="statutes.pdf",
        media_type="application/pdf",
        size=len(content),
        sha256=files.digest(content),
        path=files.put("attachments", content),
        added_at=make.NOON,
        added_by=by.person_id,
    )


def close(call):
    """Let the deadline of a call pass now."""
    now = make.moment()
    Call.update(deadline=now - timedelta(milliseconds=1)).where(Call.id == call.id).execute()
    return opening.call_by_slug(call.slug)


@remembered
def closed_call(count=1, **facts):
    """A sealed call that is closed, with some proposals."""
    made = sealed_call(**facts)
    for _ in range(count):
        submit(made)
    return close(made)


def key_of(call):
    """The key of a call, and the people who hold its shares."""
    key = CallKey.get(CallKey.call == call)
    return key, make.holders_of(key)


def head_of(call):
    """The head of office, for whom one share lies on paper."""
    key, _holders = key_of(call)
    return accounts.actor_of(key.shares.where(key.shares.model.escrow == 1).get().holder)


def give(call, by, passphrase=make.PASSPHRASE):
    """Somebody gives a share."""
    return opening_shares.give(fresh(call), passphrase, by, make.moment())


def give_paper(call, words, password=make.PASSWORD, by=None):
    """The head of office gives the share on paper."""
    who = by or head_of(call)
    return opening_shares.give_paper(fresh(call), Paper(words, password), who, make.moment())


def begin(call):
    """Both holders give their shares, so that the work begins."""
    _key, (first, second) = key_of(call)
    give(call, first)
    return give(call, second)


def work(most=100):
    """Do what the worker does for the openings that wait, some rounds at most."""
    for _ in range(most):
        waits = (Effect.kind == opening_run.EFFECT) & Effect.done_at.is_null()
        due = list(Effect.select().where(waits))
        if not due:
            return
        for effect in due:
            Effect.update(done_at=make.moment()).where(Effect.id == effect.id).execute()
            opening_run.go_on(effect.payload["run"], make.moment())


@remembered
def opened_call(count=1, **facts):
    """A sealed call whose holders have opened it."""
    made = closed_call(count, **facts)
    begin(made)
    work()
    return opening.call_by_slug(made.slug)


@remembered
def revealed_call(*values, **facts):
    """A sealed call with revealed scores: one proposal for each value that all members give."""
    call = opened_call(len(values), **facts)
    make.declare_all(call)
    officer = make.actor(Role.PROCUREMENT_OFFICER)
    order = [each.id for each in opening.opened(call)]
    for each in opening.opened(call):
        screening.screen(proposals.by_id(each.id), make.all_yes(), officer, make.moment())
    screening.start_scoring(fresh(call), officer, make.moment())
    for card in scoring.counted(call):
        make.lock_card(card, values[order.index(card.proposal_id)])
    return make.revealed(opening.call_by_slug(call.slug))


def damage(envelope, place=-5000):
    """Change one byte in the middle of an envelope's file."""
    path = files.path(envelope.path)
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def pdf(size):
    """Bytes that look like a PDF, of some size."""
    out = BytesIO(b"%PDF-1.7\n")
    out.seek(size - 1)
    out.write(b"\n")
    return out.getvalue()
