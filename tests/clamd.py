"""A small clamd on this machine: it answers INSTREAM, and knows one virus, the one of EICAR."""

import socketserver
import struct
from contextlib import contextmanager
from threading import Thread

from tests.papers import EICAR


class Session(socketserver.StreamRequestHandler):
    """One stream of a client, and the answer to it."""

    def handle(self):
        assert self.rfile.readline() == b"nINSTREAM\n"
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.wfile.write(self.server.answer(content))


class Clamd(socketserver.ThreadingTCPServer):
    """The server; ``told`` replaces its answer."""

    daemon_threads = True
    told = b""

    def answer(self, content):
        verdict = b"Eicar-Signature FOUND" if EICAR in content else b"OK"
        return self.told or b"stream: " + verdict + b"\n"


@contextmanager
def running(monkeypatch):
    """Run it, and let the portal know where it listens."""
    with Clamd(("127.0.0.1", 0), Session) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("PORTAL_CLAMD", f"127.0.0.1:{server.server_address[1]}")
        yield server
        server.shutdown()


def away(monkeypatch):
    """Tell the portal of a clamd that does not answer."""
    monkeypatch.setenv("PORTAL_CLAMD", "127.0.0.1:9")
