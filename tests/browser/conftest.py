"""A real portal for the browser: server, worker and sample programme, as `make run` does."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

import pytest
from playwright.sync_api import sync_playwright

from portal.config import ROOT
from portal.play.people import SAMPLE_PASSWORD
from tests import waiting

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, server):
    def answers():
        assert server.poll() is None, "the portal stopped by itself"
        try:
            return urllib.request.urlopen(address, timeout=2)  # noqa: S310 - our own server
        except OSError:
            return None

    waiting.until(answers, address).close()


@contextmanager
def serve(folder, database=""):
    """Run the portal as `make run` does, in development mode on a folder of its own."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    mode = {"PORTAL_MODE": "development", "PORTAL_INSTANCE": str(folder)}
    place = {"PORTAL_PORT": str(port), "PORTAL_ADDRESS": address}
    environ = {**os.environ, **mode, **place, "PORTAL_SIGN_IN_LIMIT": "1000 per minute"}
    if database:
        environ["PORTAL_DATABASE_URL"] = database
    command = [sys.executable, "-P", "portal/server.py"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log)
        try:
            wait_for(f"{address}/healthz", server)
            yield address
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    """The address of a running portal with the sample programme in it."""
    with serve(tmp_path_factory.mktemp("instance")) as address:
        yield address


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(portal, chromium):
    """Open a browser of its own for a person: without JavaScript, 1280 px wide unless told."""
    opened = []

    def start(email="", *, width=1280, language="en", scripts=False):
        context = chromium.new_context(
            base_url=portal,
            java_script_enabled=scripts,
            locale=language,
            viewport={"width": width, "height": 900},
            accept_downloads=True,
        )
        context.set_default_timeout(20_000)
        context.add_cookies([{"name": "language", "value": language, "url": portal}])
        opened.append(context)
        page = context.new_page()
        if email:
            sign_in(page, email)
        return page

    yield start
    for context in opened:
        context.close()


def sign_in(page, email, password=SAMPLE_PASSWORD):
    page.goto("/sign-in")
    page.fill("#email", email)
    page.fill("#password", password)
    page.press("#password", "Enter")
    page.wait_for_url("**/work")
