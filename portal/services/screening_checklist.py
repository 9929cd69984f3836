"""The checklist of a proposal: what its call asks for, what is there, what a person found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.call_terms import AnswerKind
from portal.domain.eligibility import kind_of
from portal.domain.policy import Actor, require
from portal.domain.screening import (
    Check,
    ItemFacts,
    ItemKind,
    Outcome,
    can_be_supplied,
    needs_person,
    outcome,
)
from portal.domain.uploads import ScanState
from portal.models import (
    Attachment,
    DeficiencySupply,
    Proposal,
    ProposalPart,
    ScreeningSheet,
)
from portal.services import (
    attachments,
    events,
    library,
    proposal_eligibility,
    proposal_profile,
    supplies,
)
from portal.services.steps import save_version

Checks = Mapping[str, Check]
Supplied = Mapping[str, DeficiencySupply]
AGAINST = (Outcome.FAILED, Outcome.MISSING, Outcome.EXPIRED, Outcome.REFUSED)
"""The outcomes that count against a proposal."""


@dataclass(frozen=True)
class Item:
    """One item of a checklist.

    ``text`` is in the words of the call or of the library; for a paper of the profile it is the
    kind of document. ``given`` is the answer to a question, a whole number where it says so;
    ``names`` are of its files, and ``supplied`` is what came in a window for what was missing.
    """

    code: str
    kind: ItemKind
    text: str
    facts: ItemFacts
    given: object = None
    names: Sequence[str] = ()
    supplied: DeficiencySupply | None = None
    number: bool = False

    @property
    def outcome(self) -> Outcome:
        """What the item says of the proposal."""
        return outcome(self.facts)

    @property
    def by_person(self) -> bool:
        """Whether a person answers it."""
        return needs_person(self.facts)

    @property
    def lacks(self) -> bool:
        """Whether the partner lacks it and may supply it in a window."""
        return can_be_supplied(self.facts)


def sheet(proposal: Proposal) -> ScreeningSheet:
    """Return the checks as they are saved; an empty sheet when nobody saved any."""
    row = ScreeningSheet.get_or_none(ScreeningSheet.proposal == proposal)
    return row or ScreeningSheet(proposal=proposal)


def checks_of(row: ScreeningSheet) -> dict[str, Check]:
    """Return saved checks by their code."""
    return {code: Check(each["ok"], each["note"]) for code, each in row.checks.items()}


def items(proposal: Proposal, at: datetime, language: str = "en") -> list[Item]:
    """Return the checklist as it stands at a moment, with the checks that are saved."""
    listed = unjudged(proposal, at, language)
    return judged(listed, still_held(sheet(proposal), listed))


def still_held(row: ScreeningSheet, listed: Sequence[Item]) -> dict[str, Check]:
    """Return the saved checks, without those on items that came anew after they were saved."""
    newer = {
        each.code
        for each in listed
        if each.supplied and row.saved_at and each.supplied.supplied_at > row.saved_at
    }
    return {code: each for code, each in checks_of(row).items() if code not in newer}


def judged(listed: Sequence[Item], checks: Checks) -> list[Item]:
    """Return a checklist with what a person found."""
    return [
        replace(each, facts=replace(each.facts, check=checks.get(each.code, Check(None))))
        for each in listed
    ]


def unjudged(proposal: Proposal, at: datetime, language: str) -> list[Item]:
    """Return the checklist of a proposal without what a person found."""
    supplied = supplies.closed(proposal, at)
    usable = [
        each for each in attachments.all_of(proposal) if each.scan is not ScanState.INFECTED
    ]
    return [
        *_questions(proposal, usable, supplied),
        *_documents(proposal, usable, supplied),
        *_papers(proposal, supplied),
        *_checks(language),
    ]


def _questions(
    proposal: Proposal, attached: Sequence[Attachment], supplied: Supplied
) -> Iterator[Item]:
    for each in proposal_eligibility.results(proposal, attached):
        code, question = f"question_{each.question.key.hex}", each.question
        late = supplied.get(code)
        given = typed(late.answer) if late else each.given
        passes = proposal_eligibility.passing(question, given)
        facts = ItemFacts(ItemKind.QUESTION, passes)
        number = kind_of(question.passing) is AnswerKind.NUMBER
        told = (question.text, facts, given)
        yield Item(code, ItemKind.QUESTION, *told, supplied=late, number=number)
        if question.evidence:
            about = (f"evidence_{question.key.hex}", ItemKind.EVIDENCE)
            yield _file(about, question.text, [row.filename for row in each.files], supplied)


def typed(answer: str) -> object:
    """Return a supplied answer as the rules read it: a whole number, yes or no."""
    return int(answer) if answer.isdecimal() else answer


def _file(
    about: tuple[str, ItemKind],
    text: str,
    names: Sequence[str],
    supplied: Supplied,
    *,
    mandatory: bool = True,
) -> Item:
    code, kind = about
    late = supplied.get(code)
    facts = ItemFacts(kind, present=bool(names or late), mandatory=mandatory)
    return Item(code, kind, text, facts, names=names, supplied=late)


def _documents(
    proposal: Proposal, attached: Sequence[Attachment], supplied: Supplied
) -> Iterator[Item]:
    for each in proposal_eligibility.documents(proposal.call_id):
        names = [row.filename for row in attached if row.required_id == each.id]
        about = (f"document_{each.key.hex}", ItemKind.DOCUMENT)
        yield _file(about, each.title, names, supplied, mandatory=each.mandatory)


def _papers(proposal: Proposal, supplied: Supplied) -> Iterator[Item]:
    """Return the newest paper of each kind that ends, as the proposal kept its profile."""
    last = proposal.call.deadline or datetime.now(UTC)
    for kind, row in _newest(proposal).items():
        code = f"paper_{kind}"
        late = supplied.get(code)
        ends = date.fromisoformat(str(row["expires_on"]))
        valid = None if late else ends >= last.date()
        facts = ItemFacts(ItemKind.PAPER, passes=valid, present=True)
        yield Item(code, ItemKind.PAPER, kind, facts, ends, [str(row["title"])], late)


def _newest(proposal: Proposal) -> dict[str, Mapping[str, Any]]:
    kept = ProposalPart.get_or_none(
        (ProposalPart.proposal == proposal) & (ProposalPart.key == proposal_profile.KEY)
    )
    rows: dict[str, Mapping[str, Any]] = {}
    for row in kept.content.get("papers", []) if kept else ():
        before = rows.get(row["kind"], {}).get("expires_on", "")
        if str(row["expires_on"] or "") > before:
            rows[row["kind"]] = row
    return rows


def _checks(language: str) -> Iterator[Item]:
    for each in library.entries("eligibility", "check"):
        text = library.text_of(each, "", language)
        yield Item(str(each["code"]), ItemKind.CHECK, text, ItemFacts(ItemKind.CHECK))


def stored(listed: Sequence[Item]) -> dict[str, object]:
    """Return a checklist as plain data to keep with a decision, with its checks by code."""
    checks = {
        each.code: {"ok": each.facts.check.ok, "note": each.facts.check.note.strip()}
        for each in listed
        if each.by_person
    }
    return {"checks": checks, "items": [_plain(each) for each in listed]}


def _plain(item: Item) -> dict[str, object]:
    return {
        "code": item.code,
        "kind": item.kind.value,
        "text": item.text,
        "outcome": item.outcome.value,
        "note": item.facts.check.note.strip() if item.by_person else "",
        "supplied": item.supplied.supplied_at.isoformat() if item.supplied else "",
    }


@dataclass(frozen=True)
class Kept:
    """One item of a checklist as it was kept with a decision; ``text`` as in ``Item``."""

    kind: ItemKind
    text: str
    outcome: Outcome
    note: str
    supplied: str = ""


def reading(screening: Mapping[str, Any], language: str) -> list[Kept]:
    """Return a kept checklist to read in a language."""
    known = library.by_code("eligibility", "check")
    return [
        Kept(
            ItemKind(row["kind"]),
            library.text_of(known[row["code"]], "", language)
            if row["code"] in known
            else row["text"],
            Outcome(row["outcome"]),
            row["note"],
            row["supplied"],
        )
        for row in screening.get("items", [])
    ]


def save(proposal: Proposal, checks: Checks, seen: int, by: Actor, at: datetime) -> None:
    """Keep the checks that a person has answered so far, unless somebody else did meanwhile."""
    require(by, Action.SCREEN_PROPOSAL, proposal)
    kept = {
        code: {"ok": each.ok, "note": each.note.strip()}
        for code, each in checks.items()
        if each.ok is not None or each.note.strip()
    }
    with atomic():
        ScreeningSheet.insert(proposal=proposal).on_conflict_ignore().execute()
        row = ScreeningSheet.get(ScreeningSheet.proposal == proposal)
        changes = {"checks": kept, "saved_at": at, "saved_by": by.person_id}
        save_version(row, seen, changes, theirs=lambda now: {"checks": now.checks})
        events.record(by, "proposal.checks_saved", proposal, at, answered=len(kept))
