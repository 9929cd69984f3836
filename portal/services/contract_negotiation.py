"""Rounds with the partner: other words proposed for clauses, taken over or settled."""

from datetime import datetime

from portal.db import atomic
from portal.domain.actions import Action, Role
from portal.domain.errors import RuleBroken
from portal.domain.lifecycle import PROPOSE_CHANGES
from portal.domain.policy import Actor, require
from portal.models import Contract, ContractClause, ContractComment, Grant, Person
from portal.services import contract_budget, contract_comments, events, outbox
from portal.services.contract_drafting import clause_of, save_clause
from portal.services.contract_finding import by_slug
from portal.services.steps import advance


def propose(
    row: ContractClause, words: str, reason: str, by: Actor, at: datetime
) -> ContractComment:
    """Propose other words for a clause of an offered contract; several may be gathered."""
    contract = row.contract
    require(by, Action.PROPOSE_WORDS, contract)
    PROPOSE_CHANGES.take(contract.state)
    wanted = words.replace("\r\n", "\n").strip()
    if not wanted or wanted == row.text:
        raise RuleBroken("words_same", "words")
    with atomic():
        made = ContractComment.create(
            contract=contract,
            code=row.code,
            text=reason.strip(),
            words=wanted,
            author=by.person_id,
            made_at=at,
        )
        events.record(by, "contract.words_proposed", contract, at, code=row.code)
    return made


def proposed(contract: Contract) -> list[ContractComment]:
    """Return the words that the partner proposed and that nobody has settled yet."""
    waiting = ContractComment.resolved_at.is_null() & (ContractComment.words != "")
    return list(contract.comments.where(waiting).order_by(ContractComment.made_at))


def hand_back(contract: Contract, by: Actor, at: datetime) -> None:
    """Hand the pen back to procurement with the proposed words, instead of signing."""
    require(by, Action.PROPOSE_CHANGES, contract)
    if not proposed(contract) and not contract_budget.open_of(contract):
        raise RuleBroken("nothing_proposed")
    with atomic():
        advance(contract, PROPOSE_CHANGES, fingerprint="", review_comment="")
        events.record(by, "contract.changes_proposed", contract, at)
        _tell_procurement(contract, at)


def _tell_procurement(contract: Contract, at: datetime) -> None:
    holders = Grant.select(Grant.person).where(Grant.role == Role.PROCUREMENT_OFFICER)
    people = Person.select().where(Person.id.in_(holders) & Person.disabled_at.is_null())
    facts = {"reference": contract.reference, "slug": contract.slug}
    for person in people.order_by(Person.email):
        template = "contract_changes"
        outbox.put_mail(person.email, template, person.language, at, name=person.name, **facts)


def take_over(comment: ContractComment, by: Actor, at: datetime) -> None:
    """Write the proposed words into the clause of the draft, and settle the comment.

    In a mandatory clause they are a deviation like any other words.
    """
    contract = by_slug(comment.contract.slug)
    require(by, Action.EDIT_CONTRACT, contract)
    if not comment.words:
        raise RuleBroken("nothing_proposed")
    with atomic():
        row = clause_of(contract, comment.code)
        save_clause(row, comment.words, row.version, by, at)
        contract_comments.resolve(comment, by, at)
