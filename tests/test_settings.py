"""Settings of the process that change how it answers."""

from flask import request

from portal import create_app


def test_the_forwarded_address_counts_only_behind_trusted_proxies(app):
    seen = []
    for proxies in (0, 1):
        fresh = create_app({**app.config, "TRUSTED_PROXIES": proxies})
        fresh.before_request(lambda: seen.append(request.remote_addr))
        forwarded = {"X-Forwarded-For": "203.0.113.9"}
        fresh.test_client().get("/healthz", headers=forwarded)
    assert seen == ["127.0.0.1", "203.0.113.9"]
