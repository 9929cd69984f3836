"""No page of another site posts here in somebody's name: each form asks for its token first."""

import uuid
from collections import defaultdict

import pytest
from werkzeug.routing import AnyConverter, IntegerConverter, UUIDConverter

from portal.domain.actions import Role
from portal.models import Event
from portal.web import SlugConverter
from tests import factories
from tests.conftest import made_again

pytestmark = pytest.mark.sqlite_only
WITHOUT = {"calls.end_following"}
"""What a mail program posts, which has no session: its address is the token."""


def value(converter):
    """Something that fits a part of an address."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    fitting = {UUIDConverter: uuid.uuid4(), IntegerConverter: 1, SlugConverter: "A-1"}
    return next((each for kind, each in fitting.items() if isinstance(converter, kind)), "x")


def posts(app):
    """Each address that takes a post, by the name of its page."""
    addresses = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        parts = {name: value(each) for name, each in rule._converters.items()}
        if "POST" in rule.methods and rule.endpoint not in WITHOUT:
            yield rule.endpoint, addresses.build(rule.endpoint, parts, method="POST")


def test_every_post_with_a_forged_token_is_refused_before_anything_is_looked_at(app):
    strict = made_again(app, WTF_CSRF_ENABLED=True)
    strict.error_handler_spec = defaultdict(lambda: defaultdict(dict))
    client = factories.sign_in(strict.test_client(), factories.person(*Role))
    before, forged = Event.select().count(), {"csrf_token": "forged"}
    answers = {name: client.post(address, data=forged) for name, address in posts(strict)}
    assert {name for name, each in answers.items() if each.status_code != 400} == set()
    assert len(answers) > 200
    assert Event.select().count() == before
