"""The shipped proxy and units fit the portal: its limits, port, settings and server."""

import re

import pytest

from portal import config, server
from portal.config import ROOT
from portal.domain.uploads import CHUNK
from tests.faults.clients import HOST

DEPLOY = ROOT / "docs" / "deploy"
UNITS = {"k": 1024, "m": 1024 * 1024}
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def proxy():
    """What the shipped nginx is told, by the name of each directive."""
    told = {}
    for line in (DEPLOY / "nginx-portal.conf").read_text(encoding="utf-8").splitlines():
        if found := re.fullmatch(r"([a-z_]+)\s+(.*);", line.partition("#")[0].strip()):
            told.setdefault(found[1], []).append(found[2])
    return told


def size(told):
    return int(told[:-1]) * UNITS[told[-1]]


def lines(name):
    text = (DEPLOY / name).read_text(encoding="utf-8")
    rows = [each for each in text.splitlines() if each and not each.startswith(("#", "["))]
    return [each.split("=", 1) for each in rows]


def settings():
    return dict(lines("portal.env"))


def test_the_proxy_takes_as_much_as_the_portal_and_no_more(proxy, monkeypatch):
    monkeypatch.setenv("PORTAL_FILE_LIMIT", settings()["PORTAL_FILE_LIMIT"])
    (most,) = proxy["client_max_body_size"]
    assert size(most) == config.settings()["MAX_CONTENT_LENGTH"]


def test_the_limit_of_the_shipped_settings_is_that_of_the_portal(monkeypatch):
    monkeypatch.delenv("PORTAL_FILE_LIMIT", raising=False)
    assert int(settings()["PORTAL_FILE_LIMIT"]) == config.settings()["FILE_LIMIT"]


def test_a_part_of_an_upload_stays_in_the_memory_of_the_proxy(proxy):
    (buffered,) = proxy["client_body_buffer_size"]
    assert CHUNK < size(buffered) < 2 * CHUNK


def test_the_proxy_takes_a_request_whole_before_it_hands_it_on_and_never_twice(proxy):
    assert proxy["proxy_request_buffering"] == ["on"]
    assert proxy["proxy_next_upstream"] == ["off"]


def test_the_address_of_a_client_is_set_by_the_one_proxy_that_is_trusted(proxy):
    assert "X-Forwarded-For $remote_addr" in proxy["proxy_set_header"]
    assert "X-Forwarded-Proto $scheme" in proxy["proxy_set_header"]
    assert settings()["PORTAL_TRUSTED_PROXIES"] == "1"


def test_nothing_is_served_without_https(proxy):
    assert proxy["return"] == ["301 https://portal.example.org$request_uri"]
    assert proxy["ssl_protocols"] == ["TLSv1.2 TLSv1.3"]
    ports = [each.split()[0].rpartition(":")[2] for each in proxy["listen"]]
    assert ports == ["80", "80", "443", "443"]
    assert all("ssl" in each for each in proxy["listen"][2:])


def test_the_unit_starts_the_server_that_make_run_starts(monkeypatch, proxy):
    monkeypatch.setenv("PORTAL_WEB_PROCESSES", "32")
    own = server.web_command(int(server.DEFAULT_PORT))[1:]
    own[own.index("32")] = "${PORTAL_WEB_PROCESSES}"
    started = dict(lines("portal-web.service"))["ExecStart"].split()[1:]
    assert started == own
    assert proxy["proxy_pass"] == [f"http://{HOST}:{server.DEFAULT_PORT}"]


WRITES = {
    "portal-web.service": "",
    "portal-worker.service": "",
    "portal-backup.service": " /var/backups/portal",
}
"""Where a unit may write beside the instance folder."""


@pytest.mark.parametrize("unit", WRITES)
def test_a_unit_keeps_secrets_in_memory_and_writes_where_it_must_only(unit):
    told = dict(lines(unit))
    assert told["ReadWritePaths"] == settings()["PORTAL_INSTANCE"] + WRITES[unit]
    assert (told["ProtectSystem"], told["LimitCORE"], told["MemorySwapMax"]) == (
        "strict",
        "0",
        "0",
    )


@pytest.mark.parametrize("name", sorted(settings()))
def test_every_shipped_setting_is_one_of_the_portal(name):
    assert f"`{name}`" in README


def test_the_shipped_settings_hold_no_secret_and_no_development_mode():
    assert settings()["PORTAL_SECRET_KEY"] == ""
    assert "PORTAL_MODE" not in settings()


def test_two_processes_that_start_at_once_share_one_secret(tmp_path):
    first = config._kept_secret(tmp_path)
    config._make_secret(tmp_path / "secret-key")
    assert config._kept_secret(tmp_path) == first
    assert [each.name for each in tmp_path.iterdir()] == ["secret-key"]
