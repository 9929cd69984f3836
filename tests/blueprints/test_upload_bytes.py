"""Every byte of a file arrives, whatever its size, through the real server and its parser."""

import hashlib
import http.client
import subprocess
import sys
from contextlib import closing

import pytest

from portal.config import ROOT
from tests import waiting
from tests.browser.conftest import free_port

EDGE = 64 * 1024
HEAD = (
    b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
    b"Content-Type: application/pdf\r\n\r\n"
)
TAIL = (
    b'\r\n--edge\r\nContent-Disposition: form-data; name="title"\r\n\r\n'
    b"Work plan\r\n--edge--\r\n"
)
SIZES = [
    number * EDGE + offset - shift
    for number in (1, 2)
    for shift in (0, len(HEAD))
    for offset in range(-100, 101)
]


@pytest.fixture(scope="module")
def port():
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "tests.echo:create_app()"]
    options = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "4"]
    server = subprocess.Popen([*command, *options, "--no-control-socket"], cwd=ROOT)
    try:
        waiting.until(lambda: answers(port), "the server")
        yield port
    finally:
        server.terminate()
        server.wait(20)


def answers(port):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        try:
            return send(connection, b"x")
        except OSError:
            return None


def send(connection, content):
    kind = {"Content-Type": "multipart/form-data; boundary=edge"}
    connection.request("POST", "/", HEAD + content + TAIL, kind)
    return connection.getresponse().read().decode()


@pytest.mark.sqlite_only
@pytest.mark.parametrize("last", [b"\r", b"\r\n--edg", b"x"])
def test_no_byte_is_added_or_lost_at_any_size_near_the_end_of_a_buffer(port, last):
    wrong = []
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        for size in SIZES:
            content = b"\n" * (size - len(last)) + last
            expected = f"{size} {hashlib.sha256(content).hexdigest()} Work plan"
            if send(connection, content) != expected:
                wrong.append(size)
    assert wrong == []
