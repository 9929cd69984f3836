"""Facts of a proposal on paper: everything that it says, in the order in which it is read."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from portal.domain import proposals as rules
from portal.domain.lifecycle import ProposalState
from portal.domain.proposal_parts import PartKey
from portal.pdf.facts.shared import call_facts
from portal.services import (
    budget_categories,
    library,
    proposal_drafts,
    proposal_eligibility,
    proposal_parts,
    proposal_profile,
    proposals,
)
from portal.services.proposal_contents import Contents, whole
from portal.services.proposal_eligibility import Result
from portal.services.proposal_parts import Part

Facts = dict[str, Any]


def proposal(subject_id: UUID, language: str) -> Facts:
    """Return what a proposal prints; a submitted one is dated by its submission."""
    row = proposals.by_id(subject_id)
    contents = whole(row)
    return {
        **_head(row, language),
        **_state(row),
        "answers": [_answer(each) for each in contents.sections],
        "eligibility": [_result(each) for each in _results(contents)],
        "parts": [
            _part(each) for each in proposal_parts.parts_of(row.call, contents.kept, language)
        ],
        "profile": _profile(row, contents, language),
        "budget": _budget(contents, language),
        "files": [
            {
                "title": each.title,
                "name": each.filename,
                "size": each.size,
                "sha256": each.sha256,
            }
            for each in contents.attachments
        ],
        "declarations": _declared(row, language),
    }


def technical(row: Any, language: str) -> Facts:  # noqa: ANN401 - a record
    """Return what a proposal says beside money and files: answers by criterion, and parts."""
    contents = whole(row)
    kept = proposal_parts.parts_of(row.call, contents.kept, language)
    answers = [_answer(each) for each in contents.sections]
    return {"answers": answers, "parts": [_part(each) for each in kept]}


def _head(row: Any, language: str) -> Facts:  # noqa: ANN401 - a record
    head = call_facts(
        row.call, language, row.number or proposals.lot_reference(row), row.call.title
    )
    lot = {"number": row.lot.number, "title": row.lot.title, "ceiling": _text(row.lot.ceiling)}
    about = {"partner": row.partner.name, "lot": lot, "currency": row.call.currency}
    return {**head, **about, "call": row.call.reference, "call_language": row.call.language}


def _state(row: Any) -> Facts:  # noqa: ANN401 - a record
    submitted = row.state is not ProposalState.DRAFT and row.submitted_at is not None
    at = row.submitted_at.isoformat() if submitted else ""
    return {
        "submitted": submitted,
        "submitted_at": at,
        "dated": at,
        "deadline": row.call.deadline.isoformat() if row.call.deadline else "",
        "receipt": row.receipt or "",
        "fingerprint": row.fingerprint,
    }


def _answer(each: Any) -> Facts:  # noqa: ANN401 - a section of the contents
    return {
        "position": each.question.position,
        "criterion": each.criterion.name,
        "question": each.question.text,
        "weight": each.criterion.weight,
        "words": each.words,
        "limit": each.question.words,
        "text": each.text,
    }


def _results(contents: Contents) -> list[Result]:
    return proposal_eligibility.results(contents.proposal, contents.attachments)


def _result(each: Result) -> Facts:
    given = each.given if each.given is None else str(each.given)
    return {"text": each.question.text, "given": given, "passes": each.passes}


def _part(part: Part) -> Facts:
    """Return a part as plain data: its table, its single fields, and what is drawn of it."""
    return {
        "key": part.key.value,
        "columns": [{"name": each.name, "kind": each.kind.value} for each in part.spec.rows],
        "rows": [_plain(row) for row in part.rows],
        "bars": [_plain(row) for row in part.bars],
        "period": [_text(part.wanted.starts_on), _text(part.wanted.ends_on)],
        "questions": _questions(part),
        "targets": _targets(part),
        "cover": [_cover(each) for each in part.cover] if _has_staff(part) else [],
        "always": part.wanted.day_and_night,
    }


def _plain(row: Mapping[str, Any]) -> Facts:
    return {name: _text(value) for name, value in row.items()}


def _text(value: Any) -> Any:  # noqa: ANN401 - a value of a content
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(int(value)) if value == value.to_integral() else f"{value.normalize():f}"
    return value


def _questions(part: Part) -> list[Facts]:
    if part.wanted.targets and part.key is PartKey.INDICATORS:
        return []
    return [
        {
            "text": each.label,
            "kind": each.kind.value,
            "given": part.values.get(each.name) or "",
            "note": part.values.get(f"{each.name}_note") or "",
        }
        for each in part.spec.values
        if each.label
    ]


def _targets(part: Part) -> list[Facts]:
    if part.key is not PartKey.INDICATORS:
        return []
    return [
        {
            "name": each.label,
            "unit": each.hint,
            "asked": part.wanted.targets[each.name][1],
            "own": part.values.get(each.name),
            "note": part.values.get(f"{each.name}_note") or "",
        }
        for each in part.spec.values
        if each.label
    ]


def _has_staff(part: Part) -> bool:
    return part.key is PartKey.STAFFING and part.begun


def _cover(each: Any) -> Facts:  # noqa: ANN401 - one part of the day
    return {
        "shift": each.shift.value,
        "asked": each.asked,
        "people": each.people,
        "full_time": f"{each.full_time:f}",
        "wanted": f"{each.wanted:f}",
        "short": each.short,
        "thin": each.thin,
    }


def _profile(row: Any, contents: Contents, language: str) -> Facts:  # noqa: ANN401 - a record
    profile = proposal_profile.of(row, contents.kept)
    sections = profile.content["sections"]
    known = library.by_code("services", "service")
    services = [
        library.text_of(known[code], "", language)
        for code in sections["work"]["values"]["services"] or []
        if code in known
    ]
    return {
        "essentials": profile.content["essentials"],
        "projects": sections["projects"]["rows"],
        "policies": sections["policies"]["rows"],
        "services": services,
        "missing": list(profile.missing),
        "taken_at": profile.taken_at.isoformat() if profile.taken_at else "",
    }


def _budget(contents: Contents, language: str) -> Facts:
    lines = contents.lines
    return {
        "names": dict(budget_categories.names(contents.proposal.call, language)),
        "lines": [
            {
                "category": each.category,
                "description": each.description,
                "unit": each.unit,
                "quantity": _text(each.quantity),
                "unit_cost": _text(each.unit_cost),
                "months": each.months,
                "charged": "" if each.share == rules.PERCENT else _text(each.share),
                "total": _text(rules.line_total(each)),
            }
            for each in lines
        ],
        "totals": {code: _text(sum_) for code, sum_ in rules.totals_by_category(lines).items()},
        "total": _text(rules.budget_total(lines)),
        "stated": "" if (told := contents.figures.stated) is None else _text(told),
        "difference": _text(contents.figures.difference),
        "share": _text(rules.indirect_share(lines)),
        "own": {
            kind.value: _text(rules.own_contribution(lines, kind))
            for kind in rules.Contribution
        },
    }


def _declared(row: Any, language: str) -> list[str]:  # noqa: ANN401 - a record
    texts = proposal_drafts.declaration_texts(language)
    return [texts[code] for code in proposal_drafts.ticked(row) if code in texts]
