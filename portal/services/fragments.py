"""Fragments of terms of reference, for each service, in versions.

Version 1 of the house's own fragments is read from its library; what the office writes itself
and every later version lies in a table. Nobody outside this module needs to know.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from peewee import IntegrityError

from portal.config import LANGUAGES
from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import Conflict, NotFound, RuleBroken
from portal.domain.policy import Actor, require
from portal.models import Call, FragmentUse, TorFragment
from portal.services import call_drafting, events, library
from portal.services.call_drafting import Edit
from portal.services.counters import next_number

LONGEST_SCOPE = 20_000
"""How many characters the scope of a call may have: as many as its field takes."""


@dataclass(frozen=True)
class Fragment:
    """One version of a fragment in one language."""

    code: str
    service: str
    language: str
    version: int
    title: str
    text: str
    valid_from: date
    of_house: bool = False
    retired: bool = False


@dataclass(frozen=True)
class Words:
    """What is written of a version: title, text, and from which day it holds."""

    title: str
    text: str
    valid_from: date


def _every() -> list[Fragment]:
    rows = TorFragment.select().order_by(TorFragment.code, TorFragment.version)
    written = [_of_row(row) for row in rows]
    known = {_key(each) for each in written}
    first = [each for each in _of_library() if _key(each) not in known]
    return sorted([*first, *written], key=_key)


def _key(each: Fragment) -> tuple[str, str, int]:
    return (each.code, each.language, each.version)


def _of_row(row: TorFragment) -> Fragment:
    return Fragment(
        code=row.code,
        service=row.service,
        language=row.language,
        version=row.version,
        title=row.title,
        text=row.text,
        valid_from=row.valid_from,
        retired=row.retired_at is not None,
    )


def _of_library() -> Iterable[Fragment]:
    since = library.read("fragments")["valid_from"]
    for entry in library.entries("fragments", "fragment"):
        for language in LANGUAGES:
            yield Fragment(
                code=str(entry["code"]),
                service=str(entry["service"]),
                language=language,
                version=1,
                title=library.text_of(entry, "title", language),
                text=library.text_of(entry, "text", language),
                valid_from=since,
                of_house=True,
            )


def current(language: str, on: date) -> list[Fragment]:
    """Return the fragments in a language that hold on a day, in the order of the services."""
    latest: dict[str, Fragment] = {}
    for each in _every():
        if each.language == language and each.valid_from <= on:
            latest[each.code] = each
    order = [str(each["code"]) for each in library.entries("services", "service")]
    alive = [each for each in latest.values() if not each.retired]
    return sorted(alive, key=lambda each: (_place(order, each.service), each.code))


def _place(order: list[str], service: str) -> int:
    return order.index(service) if service in order else len(order)


def history(code: str, language: str) -> list[Fragment]:
    """Return every version of a fragment, newest first, or refuse with ``NotFound``."""
    versions = [each for each in _every() if (each.code, each.language) == (code, language)]
    if not versions:
        raise NotFound
    return versions[::-1]


def add(service: str, language: str, words: Words, by: Actor, at: datetime) -> str:
    """Write a new fragment for a service and return its code."""
    require(by, Action.KEEP_LIBRARY)
    if service not in library.by_code("services", "service") or language not in LANGUAGES:
        raise NotFound
    with atomic():
        code = f"{service}.{next_number(f'fragment {service}')}"
        _write(Fragment(code, service, language, 1, "", "", at.date()), words, by, at)
    return code


def revise(latest: Fragment, seen: int, words: Words, by: Actor, at: datetime) -> None:
    """Write the next version of a fragment; refused with ``Conflict`` when there is one."""
    require(by, Action.KEEP_LIBRARY)
    if seen != latest.version:
        raise _conflict(latest)
    try:
        _write(latest, words, by, at, number=latest.version + 1)
    except IntegrityError as error:
        raise _conflict(history(latest.code, latest.language)[0]) from error


def _conflict(now: Fragment) -> Conflict:
    theirs = {"title": now.title, "text": now.text, "valid_from": now.valid_from}
    return Conflict(now.version, theirs)


def _write(of: Fragment, words: Words, by: Actor, at: datetime, number: int = 1) -> TorFragment:
    with atomic():
        made = TorFragment.create(
            code=of.code,
            service=of.service,
            language=of.language,
            version=number,
            title=words.title,
            text=words.text,
            valid_from=words.valid_from,
            author=by.person_id,
            created_at=at,
        )
        events.record(by, "fragment.written", made, at, code=of.code, version=number)
    return made


def retire(latest: Fragment, by: Actor, at: datetime) -> None:
    """Take a fragment out of use from its latest version on; calls that hold it keep it."""
    require(by, Action.KEEP_LIBRARY)
    if latest.retired:
        return
    same = (
        (TorFragment.code == latest.code)
        & (TorFragment.language == latest.language)
        & (TorFragment.version == latest.version)
    )
    with atomic():
        if latest.of_house:
            words = Words(latest.title, latest.text, latest.valid_from)
            _write(latest, words, by, at)
        TorFragment.update(retired_at=at).where(same).execute()
        row = TorFragment.get(same)
        events.record(by, "fragment.retired", row, at, code=latest.code)


def uses(code: str) -> list[FragmentUse]:
    """Return into which calls a fragment was taken, newest first, with the calls."""
    query = FragmentUse.select(FragmentUse, Call).join(Call).where(FragmentUse.code == code)
    return list(query.order_by(FragmentUse.used_at.desc()))


def insert(call: Call, code: str, edit: Edit) -> None:
    """Append a fragment in the call's language to the scope of a draft, under its title."""
    fragment = next(
        (each for each in current(call.language, edit.at.date()) if each.code == code), None
    )
    if fragment is None:
        raise RuleBroken("fragment_unknown", "code")
    parts = (call.scope.rstrip(), f"{fragment.title}\n{fragment.text}")
    scope = "\n\n".join(part for part in parts if part)
    if len(scope) > LONGEST_SCOPE:
        raise RuleBroken("scope_long", "code", most=LONGEST_SCOPE)
    with atomic():
        call_drafting.save_columns(call, "terms", {"scope": scope}, edit)
        FragmentUse.insert(
            call=call.id,
            code=code,
            language=fragment.language,
            version=fragment.version,
            used_at=edit.at,
        ).on_conflict_ignore().execute()
