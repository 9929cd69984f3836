"""Start the portal on this machine: `python -P portal/server.py`, stopped with Ctrl-C.

It prepares the database unless that is done already, starts the web server and the job
worker in process groups of their own, and takes both down again when asked to or when one of
them ends. It imports the standard library only: loading the portal here would cost seconds
and serve nothing.
"""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from pathlib import Path
from threading import Event

ROOT = Path(__file__).resolve().parent.parent
MIGRATIONS = ROOT / "portal" / "migrations"
PEOPLE = ROOT / "portal" / "sample" / "people.toml"
SQLITE = "sqlite:///"
HOST = "127.0.0.1"
DEFAULT_PORT = "5000"
MOST_PROCESSES = 32
READY_WITHIN = 60.0
GRACE = 10.0
TICK = 0.1
Children = dict[str, subprocess.Popen[bytes]]


def read_port(text: str) -> int:
    """Turn the value of PORTAL_PORT into a port number."""
    if not text.isdecimal() or not 0 < int(text) < 65536:  # noqa: PLR2004 - last TCP port
        message = f"PORTAL_PORT must be a number from 1 to 65535, not {text!r}."
        raise SystemExit(message)
    return int(text)


def require_free_port(port: int) -> None:
    """Refuse a port that another program holds."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            message = (
                f"Port {port} cannot be used ({error.strerror}): stop the program that holds it"
                f" or choose another port, for example `make run PORTAL_PORT=5001`."
            )
            raise SystemExit(message) from error


def flask_command(name: str) -> list[str]:
    """Give the command line of one of the portal's own flask commands."""
    return [sys.executable, "-m", "flask", "--app", "portal", name]


def read_processes(text: str) -> int:
    """Turn the value of PORTAL_WEB_PROCESSES into how many processes answer."""
    if not text.isdecimal() or not 0 < int(text) <= MOST_PROCESSES:
        message = (
            f"PORTAL_WEB_PROCESSES must be a number from 1 to {MOST_PROCESSES}, not {text!r}."
        )
        raise SystemExit(message)
    return int(text)


def web_command(port: int) -> list[str]:
    """Give the command line of the web server: one process, or as many as are asked for."""
    processes = read_processes(os.environ.get("PORTAL_WEB_PROCESSES", "1"))
    return [
        *(sys.executable, "-m", "gunicorn", "portal:create_app()"),
        *("--bind", f"{HOST}:{port}", "--no-control-socket"),
        *("--worker-class", "gthread", "--workers", str(processes), "--threads", "16"),
        *("--graceful-timeout", "5", "--log-level", "warning"),
    ]


def start(command: list[str], folder: Path = ROOT) -> subprocess.Popen[bytes]:
    """Start a child in its own process group, so that Ctrl-C reaches only this launcher."""
    return subprocess.Popen(  # noqa: S603 - commands are built above, no shell
        command, cwd=folder, stdin=subprocess.DEVNULL, process_group=0
    )


def stop_all(children: Children, grace: float = GRACE) -> None:
    """Ask every child to end, and after `grace` seconds end its whole group."""
    for child in children.values():
        _signal_group(child, signal.SIGTERM)
    for child in children.values():
        try:
            child.wait(grace)
        except subprocess.TimeoutExpired:
            _say(f"Process {child.pid} did not stop within {grace:g} s and is ended.")
        _signal_group(child, signal.SIGKILL)
        child.wait()


def require_alive(children: Children) -> None:
    """Refuse to go on when a child has ended by itself."""
    for name, child in children.items():
        if child.poll() is not None:
            message = f"The {name} stopped by itself (exit code {child.returncode}); see above."
            raise SystemExit(message)


def is_ready(port: int) -> bool:
    """Tell whether the web server answers its health check."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_until_ready(children: Children, port: int, stop: Event) -> None:
    """Wait for the first answer, for at most READY_WITHIN seconds."""
    for _ in range(int(READY_WITHIN / TICK)):
        if stop.wait(TICK):
            return
        require_alive(children)
        if is_ready(port):
            _say(f"The portal answers at http://{HOST}:{port}/ and stops with Ctrl-C.")
            return
    message = f"The web server gave no answer within {READY_WITHIN:g} s; see above."
    raise SystemExit(message)


def is_development() -> bool:
    """Tell whether the portal shows the sample programme; read as portal.config reads it."""
    return os.environ.get("PORTAL_MODE") == "development"


def database_address() -> str:
    """Give the address of the portal's database; read as portal.config reads it."""
    instance = Path(os.environ.get("PORTAL_INSTANCE", ROOT / "instance"))
    return os.environ.get("PORTAL_DATABASE_URL", f"{SQLITE}{instance / 'portal.sqlite'}")


def is_prepared(address: str) -> bool:
    """Tell whether a SQLite file lacks no migration and no people; of others nothing is known.

    Seen without loading the portal. In production people are added by hand, so none are asked.
    """
    if not address.startswith(SQLITE):
        return False
    place = (ROOT / address.removeprefix(SQLITE)).resolve().as_uri() + "?mode=ro"
    try:
        with closing(sqlite3.connect(place, uri=True)) as opened:
            applied = {name for (name,) in opened.execute("SELECT name FROM schema_migration")}
            peopled = opened.execute("SELECT 1 FROM person LIMIT 1").fetchone()
    except sqlite3.Error:
        return False
    ready = bool(peopled) or not is_development()
    return ready and {path.stem for path in MIGRATIONS.glob("[0-9]*.py")} <= applied


def prepare(children: Children, stop: Event) -> None:
    """Bring the database up to date and fill an empty one with the sample programme."""
    if is_prepared(database_address()):
        return
    child = children["preparation"] = start(flask_command("prepare"))
    while child.poll() is None and not stop.wait(TICK / 2):
        pass
    if not stop.is_set() and child.returncode:
        message = (
            f"The database could not be prepared (exit code {child.returncode}); see above."
        )
        raise SystemExit(message)
    if not stop.is_set():
        del children["preparation"]


def tell_accounts() -> None:
    """In development print one sample account for each role; password and passphrase of all."""
    if not is_development():
        return
    sample = tomllib.loads(PEOPLE.read_text(encoding="utf-8"))
    told: set[str] = set()
    _say(f"\nSample accounts, all with the password: {sample['password']}")
    _say(f"Those who have a key, with the passphrase: {sample['passphrase']}")
    for person in sample["person"]:
        role = person["roles"][0]
        if role not in told:
            told.add(role)
            _say(f"  {role.replace('_', ' '):26} {person['email']}")


def serve(children: Children, port: int, stop: Event) -> None:
    """Run the web server, once it answers the job worker, until one ends or `stop` is set."""
    children["web server"] = start(web_command(port))
    wait_until_ready(children, port, stop)
    children["job worker"] = start(flask_command("work"))
    while not stop.wait(TICK):
        require_alive(children)


def launch(port: int, stop: Event) -> None:
    """Prepare and serve, and leave no child behind however it ends."""
    children: Children = {}
    try:
        prepare(children, stop)
        if not stop.is_set():
            tell_accounts()
            serve(children, port, stop)
    finally:
        stop_all(children)


def main() -> None:
    """Check the port, then run the portal until it is told to stop."""
    os.environ.setdefault("PORTAL_MODE", "development")
    port = read_port(os.environ.get("PORTAL_PORT", DEFAULT_PORT))
    require_free_port(port)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    launch(port, stop)


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    main()
