"""What a proposal says: answers, budget, files; read whole, in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.domain import proposals as rules
from portal.domain.errors import RuleBroken
from portal.domain.proposals import word_count
from portal.models import Answer, Attachment, BudgetLine, Criterion, Person, Proposal


@dataclass(frozen=True)
class Section:
    """The answer to one criterion: the question and what stands under it so far."""

    key: str
    criterion: Criterion
    answer: Answer | None

    @property
    def text(self) -> str:
        """What the partner wrote so far."""
        return self.answer.text if self.answer else ""

    @property
    def version(self) -> int:
        """Which version of it that is; 0 before the first."""
        return self.answer.version if self.answer else 0

    @property
    def words(self) -> int:
        """How many words that are."""
        return word_count(self.text)


@dataclass(frozen=True)
class Contents:
    """Everything that a proposal says."""

    proposal: Proposal
    sections: Sequence[Section]
    lines: Sequence[BudgetLine]
    attachments: Sequence[Attachment]

    @property
    def facts(self) -> rules.DraftFacts:
        """What the rules read of it."""
        answers = [
            rules.AnswerFacts(each.key, each.criterion.name, each.words, each.criterion.words)
            for each in self.sections
        ]
        return rules.DraftFacts(
            declared=self.proposal.declared,
            answers=answers,
            lines=self.lines,
            ceiling=self.proposal.lot.ceiling,
            indirect_ceiling=self.proposal.call.indirect_ceiling,
            currency=self.proposal.call.currency,
        )

    @property
    def blocking(self) -> list[RuleBroken]:
        """What still keeps it from being submitted."""
        return rules.blocking(self.facts)


def whole(proposal: Proposal) -> Contents:
    """Return the contents of a proposal; who may read them is for the caller to say."""
    written = {
        answer.criterion_id: answer
        for answer in Answer.select(Answer, Person)
        .join(Person)
        .where(Answer.proposal == proposal)
    }
    criteria = Criterion.select().where(Criterion.call == proposal.call_id)
    sections = [
        Section(f"answer-{each.position}", each, written.get(each.id))
        for each in criteria.order_by(Criterion.position)
    ]
    lines = BudgetLine.select().where(BudgetLine.proposal == proposal)
    attached = Attachment.select().where(Attachment.proposal == proposal)
    return Contents(
        proposal,
        sections,
        list(lines.order_by(BudgetLine.position)),
        list(attached.order_by(Attachment.added_at, Attachment.id)),
    )


def canonical(whole: Contents) -> Mapping[str, object]:
    """Return the content that the fingerprint of a proposal is taken over."""
    proposal = whole.proposal
    return {
        "call": proposal.call.reference,
        "lot": proposal.lot.number,
        "partner": str(proposal.partner_id),
        "declared": proposal.declared,
        "declarations": proposal.declarations,
        "answers": [[each.criterion.position, each.text] for each in whole.sections],
        "budget": [_canonical_line(line) for line in whole.lines],
        "attachments": [[each.title, each.filename, each.sha256] for each in whole.attachments],
    }


def _canonical_line(line: BudgetLine) -> list[str]:
    figures = (f"{line.quantity:f}", f"{line.unit_cost:f}", str(line.months))
    return [line.category, line.description, line.unit, *figures]
