"""A real portal for the browser: server, worker and sample programme, as `make run` does."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import ExitStack, closing, contextmanager

import pytest
from playwright.sync_api import sync_playwright

from portal import server
from portal.bootstrap import find_either
from portal.config import ROOT
from portal.play.people import SAMPLE_PASSWORD
from tests import waiting, warm

WITHOUT = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose"),
    *("HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter"),
    *("PaintHolding", "ThirdPartyStoragePartitioning", "OptimizationHints"),
    *("NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
    *("PreloadTopChromeWebUI", "WebUIReloadButton", "InitialWebUI"),
    "SpareRendererForSitePerProcess",
)
"""What Playwright turns off, whose flag this one replaces, and the pages that each new window

loads for its own bars: they took half of the processor time of a walk.
"""
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"),
    *("--in-process-gpu", "--renderer-process-limit=1", "--disable-site-isolation-trials"),
    f"--disable-features={','.join(WITHOUT)}",
]
NO_FRAMES = "--enable-begin-frame-control"
"""Pages are laid out but not painted, for who only measures them; nobody can press anything."""
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
LIGHT = {
    f"PORTAL_{secret}_{cost}": "1"
    for secret in ("PASSWORD", "PASSPHRASE")
    for cost in ("PASSES", "MEMORY")
}
"""A try of a password costs as little as in the other tests."""
PATIENCE = 60_000
"""For how many milliseconds a page is waited for: other tests run on the same machine."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, lives):
    def answers():
        assert lives(), "the portal stopped by itself"
        try:
            return urllib.request.urlopen(address, timeout=2)  # noqa: S310 - our own server
        except OSError:
            return None

    waiting.until(answers, address).close()


def settings(folder, **more):
    """What a portal in development mode on a folder of its own finds in its environment."""
    mode = {"PORTAL_MODE": "development", "PORTAL_INSTANCE": str(folder)}
    return {**os.environ, **mode, **LIGHT, "PORTAL_SIGN_IN_LIMIT": "1000 per minute", **more}


@contextmanager
def launched(folder):
    """Run the portal on a folder as `make run` does."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environ = settings(folder, PORTAL_PORT=str(port), PORTAL_ADDRESS=address)
    command = [sys.executable, "-P", "portal/server.py"]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log)
        try:
            wait_for(f"{address}/healthz", lambda: running.poll() is None)
            yield address
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(60)


@contextmanager
def serve(folder, database="", *, worker=True):
    """Run what `make run` starts; without the worker where nothing waits for it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environ = settings(folder, PORTAL_ADDRESS=address)
    if database:
        environ["PORTAL_DATABASE_URL"] = database
    commands = [server.web_command(port), *([server.flask_command("work")] if worker else ())]
    running = [warm.start(command, environ, folder / "log") for command in commands]
    try:
        wait_for(f"{address}/healthz", lambda: all(each.is_alive() for each in running))
        yield address
    finally:
        for each in running:
            each.terminate()
        for each in running:
            each.join(60)


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """A folder with the sample programme, played once; its documents need not be printed.

    Each of them is printed in tests/services/test_play.py; here every one would let the
    documents of the walks wait.
    """
    folder = tmp_path_factory.mktemp("sample")
    prepared = warm.start(server.flask_command("prepare"), settings(folder), folder / "log")
    prepared.join()
    assert prepared.exitcode == 0, (folder / "log").read_text()
    with closing(sqlite3.connect(folder / "portal.sqlite")) as opened, opened:
        opened.execute("DELETE FROM effect WHERE kind = 'document'")
    return folder


@pytest.fixture(scope="session")
def instance(sample, tmp_path_factory):
    """A folder with the sample programme, in which walks may leave what they do."""
    folder = tmp_path_factory.mktemp("instance")
    shutil.copytree(sample, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def portal(instance):
    """The address of a running portal with the sample programme in it."""
    with launched(instance) as address:
        yield address


@pytest.fixture(scope="session")
def launch():
    """Start a browser, with flags of its own."""
    command = find_either("chromium-headless-shell")
    with sync_playwright() as playwright, ExitStack() as opened:

        def start(*flags):
            browser = playwright.chromium.launch(executable_path=command, args=[*FLAGS, *flags])
            opened.callback(browser.close)
            return browser

        yield start


@pytest.fixture(scope="session")
def chromium(launch):
    return launch()


@pytest.fixture
def visit(portal, chromium):
    """Open a browser of its own for a person: without JavaScript, 1280 px wide unless told.

    The person asks for little motion: a page that scrolls smoothly cannot be pressed meanwhile.
    Who comes again with the same account sits at the browser from before.
    """
    opened, known = [], {}

    def start(email="", **how):
        asked = (email, *sorted(how.items()))
        if asked not in known:
            page = begin(**how)
            if not email:
                return page
            sign_in(page, email)
            known[asked] = page
        return known[asked]

    def begin(*, width=1280, language="en", scripts=False):
        context = chromium.new_context(
            base_url=portal,
            java_script_enabled=scripts,
            locale=language,
            viewport={"width": width, "height": 900},
            accept_downloads=True,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "language", "value": language, "url": portal}])
        opened.append(context)
        return context.new_page()

    yield start
    for context in opened:
        context.close()


def sign_in(page, email, password=SAMPLE_PASSWORD):
    """Let somebody in by the form of the password, which need not be painted each time."""
    form = page.request.get("/sign-in").text()
    given = {"email": email, "password": password, "csrf_token": TOKEN.search(form)[1]}
    answer = page.request.post("/sign-in", form=given, max_redirects=0)
    assert answer.headers["location"].endswith("/work"), answer.status
