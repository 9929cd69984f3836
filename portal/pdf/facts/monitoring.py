"""Facts of the documents of the area: monitoring."""

from uuid import UUID


def report(subject_id: UUID, language: str) -> dict[str, object]:
    """Return what the document prints."""
    return {"subject": str(subject_id), "language": language}
