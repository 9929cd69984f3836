"""Fetching a file over https with bounds: size, time, redirects, and public addresses only."""

import socket
import ssl
import time
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import SplitResult, urljoin, urlsplit

from portal.domain.errors import RuleBroken

SECONDS = 60
STEP_SECONDS = 15
MOST_REDIRECTS = 3
CHUNK = 64 * 1024
HTTPS_PORT = 443
OK = 200
REDIRECTS = frozenset({301, 302, 303, 307, 308})
Opener = Callable[[SplitResult, str], HTTPResponse]


class _Pinned(HTTPSConnection):
    """A connection to the very address that was checked, with the name's own certificate."""

    def __init__(self, place: SplitResult, checked: str) -> None:
        context = ssl.create_default_context()
        name = str(place.hostname)
        super().__init__(name, place.port, timeout=STEP_SECONDS, context=context)
        self._checked = checked
        self._tls = context

    def connect(self) -> None:
        """Connect to the checked address instead of asking for the name again."""
        plain = socket.create_connection((self._checked, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def open_pinned(place: SplitResult, checked: str) -> HTTPResponse:
    """Ask a checked address for a path."""
    connection = _Pinned(place, checked)
    path = place.path or "/"
    connection.request("GET", f"{path}?{place.query}" if place.query else path)
    return connection.getresponse()


def fetch(address: str, most: int, opener: Opener = open_pinned) -> bytes:
    """Return the bytes at an https address, or refuse in words.

    At most ``most`` bytes in a minute, three redirects, and never an address that is not
    public.
    """
    try:
        return _fetch(address, most, opener, time.monotonic() + SECONDS)
    except (OSError, HTTPException, ValueError) as error:
        raise RuleBroken("sanctions_unreachable", kind=type(error).__name__) from error


def _fetch(address: str, most: int, opener: Opener, until: float) -> bytes:
    for _time in range(MOST_REDIRECTS + 1):
        place = urlsplit(address)
        answer = opener(place, checked_address(place))
        try:
            if answer.status not in REDIRECTS:
                return _content(answer, most, until)
            address = urljoin(address, answer.getheader("Location") or "")
        finally:
            answer.close()
    raise RuleBroken("sanctions_redirects")


def checked_address(place: SplitResult) -> str:
    """Return one address of a place, or refuse when it is not https or not public."""
    if place.scheme != "https" or not place.hostname or place.username:
        raise RuleBroken("sanctions_not_https")
    known = socket.getaddrinfo(
        place.hostname, place.port or HTTPS_PORT, type=socket.SOCK_STREAM
    )
    addresses = [str(each[4][0]) for each in known]
    if not addresses or not all(_is_public(each) for each in addresses):
        raise RuleBroken("sanctions_private_address")
    return addresses[0]


def _is_public(address: str) -> bool:
    known = ip_address(address.split("%", maxsplit=1)[0])
    known = getattr(known, "ipv4_mapped", None) or known
    return known.is_global and not known.is_multicast


def _content(answer: HTTPResponse, most: int, until: float) -> bytes:
    if answer.status != OK:
        raise RuleBroken("sanctions_unreachable", kind=answer.status)
    kept = bytearray()
    while chunk := answer.read(CHUNK):
        kept += chunk
        if len(kept) > most or time.monotonic() > until:
            raise RuleBroken("sanctions_too_large")
    return bytes(kept)
