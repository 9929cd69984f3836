"""Accounts with a second factor, set up and being set up, each with who looks at it."""

from portal.services import accounts, clock, second_factor
from tests import factories
from tests.authenticator import secured
from tests.browser.stage_sealed import of
from tests.factories import PASSWORD


def faces():
    """Put accounts into every state; return the pages that show them."""
    with_factor, begun = factories.person(), factories.person()
    secured(with_factor, clock.now())
    second_factor.begin(accounts.actor_of(begun), PASSWORD, clock.now())
    return [
        of("accounts.second_factor", with_factor),
        of("accounts.set_up_second_factor", begun),
    ]
