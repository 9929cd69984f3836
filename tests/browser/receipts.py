"""Receipts taken from the portal and verified without it: by the command, by the one file."""

import os
import subprocess
import sys

from portal import server
from portal.config import ROOT
from tests import warm
from tests.browser import walk

VERIFIER = ROOT / "static" / "verify" / "verify_audit.py"


def verify_offline(folder, *partners):
    """Let the receipt of each partner hold, as document and as data, by public keys alone.

    ``partners`` are pages with the home of the proposal whose receipt they may see.
    """
    keys = kept(folder / "keys.json", partners[0][0].request.get("/keys.json").body())
    papers = []
    for number, (page, home) in enumerate(partners):
        data = page.request.get(f"{home}/receipt.json").body()
        papers.append(kept(folder / f"{number}.json", data))
        papers.append(kept(folder / f"{number}.pdf", walk.paper(page, f"{home}/receipt.pdf")))
    for paper in papers:
        by_command(folder, keys, paper)
    told = [argument for paper in papers for argument in ("--receipt", str(paper))]
    run([str(VERIFIER), *told, "--keys", str(keys)], os.environ)


def kept(path, content):
    path.write_bytes(content)
    return path


def by_command(folder, keys, paper):
    """Verify with the portal's own command, on a portal that knows nothing of this one."""
    elsewhere = {"PORTAL_MODE": "development", "PORTAL_INSTANCE": str(folder)}
    command = [*server.flask_command("receipts"), "verify", str(paper), "--keys", str(keys)]
    said = paper.with_suffix(f"{paper.suffix}.said")
    verifying = warm.start(command, {**os.environ, **elsewhere}, said)
    verifying.join()
    assert (verifying.exitcode, "holds" in said.read_text()) == (0, True), said.read_text()


def run(command, environ):
    done = subprocess.run(
        [sys.executable, *command],
        env=environ,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
