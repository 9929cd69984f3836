"""Facts of the documents of the area: partners."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from portal.pdf.facts.shared import base_facts
from portal.services import library, profile_issue


def profile(subject_id: UUID, language: str) -> dict[str, object]:
    """Return what a partner's profile prints: what it held when it was issued."""
    issued = profile_issue.by_id(subject_id)
    content = issued.content
    essentials = content["essentials"]
    head = base_facts(
        content["reference"],
        essentials["name"],
        country=essentials["country"],
        language=language,
        zone="UTC",
    )
    return {
        **head,
        "partner": essentials,
        "sections": _sections(content["sections"], language),
        "papers": content["papers"],
        "bank": content["bank"],
        "version": issued.version,
        "issued_at": issued.issued_at.isoformat(),
    }


def _sections(sections: Mapping[str, Any], language: str) -> dict[str, object]:
    """Return the sections with the services in words instead of their codes."""
    work = sections["work"]
    known = library.by_code("services", "service")
    named = [
        library.text_of(known[code], "", language)
        for code in work["values"]["services"]
        if code in known
    ]
    return {**sections, "work": {**work, "services": named}}
