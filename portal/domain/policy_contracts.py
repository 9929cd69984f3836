"""Rules of the policy about clauses, contracts, concept notes and reports."""

from portal.domain.actions import Role
from portal.domain.actor import Thing, Who
from portal.domain.lifecycle import (
    PARTNER_CONTRACT_STATES,
    ConceptState,
    ReportState,
)
from portal.domain.notices import NoticeSide

ADVISERS = frozenset({Role.LEGAL_OFFICER, Role.DATA_PROTECTION_OFFICER})


def is_adviser(actor: Who, _thing: Thing) -> bool:
    """Allow the legal officer and the data-protection officer."""
    return bool(actor.roles & ADVISERS)


REVIEWERS = {
    "legal": Role.LEGAL_OFFICER,
    "data_protection": Role.DATA_PROTECTION_OFFICER,
    "head": Role.HEAD_OF_OFFICE,
}
"""Who reviews what of a contract, in the order in which it is printed."""


def reviews_this(actor: Who, review: Thing) -> bool:
    """Allow those whose role the review asks for."""
    return REVIEWERS[review.kind] in actor.roles


def writes_clauses(actor: Who, _thing: Thing) -> bool:
    """Allow those who write what contracts say: advisers and procurement."""
    return bool(actor.roles & {*ADVISERS, Role.PROCUREMENT_OFFICER})


def contract_reached_partner(_actor: Who, contract: Thing) -> bool:
    """Allow the partner once the office has approved the contract."""
    return contract.state in PARTNER_CONTRACT_STATES


def contract_was_offered(_actor: Who, contract: Thing) -> bool:
    """Allow the partner once it was offered, also while it is with the office again."""
    return bool(contract.was_offered)


def of_own_contract(actor: Who, thing: Thing) -> bool:
    """Allow people of the partner whose contract a record belongs to."""
    return actor.partner_id is not None and actor.partner_id == thing.contract.partner_id


def amendment_reached_partner(_actor: Who, amendment: Thing) -> bool:
    """Allow the partner once the amendment was offered, whatever became of it."""
    return amendment.offered_at is not None


def notice_reached_partner(_actor: Who, notice: Thing) -> bool:
    """Allow the partner once the notice was given or proposed, whatever became of it."""
    return notice.given_at is not None


def withdraws_notice(actor: Who, notice: Thing) -> bool:
    """Allow the side that gave it: signatory or head of office; a draft also its writers."""
    if notice.side is NoticeSide.PARTNER:
        own = bool(actor.partner_id) and actor.partner_id == notice.partner_id
        return own and Role.PARTNER_SIGNATORY in actor.roles
    if notice.given_at is not None:
        return Role.HEAD_OF_OFFICE in actor.roles
    writers = {Role.PROCUREMENT_OFFICER, Role.PROGRAMME_OFFICER, Role.HEAD_OF_OFFICE}
    return bool(actor.roles & writers)


def concept_was_sent(_actor: Who, concept: Thing) -> bool:
    """Allow the office once the partner has sent the concept note."""
    return concept.state is not ConceptState.DRAFT


def report_was_filed(_actor: Who, report: Thing) -> bool:
    """Allow the office once the partner has submitted the report a first time."""
    return report.state is not ReportState.DRAFT
