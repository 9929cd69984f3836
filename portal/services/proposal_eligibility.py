"""A partner's answers on eligibility, and the files that a call demands of a proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.db import atomic
from portal.domain.actions import Action
from portal.domain.demands import Demands, WantedFile
from portal.domain.eligibility import Asked, EligibilityFacts, is_answer, passes
from portal.domain.policy import Actor, require
from portal.models import Attachment, Call, EligibilityQuestion, Proposal, RequiredDocument
from portal.services import budget_categories, draft_whole
from portal.services.draft_whole import Saved
from portal.services.prepared import Prepared
from portal.services.proposal_drafts import Way, change, hold
from portal.services.steps import fresh, save_version


@dataclass(frozen=True)
class Result:
    """One eligibility question with the answer of a proposal and the files that prove it.

    ``passes`` is ``None`` while there is no answer.
    """

    question: EligibilityQuestion
    given: object
    passes: bool | None
    files: Sequence[Attachment] = ()


def questions(call: Call | UUID) -> list[EligibilityQuestion]:
    """Return the eligibility questions of a call in their order."""
    return _questions(_key(call))


_questions: Prepared[EligibilityQuestion] = Prepared(
    lambda key: (
        EligibilityQuestion.select()
        .where(EligibilityQuestion.call == key)
        .order_by(EligibilityQuestion.position)
    )
)


def _key(call: Call | UUID) -> UUID:
    return call.id if isinstance(call, Call) else call


def documents(call: Call | UUID) -> list[RequiredDocument]:
    """Return the documents that a call asks for, in their order."""
    return _documents(_key(call))


_documents: Prepared[RequiredDocument] = Prepared(
    lambda key: (
        RequiredDocument.select()
        .where(RequiredDocument.call == key)
        .order_by(RequiredDocument.position)
    )
)


def asked(question: EligibilityQuestion) -> Asked:
    """Return what the rules read of a question."""
    return Asked(str(question.key), question.passing, question.figure, question.evidence)


def answers(proposal: Proposal) -> Mapping[str, object]:
    """Return the answers of a proposal by the key of their question."""
    return dict(proposal.eligibility or {})


@dataclass(frozen=True)
class EligibilityDraft:
    """Answers by the key of their question, the version seen, and how they came."""

    given: Mapping[str, object]
    seen: int
    way: Way = Way.TYPED


def save_answers(
    proposal: Proposal, draft: EligibilityDraft, by: Actor, at: datetime
) -> Saved | None:
    """Keep the answers on eligibility; what is no answer to a question is left out."""
    require(by, Action.WRITE_PROPOSAL, proposal)
    wanted = {str(each.key): asked(each) for each in questions(proposal.call_id)}
    given = draft.given
    kept = {key: given[key] for key, each in wanted.items() if is_answer(each, given.get(key))}
    with atomic():
        hold(proposal)
        now = fresh(proposal)
        pair = ({"answers": answers(now)}, {"answers": kept})
        made = change("eligibility", pair, (now.eligibility_version, draft.seen), draft.way)
        return draft_whole.save(
            proposal, made, lambda: _put(proposal, draft.seen, kept), by, at
        )


def _put(proposal: Proposal, seen: int, kept: Mapping[str, object]) -> None:
    save_version(
        proposal,
        seen,
        {"eligibility": kept},
        column="eligibility_version",
        theirs=lambda now: {"answers": answers(now)},
    )


def results(proposal: Proposal, attached: Sequence[Attachment] = ()) -> list[Result]:
    """Return each eligibility question with what the proposal answers, passing or not."""
    given = answers(proposal)
    return [
        Result(
            each,
            given.get(str(each.key)),
            _passes(asked(each), given.get(str(each.key))),
            [file for file in attached if file.proves_id == each.id],
        )
        for each in questions(proposal.call_id)
    ]


def passing(question: EligibilityQuestion, given: object) -> bool | None:
    """Say whether an answer to a question passes; ``None`` when it is no answer."""
    return _passes(asked(question), given)


def _passes(question: Asked, given: object) -> bool | None:
    return passes(question, given) if is_answer(question, given) else None


def demands(proposal: Proposal, attached: Sequence[Attachment]) -> Demands:
    """Return what the rules read of eligibility, files and headings of money."""
    proposed = questions(proposal.call_id)
    proven = {each.proves_id for each in attached}
    present = {each.required_id for each in attached}
    return Demands(
        EligibilityFacts(
            [asked(each) for each in proposed],
            answers(proposal),
            frozenset(str(each.key) for each in proposed if each.id in proven),
        ),
        [
            WantedFile(each.title, each.mandatory, each.id in present)
            for each in documents(proposal.call_id)
        ],
        budget_categories.headings(proposal.call),
    )


def purposes(proposal: Proposal) -> tuple[list[RequiredDocument], list[EligibilityQuestion]]:
    """Return what a file can be attached as: documents of the call, and proofs it asks for."""
    proofs = [each for each in questions(proposal.call_id) if each.evidence]
    return documents(proposal.call_id), proofs
