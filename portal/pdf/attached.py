"""Reading the data that a document carries as an attachment."""

from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

RECEIPT = "receipt.json"


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
