"""The scan for viruses: asks clamd where one is configured, and says when it is away."""

from io import BytesIO

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket

from portal.config import scanner_address
from portal.domain.errors import RuleBroken
from portal.domain.uploads import ScanState

PATIENCE = 30


def is_configured() -> bool:
    """Say whether files are scanned at all."""
    return bool(scanner_address())


def scan(content: bytes) -> ScanState:
    """Return how the scan went; refuse what holds a virus.

    ``UNSCANNED`` where no scanner is configured, ``WAITING`` while it gives no clear answer.
    """
    if not is_configured():
        return ScanState.UNSCANNED
    try:
        told = _client(scanner_address()).instream(BytesIO(content))
    except (ClamdError, OSError, UnicodeDecodeError):
        return ScanState.WAITING
    verdict, name = told.get("stream", ("ERROR", None))
    if verdict == "FOUND":
        raise RuleBroken("file_infected", "file", name=str(name))
    return ScanState.CLEAN if verdict == "OK" else ScanState.WAITING


def _client(address: str) -> ClamdNetworkSocket:
    host, _, port = address.rpartition(":")
    if host and port.isdecimal():
        return ClamdNetworkSocket(host.strip("[]"), int(port), PATIENCE)
    return ClamdUnixSocket(address, PATIENCE)
