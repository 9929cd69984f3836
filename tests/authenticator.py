"""A second factor for people of tests, and the codes their authenticators show."""

from datetime import timedelta

import pyotp

from portal.domain.second_factor import STEP
from portal.services import accounts, second_factor
from tests.factories import PASSWORD

EARLIER = timedelta(minutes=5)


def code(secret, at, steps=0):
    """What the authenticator shows, some steps later."""
    return pyotp.TOTP(secret).at(at + timedelta(seconds=steps * STEP))


def secured(person, at):
    """Set up a second factor some minutes before; return its secret and the recovery codes."""
    by, before = accounts.actor_of(person), at - EARLIER
    second_factor.begin(by, PASSWORD, before)
    secret = second_factor.offered(by, before)
    return secret, second_factor.confirm(by, code(secret, before), "", before)


def wrong(secret, at):
    """Six digits that fit none of the steps that count."""
    near = {code(secret, at, step) for step in range(-2, 3)}
    return next(each for each in map("{:06d}".format, range(9)) if each not in near)
