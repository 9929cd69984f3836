"""Where a document may read from: the files of `static/` and data held in the page itself."""

import mimetypes
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STATIC = Path(__file__).resolve().parents[2] / "static"

_SAFE_LINK = re.compile(r"(#|https?://|mailto:)", re.IGNORECASE)


class FetchRefused(FatalURLFetchingError):
    """A document asked for something outside `static/`; the rendering stops."""


class StaticFetcher(URLFetcher):
    """Read files of one folder and data: addresses; refuse everything else, loudly."""

    def __init__(self, folder: Path = STATIC) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False)
        self._folder = folder.resolve()

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Answer with the bytes behind an address, or raise FetchRefused."""
        if urlsplit(url).scheme == "data":
            return super().fetch(url, headers)
        path = self._inside(url)
        mime = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": mime})

    def _inside(self, url: str) -> Path:
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        local = parts.scheme == "file" and parts.netloc == ""
        if not (local and path.is_relative_to(self._folder) and path.is_file()):
            message = f"a document may not read {url[:200]}"
            raise FetchRefused(message)
        return path


def is_safe_link(address: str) -> bool:
    """Tell whether a link may stay in a document: within it, web or mail."""
    return _SAFE_LINK.match(address) is not None
