"""The two commands: preparing a checkout, starting the portal and taking it down."""

import ast
import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Event, Timer

import pytest

from portal import bootstrap, config, db, server
from portal.bootstrap import Stop
from portal.play import people
from tests import factories

SLEEPER = "import signal; signal.alarm(30); signal.pause()"
STUBBORN = (
    "import signal; signal.alarm(30); signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    " print('deaf', flush=True); [signal.pause() for _ in iter(int, 1)]"
)
HEALTHY = """
import http.server, sys
class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Health).serve_forever()
"""


@pytest.fixture
def shares():
    """The launcher looks at the file of the database."""
    return False


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """An empty checkout whose .venv holds a Python that only notes how it was called."""
    (tmp_path / "instance").mkdir()
    (tmp_path / "static").mkdir()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    fake_python(tmp_path, "exit 0")
    return tmp_path


def fake_python(checkout, end):
    python = checkout / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\necho "$@" >> {checkout}/calls\n{end}\n')
    python.chmod(0o755)


def calls(checkout):
    notes = checkout / "calls"
    return notes.read_text().splitlines() if notes.exists() else []


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def python(code, *arguments):
    return [sys.executable, "-c", code, *map(str, arguments)]


@pytest.fixture
def development(monkeypatch, tmp_path):
    """The environment of `make run` on an instance folder of its own; gives its database."""
    monkeypatch.setenv("PORTAL_MODE", "development")
    monkeypatch.setenv("PORTAL_INSTANCE", str(tmp_path))
    monkeypatch.delenv("PORTAL_DATABASE_URL", raising=False)
    return server.database_address()


@pytest.fixture
def fakes(monkeypatch, development):
    """Let the launcher start small programs in place of flask and gunicorn."""

    def replace(*, prepare="", web=HEALTHY, work=SLEEPER):
        flask = {"prepare": prepare, "work": work}
        monkeypatch.setattr(server, "flask_command", lambda name: python(flask[name]))
        monkeypatch.setattr(server, "web_command", lambda port: python(web, port))

    return replace


@pytest.fixture
def started(monkeypatch):
    """Every child the launcher starts, in order."""
    children = []
    start = server.start

    def keep(command):
        children.append(start(command))
        return children[-1]

    monkeypatch.setattr(server, "start", keep)
    return children


def test_an_older_python_is_refused_in_one_sentence():
    with pytest.raises(Stop) as refusal:
        bootstrap.require_python((3, 8, 10))
    assert str(refusal.value) == "Python 3.11 or newer is needed, this is Python 3.8."


def test_this_python_is_accepted():
    bootstrap.require_python((3, 11, 0))


def test_an_older_python_can_still_read_the_file():
    source = Path(bootstrap.__file__).read_text()
    ast.parse(source, feature_version=(3, 8))


def test_the_file_runs_by_itself_and_refuses_an_unknown_task(tmp_path):
    command = [sys.executable, bootstrap.__file__, "dance"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Usage: python3 portal/bootstrap.py run|test|demo\n"


def test_a_read_only_folder_is_refused_in_one_sentence(tmp_path, monkeypatch):
    def refuse(**_):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(Stop, match=r"^The folder .* cannot be written \(Read-only file system"):
        bootstrap.require_writable(tmp_path / "instance")


def test_a_missing_library_gets_the_exact_command(monkeypatch):
    monkeypatch.setattr(bootstrap, "LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Stop, match="sudo apt-get install -y --no-install-recommends libnowh"):
        bootstrap.install_packages("run")


def test_a_missing_test_command_stops_only_the_tests(monkeypatch):
    monkeypatch.setattr(bootstrap, "TEST_COMMANDS", {"no-such-browser": "browser"})
    assert bootstrap.missing_packages("run") == []
    assert bootstrap.missing_packages("test") == ["browser"]


def test_a_browser_without_windows_is_wanted_unless_there_is_one(monkeypatch):
    name = "chromium-headless-shell"
    for there, wanted in (((), [name]), ((name,), []), (("chromium",), [])):
        known = {each: each for each in there}
        monkeypatch.setattr(bootstrap, "find_command", lambda one, known=known: known.get(one))
        monkeypatch.setattr(bootstrap, "TEST_COMMANDS", {name: name})
        assert bootstrap.missing_packages("test") == wanted


def test_a_system_that_has_no_such_browser_gets_the_usual_one(monkeypatch):
    ran, missing = [], iter([["chromium-headless-shell"], ["chromium-headless-shell"], []])
    monkeypatch.setattr(bootstrap, "missing_packages", lambda _task: next(missing))
    monkeypatch.setattr(bootstrap, "_run", lambda command, **_: ran.append(command[-1]))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/apt-get")
    bootstrap.install_packages("test")
    assert ran == ["-q", "chromium-headless-shell", "chromium"]


@pytest.mark.usefixtures("checkout")
def test_a_python_without_pip_asks_for_the_package_of_venv(monkeypatch):
    monkeypatch.setattr(bootstrap, "can_make_venv", lambda: False)
    assert bootstrap.missing_packages("run") == ["python3-venv"]


def test_nothing_is_installed_twice_from_the_same_lock(checkout):
    (checkout / "requirements.lock").write_text("flask==3.1.3\n")
    bootstrap.install_lock("requirements.lock")
    bootstrap.install_lock("requirements.lock")
    assert len(calls(checkout)) == 1
    assert "--require-hashes --no-deps -r requirements.lock" in calls(checkout)[0]


def test_a_changed_lock_is_installed_again(checkout):
    for version in ("3.1.2", "3.1.3"):
        (checkout / "requirements.lock").write_text(f"flask=={version}\n")
        bootstrap.install_lock("requirements.lock")
    assert len(calls(checkout)) == 2


def test_an_index_out_of_reach_is_named_and_leaves_no_stamp(checkout):
    (checkout / "requirements.lock").write_text("flask==3.1.3\n")
    fake_python(checkout, "echo NewConnectionError; exit 1")
    with pytest.raises(Stop, match="the package index cannot be reached, check the network"):
        bootstrap.install_lock("requirements.lock")
    assert not (checkout / ".venv/installed-requirements.lock").exists()


def test_a_catalogue_is_compiled_only_when_it_is_newer(checkout):
    catalogue = checkout / "portal/translations/fr/LC_MESSAGES/messages.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text("")
    bootstrap.compile_catalogues()
    catalogue.with_suffix(".mo").write_text("")
    bootstrap.compile_catalogues()
    assert len(calls(checkout)) == 1


def test_static_files_are_compressed_again_only_after_a_change(checkout):
    (checkout / "static/theme.css").write_text("a{}")
    bootstrap.compress_static()
    (checkout / "static/theme.css.gz").write_text("compressed")
    bootstrap.compress_static()
    assert len(calls(checkout)) == 1
    (checkout / "static/theme.css").write_text("a{color:red}")
    bootstrap.compress_static()
    assert len(calls(checkout)) == 2


def test_a_port_in_use_is_refused_in_one_sentence():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(SystemExit, match=f"^Port {port} cannot be used"):
            server.require_free_port(port)


@pytest.mark.parametrize("text", ["", "web", "0", "65536", "-1"])
def test_a_port_that_is_no_port_is_refused(text):
    with pytest.raises(SystemExit, match="PORTAL_PORT must be a number from 1 to 65535"):
        server.read_port(text)


def test_stopping_ends_both_children_and_one_that_does_not_listen(tmp_path):
    children = {name: server.start(python(SLEEPER), tmp_path) for name in ("web", "work")}
    deaf = subprocess.Popen(python(STUBBORN), stdout=subprocess.PIPE, process_group=0)
    with deaf:
        deaf.stdout.readline()
        server.stop_all({**children, "deaf": deaf}, grace=1.0)
    assert deaf.returncode == -signal.SIGKILL
    assert all(child.returncode is not None for child in children.values())


def test_a_stop_request_ends_a_portal_that_answers(fakes, started, capsys):
    fakes()
    stop, port = Event(), free_port()
    Timer(1.5, stop.set).start()
    server.launch(port, stop)
    assert f"The portal answers at http://127.0.0.1:{port}/" in capsys.readouterr().out
    assert [child.returncode for child in started] == [0, -signal.SIGTERM, -signal.SIGTERM]


def test_a_web_server_that_ends_takes_the_worker_with_it(fakes, started):
    fakes(web="raise SystemExit(3)")
    with pytest.raises(SystemExit, match=r"^The web server stopped by itself \(exit code 3\)"):
        server.launch(free_port(), Event())
    assert all(child.returncode is not None for child in started)


def test_a_worker_that_ends_takes_the_web_server_with_it(fakes, started):
    fakes(work="raise SystemExit(4)")
    with pytest.raises(SystemExit, match=r"^The job worker stopped by itself \(exit code 4\)"):
        server.launch(free_port(), Event())
    assert all(child.returncode is not None for child in started)


def test_a_database_that_cannot_be_prepared_starts_no_server(fakes, started):
    fakes(prepare="raise SystemExit(1)")
    with pytest.raises(SystemExit, match="The database could not be prepared"):
        server.launch(free_port(), Event())
    assert len(started) == 1


def test_a_stop_request_during_the_preparation_starts_no_server(fakes, started):
    fakes(prepare=SLEEPER)
    stop = Event()
    stop.set()
    server.launch(free_port(), stop)
    assert [child.returncode for child in started] == [-signal.SIGTERM]


def test_the_launcher_looks_at_the_database_that_the_portal_uses(development, monkeypatch):
    assert config.settings()["DATABASE_URL"] == development
    monkeypatch.setenv("PORTAL_DATABASE_URL", "postgresql://portal@127.0.0.1/portal")
    assert config.settings()["DATABASE_URL"] == server.database_address()


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("app", "development")
def test_a_prepared_database_is_not_prepared_again(fakes, started):
    factories.person()
    fakes(prepare="raise SystemExit(1)")
    stop = Event()
    Timer(1.5, stop.set).start()
    server.launch(free_port(), stop)
    assert [child.returncode for child in started] == [-signal.SIGTERM, -signal.SIGTERM]


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("app")
def test_a_database_without_people_is_prepared_in_development_only(development, monkeypatch):
    assert not server.is_prepared(development)
    monkeypatch.setenv("PORTAL_MODE", "production")
    assert server.is_prepared(development)


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("app")
def test_a_database_that_lacks_a_migration_is_prepared(development):
    factories.person()
    assert server.is_prepared(development)
    db.database.execute_sql(
        "DELETE FROM schema_migration WHERE name = (SELECT max(name) FROM schema_migration)"
    )
    assert not server.is_prepared(development)


def test_a_database_that_is_not_there_is_prepared_and_not_made_by_looking(
    development, tmp_path
):
    assert not server.is_prepared(development)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_of_the_portal_is_left_to_the_preparation(
    development, tmp_path
):
    (tmp_path / "portal.sqlite").write_text("no database")
    assert not server.is_prepared(development)


def test_a_shared_database_is_left_to_the_preparation():
    assert not server.is_prepared("postgresql://portal@127.0.0.1/portal")


@pytest.mark.usefixtures("development")
def test_every_start_tells_one_account_of_each_role_and_the_password(fakes, capsys):
    fakes()
    stop = Event()
    Timer(1.5, stop.set).start()
    server.launch(free_port(), stop)
    told = capsys.readouterr().out
    assert people.SAMPLE_PASSWORD in told
    assert people.SAMPLE_PASSPHRASE in told
    roles = {person["roles"][0] for person in people.people()}
    assert all(told.count(f"  {role.replace('_', ' '):26} ") == 1 for role in roles)


def test_in_production_no_sample_account_is_told(development, monkeypatch, capsys):
    monkeypatch.setenv("PORTAL_MODE", "production")
    server.tell_accounts()
    assert capsys.readouterr().out == ""


def test_the_web_server_has_as_many_processes_as_are_asked_for(monkeypatch):
    monkeypatch.delenv("PORTAL_WEB_PROCESSES", raising=False)
    one = server.web_command(5000)
    assert one[one.index("--workers") + 1] == "1"
    monkeypatch.setenv("PORTAL_WEB_PROCESSES", "4")
    four = server.web_command(5000)
    assert four[four.index("--workers") + 1] == "4"


@pytest.mark.parametrize("text", ["", "many", "0", "33", "-1"])
def test_a_number_of_processes_that_is_none_is_refused(text):
    with pytest.raises(SystemExit, match="PORTAL_WEB_PROCESSES must be a number from 1 to 32"):
        server.read_processes(text)
