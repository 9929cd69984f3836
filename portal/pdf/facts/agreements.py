"""Facts of a cooperation agreement: a draft, the copy to sign, or as it was signed."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from portal.domain.agreements import TEXTS, Line, Sums, by_year
from portal.domain.lifecycle_joint import SETTLED_TEXT
from portal.models.joint import CooperationAgreement
from portal.pdf.facts.shared import base_facts
from portal.services import agreement_changes, agreements

Facts = dict[str, Any]
_SIGNATURES = (
    "iom_signatory",
    "iom_function",
    "government_signatory",
    "government_function",
    "scan_reference",
)


def agreement(subject_id: UUID, language: str) -> Facts:
    """Return the facts of one version of an agreement."""
    row = agreements.by_id(subject_id)
    centre = row.centre
    base = base_facts(
        row.reference, centre.name, country=centre.country, language=language, zone="UTC"
    )
    settled = row.state in SETTLED_TEXT
    return {
        **base,
        "centre": centre.name,
        "authority": centre.authority,
        "version": row.number,
        "own": row.language,
        "settled": settled,
        "dated": row.approved_at.isoformat() if settled and row.approved_at else "",
        **_said(row),
        **_parts(row),
        "changes": agreement_changes.told(row),
    }


def _said(row: CooperationAgreement) -> Facts:
    return {
        **{name: getattr(row, name) for name in (*TEXTS, *_SIGNATURES)},
        "starts_on": row.starts_on.isoformat() if row.starts_on else "",
        "ends_on": row.ends_on.isoformat() if row.ends_on else "",
        "signed_on": row.signed_on.isoformat() if row.signed_on else "",
        "frequency_days": row.frequency_days,
        "quorum": [row.quorum_iom, row.quorum_government],
        "minutes_days": row.minutes_days,
        "chairing": row.chairing.value,
    }


def _parts(row: CooperationAgreement) -> Facts:
    names, lines = agreements.party_names(row), agreements.lines_of(row)
    return {
        "parties": [
            {"side": each["side"].value, "name": each["name"], "mandate": each["mandate"]}
            for each in agreements.rows_of(row, "parties")
        ],
        "duties": [_duty(each, names) for each in agreements.rows_of(row, "duties")],
        "sums": [_sums(each, lines) for each in agreements.sums_of(row)],
    }


def _duty(row: Mapping[str, Any], names: Mapping[UUID, str]) -> Facts:
    texts = ("responsibility", "limits", "accountability")
    return {"party": names.get(row["party"], ""), **{name: row[name] for name in texts}}


def _sums(each: Sums, lines: Sequence[Line]) -> Facts:
    return {
        "currency": each.currency,
        "years": list(each.years),
        "rows": [[party, [str(a) for a in amounts], str(t)] for party, amounts, t in each.rows],
        "totals": [str(amount) for amount in each.totals],
        "total": str(each.total),
        "lines": [
            [name, party, [None if a is None else str(a) for a in amounts]]
            for name, party, amounts in by_year(lines, each.currency, each.years)
        ],
    }
