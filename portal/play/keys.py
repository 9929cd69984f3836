"""Keys of the sample programme: everybody's own, and the ceremony before each publication."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from portal.config import key_threshold
from portal.domain.actions import PARTNER_ROLES, Role
from portal.domain.lifecycle import OpeningState
from portal.domain.policy import Actor
from portal.models import Call, OpeningRun
from portal.play.people import SAMPLE_PASSPHRASE, SAMPLE_PASSWORD, Cast, people
from portal.play.stage import Stage
from portal.services import (
    call_ceremony,
    opening_record,
    opening_run,
    opening_shares,
    person_keys,
)
from portal.services.call_ceremony import HOLDER_ROLES, Choice
from portal.services.steps import fresh

KEYED = frozenset({*HOLDER_ROLES, Role.HEAD_OF_OFFICE, *PARTNER_ROLES})
HOLDERS = ("procurement_first", "legal")
HEAD = "head"
MINUTE = timedelta(minutes=1)


def give_all(cast: Cast, at: datetime) -> None:
    """Let everybody who holds shares or submits make a key, with the sample passphrase."""
    wish = person_keys.Wish(SAMPLE_PASSPHRASE, SAMPLE_PASSWORD)
    for entry in people():
        if KEYED & {Role(role) for role in entry["roles"]}:
            person_keys.make(cast.actor(entry["key"]), wish, at)


def ceremony(stage: Stage, call: Call, at: datetime) -> None:
    """Make the key of an approved call, let its holders try it, and print the escrow share."""
    first, second = (stage.actor(each) for each in HOLDERS)
    head = stage.actor(HEAD)
    choice = Choice(_ids(stage, HOLDERS), _ids(stage, (HEAD,))[0], key_threshold())
    call_ceremony.make(call, choice, first, at)
    call_ceremony.give_for_trial(call, SAMPLE_PASSPHRASE, first, at + MINUTE)
    call_ceremony.give_for_trial(call, SAMPLE_PASSPHRASE, second, at + 2 * MINUTE)
    call_ceremony.escrow_words(call, SAMPLE_PASSPHRASE, head, at + 3 * MINUTE)
    call_ceremony.confirm_escrow(call, head, at + 4 * MINUTE)


def open_all(stage: Stage, call: Call, at: datetime) -> None:
    """Let the holders give their shares, the worker open every envelope, and both sign."""
    present = [stage.actor(each) for each in HOLDERS]
    given = [
        opening_shares.give(call, SAMPLE_PASSPHRASE, by, at + number * MINUTE)
        for number, by in enumerate(present)
    ]
    run = given[-1]
    if run is None:
        message = "the shares did not open the call"
        raise RuntimeError(message)
    while fresh(run).state is OpeningState.RUNNING:
        opening_run.go_on(run.id, at + 4 * MINUTE)
    _sign(fresh(run), present, at + 30 * MINUTE)


def _sign(run: OpeningRun, present: Sequence[Actor], at: datetime) -> None:
    for by in present:
        read = opening_record.print_of(run)
        consent = opening_record.Consent(by.name, SAMPLE_PASSWORD, read)
        opening_record.sign(fresh(run), by, consent, at)


def _ids(stage: Stage, keys: Sequence[str]) -> list[UUID]:
    return [stage.cast.people[each].id for each in keys]
