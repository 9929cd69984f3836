"""Photos made small enough to be printed, as data held in the page itself."""

import base64
from io import BytesIO

from PIL import Image

from portal.pdf.limits import TEXT_CHARACTERS

WIDEST = 640
"""The longer side of a printed photo, in pixels: sharp at 80 mm."""
QUALITIES = (72, 60, 48, 36, 24)


def printed(content: bytes) -> str:
    """Return a photo as a data address of JPEG within what one text of a document holds.

    Empty where the photo cannot be made small enough.
    """
    with Image.open(BytesIO(content)) as picture:
        small = picture.convert("RGB")
    small.thumbnail((WIDEST, WIDEST))
    for quality in QUALITIES:
        out = BytesIO()
        small.save(out, "JPEG", quality=quality)
        address = "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()
        if len(address) <= TEXT_CHARACTERS:
            return address
    return ""
