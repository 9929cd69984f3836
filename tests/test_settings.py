"""Settings of the process that change how it answers."""

import pytest
from flask import request

from tests.conftest import made_again


@pytest.mark.parametrize(("proxies", "counted"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_the_forwarded_address_counts_only_behind_trusted_proxies(app, proxies, counted):
    seen = []
    fresh = made_again(app, TRUSTED_PROXIES=proxies)
    fresh.before_request(lambda: seen.append(request.remote_addr))
    fresh.test_client().get("/healthz", headers={"X-Forwarded-For": "203.0.113.9"})
    assert seen == [counted]
