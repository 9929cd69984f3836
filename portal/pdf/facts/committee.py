"""Facts of the documents of the area: committee."""

from uuid import UUID


def opening(subject_id: UUID, language: str) -> dict[str, object]:
    """Return what the document prints."""
    return {"subject": str(subject_id), "language": language}


def evaluation(subject_id: UUID, language: str) -> dict[str, object]:
    """Return what the document prints."""
    return {"subject": str(subject_id), "language": language}


def letter(subject_id: UUID, language: str) -> dict[str, object]:
    """Return what the document prints."""
    return {"subject": str(subject_id), "language": language}
