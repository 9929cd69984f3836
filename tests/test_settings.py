"""Settings of the process that change how it answers."""

import pytest
from flask import request

from portal import config
from tests.conftest import made_again


@pytest.mark.parametrize(("proxies", "counted"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_the_forwarded_address_counts_only_behind_trusted_proxies(app, proxies, counted):
    seen = []
    fresh = made_again(app, TRUSTED_PROXIES=proxies)
    fresh.before_request(lambda: seen.append(request.remote_addr))
    fresh.test_client().get("/healthz", headers={"X-Forwarded-For": "203.0.113.9"})
    assert seen == [counted]


def test_links_lead_to_the_port_that_was_chosen(monkeypatch):
    monkeypatch.delenv("PORTAL_ADDRESS", raising=False)
    monkeypatch.setenv("PORTAL_PORT", "5001")
    assert config.address() == "http://127.0.0.1:5001"
    monkeypatch.setenv("PORTAL_ADDRESS", "https://portal.example/")
    assert config.address() == "https://portal.example"
