"""Fetching the list: https only, public addresses only, bounded in size and redirects."""

import socket
from io import BytesIO
from types import SimpleNamespace

import pytest

from portal.domain.errors import RuleBroken
from portal.services import sanctions_fetch
from portal.services.sanctions_fetch import fetch

PUBLIC = "93.184.216.34"


class Answer:
    def __init__(self, content=b"", status=200, location=""):
        self.status, self.location, self.body = status, location, BytesIO(content)

    def read(self, size):
        return self.body.read(size)

    def getheader(self, _name):
        return self.location

    def close(self):
        pass


@pytest.fixture
def resolves(monkeypatch):
    """Names resolve to what a test says; every other name is public."""
    known = {}

    def resolve(host, port, **_more):
        return [(0, 0, 0, "", (known.get(host, PUBLIC), port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


def refused(address, *answers, most=1000):
    asked = iter(answers)
    with pytest.raises(RuleBroken) as broken:
        fetch(address, most, lambda _place, _address: next(asked))
    return broken.value.rule


def test_a_list_is_fetched_from_the_address_that_was_checked(resolves):
    asked = []

    def opener(place, address):
        asked.append((place.hostname, address))
        return Answer(b"<list/>")

    assert fetch("https://un.example/list.xml", 100, opener) == b"<list/>"
    assert asked == [("un.example", PUBLIC)]


@pytest.mark.parametrize(
    "address",
    ["http://un.example/a", "ftp://un.example/a", "file:///etc/passwd", "https:///a", "//x/a",
     "https://user:word@un.example/a"],
)  # fmt: skip
def test_only_https_is_asked(resolves, address):
    assert refused(address) == "sanctions_not_https"


@pytest.mark.parametrize(
    "private",
    ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "::1", "fd00::1", "0.0.0.1",
     "::ffff:127.0.0.1", "100.64.0.1", "fe80::1%eth0"],
)  # fmt: skip
def test_an_address_inside_is_never_asked(resolves, private):
    resolves["inside.example"] = private
    assert refused("https://inside.example/list.xml") == "sanctions_private_address"


def test_a_redirect_is_followed_when_it_stays_public(resolves):
    answers = iter([Answer(status=302, location="/other.xml"), Answer(b"<list/>")])
    assert fetch("https://un.example/a", 100, lambda *_: next(answers)) == b"<list/>"


def test_a_redirect_inside_or_away_from_https_is_refused(resolves):
    resolves["inside.example"] = "10.0.0.1"
    inside = Answer(status=302, location="https://inside.example/")
    assert refused("https://un.example/a", inside) == "sanctions_private_address"
    plain = Answer(status=301, location="http://un.example/")
    assert refused("https://un.example/a", plain) == "sanctions_not_https"


def test_redirects_end(resolves):
    around = [Answer(status=302, location="/a") for _number in range(9)]
    assert refused("https://un.example/a", *around) == "sanctions_redirects"


def test_a_list_that_is_too_large_is_cut_off(resolves):
    assert refused("https://un.example/a", Answer(b"x" * 2000)) == "sanctions_too_large"


def test_a_list_that_comes_too_slowly_is_cut_off(resolves, monkeypatch):
    moments = iter([0, *range(61, 99)])
    clock = SimpleNamespace(monotonic=lambda: next(moments))
    monkeypatch.setattr(sanctions_fetch, "time", clock)
    assert refused("https://un.example/a", Answer(b"x" * 200)) == "sanctions_too_large"


def test_what_cannot_be_reached_is_refused_in_words(resolves):
    assert refused("https://un.example/a", Answer(status=404)) == "sanctions_unreachable"

    def broken(_place, _address):
        raise TimeoutError

    with pytest.raises(RuleBroken) as told:
        fetch("https://un.example/a", 100, broken)
    assert told.value.facts == {"kind": "TimeoutError"}
