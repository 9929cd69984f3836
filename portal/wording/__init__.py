"""The words for states, roles, rules, steps and events: one table of message ids.

Pages and PDFs look a word up here and pass it through gettext in their own language.
"""

from collections.abc import Mapping
from enum import StrEnum

from portal.wording import (
    accounts,
    addenda,
    administration,
    amendments,
    assessments,
    audit,
    award,
    budgets,
    call_judging,
    call_life,
    call_scope,
    calls,
    clarifications,
    clauses,
    clearances,
    closing,
    committee,
    contracts,
    core,
    diligence,
    draft_team,
    evaluation,
    exports,
    figures,
    handover,
    instalments,
    joint,
    monitoring,
    notices,
    partners,
    portfolio,
    procedures,
    proposal_parts,
    proposals,
    public_calls,
    report_books,
    report_money,
    report_parts,
    risks,
    screening,
    sealing,
    seats,
    signing,
    uploads,
    visits,
)

TABLES: tuple[Mapping[str, str], ...] = (
    core.WORDS,
    accounts.WORDS,
    administration.WORDS,
    addenda.WORDS,
    amendments.WORDS,
    assessments.WORDS,
    budgets.WORDS,
    audit.WORDS,
    calls.WORDS,
    call_judging.WORDS,
    call_life.WORDS,
    call_scope.WORDS,
    clarifications.WORDS,
    clauses.WORDS,
    clearances.WORDS,
    closing.WORDS,
    proposals.WORDS,
    committee.WORDS,
    award.WORDS,
    contracts.WORDS,
    diligence.WORDS,
    draft_team.WORDS,
    evaluation.WORDS,
    exports.WORDS,
    figures.WORDS,
    handover.WORDS,
    instalments.WORDS,
    joint.WORDS,
    monitoring.WORDS,
    notices.WORDS,
    partners.WORDS,
    portfolio.WORDS,
    procedures.WORDS,
    proposal_parts.WORDS,
    public_calls.WORDS,
    report_books.WORDS,
    report_money.WORDS,
    risks.WORDS,
    report_parts.WORDS,
    screening.WORDS,
    uploads.WORDS,
    visits.WORDS,
    sealing.WORDS,
    seats.WORDS,
    signing.WORDS,
)

WORDS: Mapping[str, str] = {key: text for table in TABLES for key, text in table.items()}


def word_key(value: object, group: str = "") -> str:
    """Return the key of a word: ``CallState.DRAFT`` gives ``CallState.draft``."""
    if isinstance(value, StrEnum):
        return f"{type(value).__name__}.{value.value}"
    return f"{group}.{value}"
