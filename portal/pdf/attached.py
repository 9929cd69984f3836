"""Reading the data that a document carries as an attachment."""

from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

RECEIPT = "receipt.json"
EVALUATION = "evaluation.json"
REASONS = "reasons.csv"
PORTFOLIO = "portfolio.csv"


def attached(content: bytes, name: str = RECEIPT) -> bytes:
    """Return what a PDF carries under a name, nothing when it carries none.

    What is no PDF is returned as it is.
    """
    if not content.startswith(b"%PDF"):
        return content
    try:
        found = PdfReader(BytesIO(content)).attachments.get(name, [])
    except PyPdfError:
        return b""
    return bytes(found[0]) if found else b""


def printed(content: bytes) -> str | None:
    """Return the text on the pages of a PDF; None for what is no PDF."""
    if not content.startswith(b"%PDF"):
        return None
    try:
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    except PyPdfError:
        return ""
