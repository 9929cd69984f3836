"""Prepare this checkout and hand over: `python3 portal/bootstrap.py run|test|demo`.

It is run by the system's Python before anything is installed: the standard library only,
and no syntax that Python 3.8 cannot read, so that an old Python still gets its sentence.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    sys.path.pop(0)  # the modules of portal/ must not stand before the standard library

import ctypes
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
LOCKS = {
    "run": "requirements.lock",
    "demo": "requirements.lock",
    "test": "requirements-test.lock",
}
HAND_OVER = {
    "run": ("-P", "portal/server.py"),
    "demo": ("-m", "flask", "--app", "portal", "demo"),
    "test": ("tests/run_all.py",),
}
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libmagic.so.1": "libmagic1",
}
TEST_COMMANDS = {
    "chromium-headless-shell": "chromium-headless-shell",
    "pdftoppm": "poppler-utils",
    "qpdf": "qpdf",
    "initdb": "postgresql",
    "pg_ctl": "postgresql",
}
INSTEAD = {"chromium-headless-shell": "chromium"}
"""Commands and packages that do the same: a browser with windows costs the tests more."""
OFFLINE_WORDS = ("NewConnectionError", "Failed to establish", "name resolution", "timed out")


class Stop(SystemExit):
    """End the program with one sentence for the person who started it."""


def say(sentence: str) -> None:
    """Tell the person what is being done."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def require_python(version: tuple[int, ...]) -> None:
    """Refuse a Python older than the oldest one the portal runs on."""
    if version < OLDEST_PYTHON:
        found, oldest = (".".join(map(str, each[:2])) for each in (version, OLDEST_PYTHON))
        message = f"Python {oldest} or newer is needed, this is Python {found}."
        raise Stop(message)


def require_writable(folder: Path) -> None:
    """Make the folder if it is missing and refuse one that takes no file."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=str(folder)):
            pass
    except OSError as error:
        message = (
            f"The folder {folder} cannot be written ({error.strerror}): change its rights."
        )
        raise Stop(message) from error


def is_loadable(library: str) -> bool:
    """Tell whether the system has the shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def find_command(name: str) -> str | None:
    """Give the path of a command, also where Debian keeps those of PostgreSQL."""
    folders = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
    return shutil.which(name) or shutil.which(name, path=os.pathsep.join(folders))


def find_either(name: str) -> str | None:
    """Give the path of a command, or of the one that does the same."""
    return find_command(name) or (find_command(INSTEAD[name]) if name in INSTEAD else None)


def can_make_venv() -> bool:
    """Tell whether this Python can put pip into a virtual environment."""
    code = "import ensurepip, venv"
    return _run([sys.executable, "-c", code]).returncode == 0


def missing_packages(task: str) -> list[str]:
    """Give the Debian packages that the task (run, demo or test) still needs."""
    wanted = [package for library, package in LIBRARIES.items() if not is_loadable(library)]
    if task == "test":
        wanted += [package for name, package in TEST_COMMANDS.items() if not find_either(name)]
    if not has_venv() and not can_make_venv():
        wanted.append("python3-venv")
    return sorted(set(wanted))


def has_venv() -> bool:
    """Tell whether .venv is complete enough to install into."""
    return all(_venv(name).exists() for name in ("python", "pip"))


def install_packages(task: str) -> None:
    """Install what the system lacks when root, or stop with the exact command."""
    packages = missing_packages(task)
    if not packages:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        message = f"The system lacks {', '.join(packages)}: run `sudo {' '.join(install)}`."
        raise Stop(message)
    say(f"Installing {', '.join(packages)} with apt-get ...")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update", "-q"], env=quiet)
    _run(install, env=quiet)
    if missing_packages(task):
        _run([INSTEAD.get(each, each) for each in install], env=quiet)
    if missing_packages(task):
        message = f"apt-get could not install them: run `sudo {' '.join(install)}` and look."
        raise Stop(message)


def make_venv() -> None:
    """Make .venv when there is none."""
    if has_venv():
        return
    say("Making .venv ...")
    _require_success(
        [sys.executable, "-m", "venv", "--clear", str(ROOT / ".venv")], "make .venv"
    )


def install_lock(lock: str) -> None:
    """Install the lock file into .venv unless exactly this lock is installed already."""
    stamp = ROOT / ".venv" / f"installed-{lock}"
    digest = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    if _is_stamped(stamp, digest):
        return
    say(f"Installing the packages of {lock}, once (about a minute) ...")
    pip = [str(_venv("python")), "-m", "pip", "--disable-pip-version-check", "install"]
    options = ["--quiet", "--retries", "2", "--require-hashes", "--no-deps", "-r", lock]
    _require_success(pip + options, f"install {lock}")
    stamp.write_text(digest, encoding="utf-8")


def compile_catalogues() -> None:
    """Compile the translations when a catalogue is newer than its compiled form."""
    folder = ROOT / "portal" / "translations"
    if any(map(_is_stale, folder.glob("*/LC_MESSAGES/*.po"))):
        command = [str(_venv("python")), "-m", "babel.messages.frontend", "compile", "-d"]
        _require_success([*command, str(folder)], "compile the translations")


def compress_static() -> None:
    """Put compressed twins beside the static files when one of those has changed."""
    stamp = ROOT / ".venv" / "compressed-static"
    digest = _digest_tree(ROOT / "static")
    if _is_stamped(stamp, digest):
        return
    command = [str(_venv("python")), "-m", "whitenoise.compress", "-q", "static"]
    _require_success(command, "compress the static files")
    stamp.write_text(digest, encoding="utf-8")


def prepare(task: str) -> None:
    """Do every step that the task needs, each only where it is still to be done."""
    require_python(sys.version_info[:3])
    require_writable(ROOT)
    require_writable(ROOT / "instance")
    install_packages(task)
    make_venv()
    require_writable(ROOT / ".venv")
    install_lock(LOCKS[task])
    compile_catalogues()
    compress_static()


def main(arguments: list[str]) -> None:
    """Prepare the checkout and become the program of the task."""
    if len(arguments) != 1 or arguments[0] not in HAND_OVER:
        message = "Usage: python3 portal/bootstrap.py run|test|demo"
        raise Stop(message)
    task = arguments[0]
    os.chdir(str(ROOT))
    prepare(task)
    if task == "demo":
        os.environ.setdefault("PORTAL_MODE", "development")
    python = str(_venv("python"))
    os.execv(python, [python, *HAND_OVER[task]])  # noqa: S606 - a fixed table, no shell


def _venv(name: str) -> Path:
    return ROOT / ".venv" / "bin" / name


def _run(
    command: list[str], env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - commands are built from the tables above
        command,
        env=env,
        cwd=str(ROOT),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
    )


def _require_success(command: list[str], purpose: str) -> None:
    done = _run(command)
    if done.returncode == 0:
        return
    log = ROOT / "instance" / "bootstrap.log"
    log.write_text(done.stdout, encoding="utf-8")
    offline = any(word in done.stdout for word in OFFLINE_WORDS)
    reason = ": the package index cannot be reached, check the network" if offline else ""
    message = f"Could not {purpose}{reason}; the details are in {log}."
    raise Stop(message)


def _is_stamped(stamp: Path, digest: str) -> bool:
    return stamp.exists() and stamp.read_text(encoding="utf-8") == digest


def _is_stale(catalogue: Path) -> bool:
    compiled = catalogue.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime


def _digest_tree(folder: Path) -> str:
    sources = (path for path in folder.rglob("*") if path.suffix not in (".gz", ".br"))
    facts = [(str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in sources if p.is_file()]
    return hashlib.sha256(repr(sorted(facts)).encode()).hexdigest()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
