"""Facts of the documents of the area: calls."""

from uuid import UUID


def call(subject_id: UUID, language: str) -> dict[str, object]:
    """Return what the document prints."""
    return {"subject": str(subject_id), "language": language}
