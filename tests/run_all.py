"""Everything `make test` runs, three parts at a time, with a table at the end."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from configparser import ConfigParser
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "portal"))  # a portal that cannot be imported must not stop the run

from bootstrap import Stop, find_command, say  # noqa: E402 - run as a file

PYTHON = sys.executable
GRACE = 15.0
WALKS = "tests/browser"
SWEEP = (
    f"{WALKS}/test_every_page.py::"
    "test_every_page_is_accessible_and_fits_every_screen_in_both_languages"
)
PAGES = ("tests/blueprints", "tests/pdf")
LANES = 3
"""How many parts run at a time, which keeps two cores busy: each part waits a good deal."""
SLOWEST = "--durations=15"
HOST = "127.0.0.1"
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
DECLARED_UNSEEN = "DEP002=gunicorn|psycopg|tzdata|email-validator|aiohttp"
PARTS_OF_FLASK = "DEP003=click|jinja2|markupsafe|werkzeug"
DATABASE = "PORTAL_TEST_DATABASE_URL"
TEMPLATES = "PORTAL_TEST_TEMPLATES"
"""Where the parts of a run keep the templates that one of them has compiled."""
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
    "listen_addresses": HOST,
}
"""What is tried does not hang on them: nothing outlives the run, plans are made once."""


CHILDREN: set[subprocess.Popen[bytes]] = set()
"""What runs now: an interrupted run stops it."""
INTERRUPTED = Event()
"""Nothing more is started."""


@dataclass
class Step:
    """One command of the run, with its result and its seconds once it has run."""

    name: str
    command: Sequence[str]
    environment: dict[str, str] = field(default_factory=dict)
    code: int | None = None
    seconds: float = 0.0


def module(name: str, *arguments: str) -> list[str]:
    """Give the command line that runs an installed module."""
    return [PYTHON, "-m", name, *arguments]


def lint_steps(requirements: Path) -> list[Step]:
    """Give the checks that need no database."""
    deptry = ("-rf", str(requirements / "run.txt"), "-rfd", str(requirements / "test.txt"))
    deptry += ("-kf", "portal", "-pri", f"{DECLARED_UNSEEN},{PARTS_OF_FLASK}")
    return [
        Step("ruff check", module("ruff", "check", "--quiet", ".")),
        Step("ruff format", module("ruff", "format", "--check", "--quiet", ".")),
        Step("mypy", module("mypy")),
        Step("lint-imports", [PYTHON, "-c", LINT_IMPORTS]),
        Step("djlint format", module("djlint", "portal/templates", "--check", "--quiet")),
        Step("djlint lint", module("djlint", "portal/templates", "--lint", "--quiet")),
        Step("codespell", module("codespell_lib")),
        Step("deptry", module("deptry", "portal", *deptry)),
    ]


def write_requirements(folder: Path) -> None:
    """Write what setup.cfg declares in the form that deptry reads."""
    config = ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    (folder / "run.txt").write_text(config["options"]["install_requires"])
    (folder / "test.txt").write_text(config["options.extras_require"]["test"])


def run(step: Step, out: IO[bytes] | None = None) -> None:
    """Run a step to its end and keep its result; a step never stops the next one."""
    if INTERRUPTED.is_set():
        return
    if out is None:
        say(f"\n== {step.name}")
    began = time.monotonic()
    child = subprocess.Popen(
        step.command,
        cwd=ROOT,
        env={**os.environ, **step.environment},
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=out and subprocess.STDOUT,
        process_group=0,
    )
    CHILDREN.add(child)
    try:
        step.code = child.wait()
    finally:
        stop(child)
    step.seconds = time.monotonic() - began


def stop(child: subprocess.Popen[bytes]) -> None:
    """Interrupt a step that still runs, so that it can clear up, and end what is left."""
    CHILDREN.discard(child)
    if child.poll() is None:
        child.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            child.wait(GRACE)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def as_owner(command: list[str]) -> list[str]:
    """Let the postgres user run it when we are root: PostgreSQL refuses root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def postgres(folder: Path, name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own commands, or stop with what it said."""
    command = as_owner([str(find_command(name)), *arguments])
    log = folder / f"{name}.log"
    with log.open("ab") as out:
        done = subprocess.run(command, cwd=folder, stdout=out, stderr=out, check=False)
    if done.returncode:
        server = folder / "server.log"
        said = [each.read_text(errors="replace") for each in (log, server) if each.exists()]
        message = f"PostgreSQL's {name} failed:\n" + "\n".join(said)
        raise Stop(message)


def free_port() -> int:
    """Find a port that nobody holds."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def private_folder() -> Iterator[Path]:
    """Lend a folder that belongs to the user PostgreSQL runs as."""
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres_cluster() -> Iterator[str]:
    """Lend the address of an own PostgreSQL that is gone afterwards, whatever happens."""
    with private_folder() as folder:
        data, port = str(folder / "data"), str(free_port())
        options = " ".join(f"-c {key}={value}" for key, value in SETTINGS.items())
        options += f" -c port={port} -c unix_socket_directories={folder}"
        access = ("--auth=trust", "--username=portal", "--no-sync")
        postgres(folder, "initdb", "-D", data, *access, "--encoding=UTF8", "--locale=C.UTF-8")
        log = str(folder / "server.log")
        try:
            postgres(folder, "pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")
            postgres(folder, "createdb", "-h", HOST, "-p", port, "-U", "portal", "portal")
            yield f"postgresql://portal@{HOST}:{port}/portal"
        finally:
            if Path(data, "postmaster.pid").exists():
                postgres(folder, "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def run_lint(out: IO[bytes] | None = None) -> list[Step]:
    """Run every check of style, types, imports, words and dependencies."""
    with tempfile.TemporaryDirectory() as folder:
        write_requirements(Path(folder))
        steps = lint_steps(Path(folder))
        for step in steps:
            run(step, out)
    return steps


def run_everything() -> list[Step]:
    """Run all parts in lanes, those that take longest first, so that all lanes end together.

    The first tests on SQLite say at once how they are, others when they and those before are
    done. What Python has compiled is kept, as each of many commands would compile it anew.
    """
    for name in (DATABASE, "PYTHONDONTWRITEBYTECODE"):
        os.environ.pop(name, None)
    quiet = (run_walks, run_on_postgres, run_pages, run_sweep, run_lint)
    done: list[list[Step]] = []
    with ThreadPoolExecutor(LANES) as lanes:
        parts = [lanes.submit(run_first), *(lanes.submit(told, part) for part in quiet)]
        try:
            for each in parts:
                steps, said = each.result()
                say(said)
                done.append(steps)
        except BaseException:
            INTERRUPTED.set()
            lanes.shutdown(wait=False, cancel_futures=True)
            for child in list(CHILDREN):
                stop(child)
            raise
    return [step for steps in (done[-1], *done[:-1]) for step in steps]


def tests(name: str, *chosen: str) -> Step:
    """Give the step that runs some tests."""
    return Step(f"tests, {name}", module("pytest", "-q", SLOWEST, *chosen))


def told(part: Callable[[IO[bytes]], list[Step]]) -> tuple[list[Step], str]:
    """Run a part quietly; return its steps and what they said."""
    with tempfile.TemporaryFile() as said:
        steps = part(said)
        said.seek(0)
        names = ", ".join(each.name for each in steps)
        return steps, f"\n== {names}\n{said.read().decode(errors='replace')}"


def run_first() -> tuple[list[Step], str]:
    """Run the tests on SQLite but those of pages; they speak for themselves."""
    apart = [f"--ignore={folder}" for folder in (WALKS, *PAGES)]
    sqlite = tests("SQLite", *apart)
    run(sqlite)
    return [sqlite], ""


def run_on_postgres(said: IO[bytes]) -> list[Step]:
    """Run the tests on an own PostgreSQL, which is there as long as they need it."""
    server = tests("PostgreSQL", f"--ignore={WALKS}")
    try:
        with postgres_cluster() as address:
            server.environment[DATABASE] = address
            run(server, said)
    except Stop as refusal:
        said.write(f"{refusal}\n".encode())
        server.code = 1
    return [server]


def run_pages(said: IO[bytes]) -> list[Step]:
    """Run the tests of pages and papers on SQLite."""
    pages = tests("SQLite, pages", *PAGES)
    run(pages, said)
    return [pages]


def run_walks(said: IO[bytes]) -> list[Step]:
    """Run the walks in a browser."""
    walks = tests("browser", WALKS, f"--deselect={SWEEP}")
    run(walks, said)
    return [walks]


def run_sweep(said: IO[bytes]) -> list[Step]:
    """Visit every page in a browser."""
    sweep = tests("browser, every page", SWEEP)
    run(sweep, said)
    return [sweep]


def report(steps: list[Step]) -> int:
    """Print each step's result and give the exit code of the whole run."""
    say("")
    for step in steps:
        result = "failed" if step.code else "passed"
        say(f"{result}  {step.seconds:7.1f} s  {step.name}")
    return 1 if any(step.code for step in steps) else 0


def main(arguments: list[str]) -> int:
    """Run the checks, and with no argument the tests as well."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.default_int_handler)
    if arguments == ["lint"]:
        return report(run_lint())
    with tempfile.TemporaryDirectory(prefix="portal-templates-") as folder:
        os.environ[TEMPLATES] = folder
        return report(run_everything())


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
