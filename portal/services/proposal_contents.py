"""What a proposal says: answers, budget, files; read whole, in a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from portal.domain import proposals as rules
from portal.domain.demands import Demands
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import ProposalState
from portal.domain.price_check import Figures, PriceRule
from portal.domain.proposals import word_count
from portal.domain.uploads import scan_rules
from portal.models import (
    Answer,
    Attachment,
    BudgetLine,
    BudgetTotal,
    Call,
    Criterion,
    Person,
    Proposal,
    ProposalPart,
    Question,
)
from portal.services import proposal_eligibility, proposal_parts
from portal.services.prepared import Prepared
from portal.services.proposal_parts import Part
from portal.services.standing import against_submission


@dataclass(frozen=True)
class Section:
    """One question, with its criterion, and what stands under it so far."""

    key: str
    question: Question
    answer: Answer | None

    @property
    def criterion(self) -> Criterion:
        """The criterion for which the answer is evidence."""
        return self.question.criterion

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
    """The questions that stand, in their order."""
    written: Sequence[Answer]
    """Every answer, also to a question that was withdrawn since."""
    lines: Sequence[BudgetLine]
    attachments: Sequence[Attachment]
    demands: Demands
    """What the call asks for beside the answers: eligibility, files, headings of money."""
    standing: Sequence[RuleBroken] = ()
    """What keeps the partner itself from submitting, while this is a draft."""
    kept: Sequence[ProposalPart] = ()
    """Everything that is kept of its parts, and of the profile at the submission."""
    parts: Sequence[Part] = ()
    """The parts that the call asks for, with what is kept of each."""
    totals: Sequence[BudgetTotal] = ()
    """The total that the partner states, if it states one."""

    @property
    def figures(self) -> Figures:
        """The total of the budget as its lines add up, and as the partner states it."""
        return _figures(self.lines, self.totals)

    @property
    def facts(self) -> rules.DraftFacts:
        """What the rules read of it."""
        answers = [
            rules.AnswerFacts(each.key, each.criterion.name, each.words, each.question.words)
            for each in self.sections
        ]
        return rules.DraftFacts(
            declared=self.proposal.declared,
            answers=answers,
            lines=self.lines,
            ceiling=self.proposal.lot.ceiling,
            indirect_ceiling=self.proposal.call.indirect_ceiling,
            currency=self.proposal.call.currency,
            demands=self.demands,
            parts=[rules.PartFacts(each.key, each.begun, each.broken) for each in self.parts],
            price=self.figures.counted(self.proposal.call.price_rule),
        )

    @property
    def blocking(self) -> list[RuleBroken]:
        """What still keeps it from being submitted."""
        gone = self.proposal.lot.withdrawn_at is not None
        withdrawn = [RuleBroken("lot_withdrawn", "lot")] if gone else []
        unsafe = scan_rules(self.attachments)
        return [*withdrawn, *rules.blocking(self.facts), *unsafe, *self.standing]


@dataclass(frozen=True)
class Rows:
    """The rows that hold what a proposal says, from the tables or from an envelope."""

    answers: Sequence[Answer]
    lines: Sequence[BudgetLine]
    attachments: Sequence[Attachment]
    parts: Sequence[ProposalPart]
    totals: Sequence[BudgetTotal] = ()


def whole(proposal: Proposal) -> Contents:
    """Return the contents of a proposal; who may read them is for the caller to say."""
    rows = Rows(
        answers(proposal),
        _lines(proposal.id),
        _files(proposal.id),
        proposal_parts.kept_of(proposal),
        _totals(proposal.id),
    )
    return of_rows(proposal, rows)


_lines: Prepared[BudgetLine] = Prepared(
    lambda key: (
        BudgetLine.select().where(BudgetLine.proposal == key).order_by(BudgetLine.position)
    )
)
_totals: Prepared[BudgetTotal] = Prepared(
    lambda key: BudgetTotal.select().where(BudgetTotal.proposal == key)
)
_files: Prepared[Attachment] = Prepared(
    lambda key: (
        Attachment.select()
        .where(Attachment.proposal == key)
        .order_by(Attachment.added_at, Attachment.id)
    )
)


def of_rows(proposal: Proposal, rows: Rows) -> Contents:
    """Return the contents of a proposal whose rows were read already."""
    by_question = {answer.question_id: answer for answer in rows.answers}
    sections = [
        Section(f"answer-{each.position}", each, by_question.get(each.id))
        for each in questions(proposal)
    ]
    return Contents(
        proposal,
        sections,
        rows.answers,
        rows.lines,
        rows.attachments,
        proposal_eligibility.demands(proposal, rows.attachments),
        against_submission(proposal.partner) if proposal.state is ProposalState.DRAFT else (),
        rows.parts,
        proposal_parts.parts_of(proposal.call, rows.parts),
        rows.totals,
    )


def questions(proposal: Proposal) -> list[Question]:
    """Return the questions that stand in a proposal's call, each with its criterion."""
    return _questions(proposal.call_id)


_questions: Prepared[Question] = Prepared(
    lambda key: (
        Question.select(Question, Criterion)
        .join(Criterion)
        .where((Question.call == key) & Question.withdrawn_at.is_null())
        .order_by(Question.position)
    )
)


def answers(proposal: Proposal) -> list[Answer]:
    """Return all answers of a proposal with their writers, in the order of the questions."""
    return _answers(proposal.id)


_answers: Prepared[Answer] = Prepared(
    lambda key: (
        Answer.select(Answer, Person, Question)
        .join(Person)
        .switch(Answer)
        .join(Question)
        .where(Answer.proposal == key)
        .order_by(Question.position)
    )
)


def price(proposal: Proposal) -> Decimal:
    """Return the price of one proposal: the figure of its budget that counts by its call."""
    return prices([proposal.id])[proposal.id]


def prices(proposal_ids: Iterable[UUID]) -> dict[UUID, Decimal]:
    """Return the price of each proposal: the figure of its budget that counts by its call."""
    known = figures(proposal_ids)
    stated = (
        Proposal.select(Proposal.id, Call.price_rule)
        .join(Call)
        .where(Proposal.id.in_([key for key, each in known.items() if each.difference]))
    )
    prevails = {each.id: each.call.price_rule for each in stated}
    usual = PriceRule.COMPUTED
    return {key: each.counted(prevails.get(key, usual)) for key, each in known.items()}


def figures(proposal_ids: Iterable[UUID]) -> dict[UUID, Figures]:
    """Return both figures of the budget of each proposal."""
    lines: dict[UUID, list[BudgetLine]] = {each: [] for each in proposal_ids}
    for line in BudgetLine.select().where(BudgetLine.proposal.in_(list(lines))):
        lines[line.proposal_id].append(line)
    told = BudgetTotal.select().where(BudgetTotal.proposal.in_(list(lines)))
    stated = {each.proposal_id: [each] for each in told}
    return {key: _figures(each, stated.get(key, ())) for key, each in lines.items()}


def _figures(lines: Iterable[BudgetLine], totals: Sequence[BudgetTotal]) -> Figures:
    return Figures(rules.budget_total(lines), totals[0].amount if totals else None)


def canonical(whole: Contents) -> Mapping[str, object]:
    """Return the content that the fingerprint of a proposal is taken over."""
    proposal = whole.proposal
    return {
        "call": proposal.call.reference,
        "lot": proposal.lot.number,
        "partner": str(proposal.partner_id),
        "declared": proposal.declared,
        "declarations": proposal.declarations,
        **({"eligibility": proposal.eligibility} if proposal.eligibility else {}),
        "answers": [[each.question.position, each.text] for each in whole.written],
        **({"parts": {each.key: each.content for each in whole.kept}} if whole.kept else {}),
        "budget": [_canonical_line(line) for line in whole.lines],
        **({"stated": [f"{each.amount:f}" for each in whole.totals]} if whole.totals else {}),
        "attachments": [[each.title, each.filename, each.sha256] for each in whole.attachments],
    }


def _canonical_line(line: BudgetLine) -> list[str]:
    figures = (f"{line.quantity:f}", f"{line.unit_cost:f}", str(line.months))
    whole = line.share == rules.PERCENT
    own = [] if whole else [f"{line.share:f}", line.own.value]
    return [line.category, line.description, line.unit, *figures, *own]
