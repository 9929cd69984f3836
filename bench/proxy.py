"""The shipped nginx in front of a portal, on this machine and without certificates."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from portal.config import ROOT
from portal.server import require_alive, start
from tests.faults.clients import HOST, Browser
from tests.faults.killing import end, free_port

SHIPPED = ROOT / "docs" / "deploy" / "nginx-portal.conf"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def settings(folder: Path, port: int, portal: int) -> str:
    """Return the shipped configuration for other ports, without HTTPS, in one folder."""
    shipped = SHIPPED.read_text(encoding="utf-8")
    parts = re.split(r"^(?=limit_conn_zone|server)", shipped, flags=re.MULTILINE)
    _head, limits, _redirect, server = parts
    plain = re.sub(r"^ *(listen|ssl_).*\n", "", server, flags=re.MULTILINE)
    moved = plain.replace("server_name", f"listen {HOST}:{port};\n    server_name", 1).replace(
        "127.0.0.1:5000", f"{HOST}:{portal}"
    )
    places = "\n".join(f"{each}_temp_path {folder}/{each};" for each in TEMPORARY)
    return (
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off;\n{places}\n{limits}{moved}}}\n"
    )


@contextmanager
def before(nginx: str, folder: Path, portal: int) -> Iterator[int]:
    """Run nginx in front of the portal at a port; lend its own port."""
    place, port = folder / "nginx", free_port()
    place.mkdir()
    own = place / "nginx.conf"
    own.write_text(settings(place, port, portal), encoding="utf-8")
    command = [nginx, "-e", str(place / "error.log"), "-p", str(place), "-c", str(own)]
    process = start(command)
    try:
        _wait(port, process)
        yield port
    finally:
        end(process)


def _wait(port: int, process: subprocess.Popen) -> None:
    for _ in range(500):
        try:
            Browser(port).get("/healthz")
        except OSError:
            require_alive({"proxy": process})
            Event().wait(0.02)
        else:
            return
    raise TimeoutError(port)
