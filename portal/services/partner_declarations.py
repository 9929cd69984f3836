"""Declarations of a partner: a versioned list that its owner or signatory answers."""

from collections.abc import Mapping
from datetime import datetime

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.errors import RulesBroken
from portal.domain.policy import Actor, require
from portal.domain.verification import Answer, agrees, broken_declaration, stored
from portal.models import Partner, PartnerDeclaration, Person
from portal.services import events, library
from portal.services.prepared import Prepared


def version() -> str:
    """Return the present version of the list; another one asks every partner again."""
    return str(library.read("declarations")["version"])


def statements(language: str) -> dict[str, str]:
    """Return the statements of the present version in a language, by their code."""
    known = library.by_code("declarations", "declaration")
    return {code: library.text_of(each, "", language) for code, each in known.items()}


def history(partner: Partner) -> list[PartnerDeclaration]:
    """Return every set of answers of a partner with who gave it, the latest first."""
    query = PartnerDeclaration.select(PartnerDeclaration, Person).left_outer_join(Person)
    mine = query.where(PartnerDeclaration.partner == partner)
    return list(mine.order_by(PartnerDeclaration.made_at.desc()).limit(50))


def present(partner: Partner) -> PartnerDeclaration | None:
    """Return the latest answers to the present version, or None when there are none."""
    return _present.first(partner.id, version())


_present: Prepared[PartnerDeclaration] = Prepared(
    lambda key, shown: (
        PartnerDeclaration.select()
        .where((PartnerDeclaration.partner == key) & (PartnerDeclaration.version == shown))
        .order_by(PartnerDeclaration.made_at.desc())
        .limit(1)
    )
)


def noes(made: PartnerDeclaration) -> dict[str, str]:
    """Return the comments on the statements that were answered with no, by their code."""
    return {code: each["note"] for code, each in made.answers.items() if not each["yes"]}


def declare(
    partner: Partner, answers: Mapping[str, Answer], by: Actor, at: datetime
) -> PartnerDeclaration:
    """Keep the answers to the present version; the same answers again change nothing."""
    require(by, Action.DECLARE_PARTNER, partner)
    given = {code: answers.get(code, Answer(None)) for code in statements("en")}
    if broken := broken_declaration(given):
        raise RulesBroken(broken)
    with atomic():
        before = present(partner)
        if before is not None and before.answers == stored(given):
            return before
        made = PartnerDeclaration.create(
            partner=partner,
            version=version(),
            answers=stored(given),
            agreed=agrees(given.values()),
            made_at=at,
            made_by=by.person_id,
        )
        events.record(by, "partner.declared", partner, at, version=made.version)
    return made
