"""Facts of the documents of the area: proposals."""

from uuid import UUID


def receipt(subject_id: UUID, language: str) -> dict[str, object]:
    """Return what the document prints."""
    return {"subject": str(subject_id), "language": language}
