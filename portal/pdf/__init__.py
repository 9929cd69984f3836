"""Documents on paper: facts in, bytes out."""

from portal.pdf.pipeline import Document, render
from portal.pdf.pool import RenderFailed, RenderPool

__all__ = ["Document", "RenderFailed", "RenderPool", "render"]
