"""Accounts with a second factor, set up and being set up, each with who looks at it."""

from datetime import date, timedelta

from portal.domain.accounts import AccountActKind
from portal.domain.actions import Role
from portal.services import account_keeping, accounts, clock, second_factor
from portal.services.account_keeping import Act
from portal.services.staff import NewPerson
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
        of("accounts.data", with_factor),
        *kept(),
    ]


def kept():
    """People in every state, and what was done to them, as an administrator sees them."""
    by = factories.actor(Role.ADMINISTRATOR)
    person = factories.person(Role.AUDITOR, name="Wiremu " + "Te-Whanganui-a-Tara" * 4)
    secured(person, clock.now())
    accounts.put_sign_in(person, clock.now(), timedelta(hours=1), second_factor=True)
    reason = "https://example.org/" + "a-long-address-without-a-space" * 6
    wish = Act(AccountActKind.ROLE_GIVEN, reason, Role.FINANCE_OFFICER, date(2050, 6, 30))
    account_keeping.give_role(person, wish, by, clock.now())
    closed = factories.person(Role.LEGAL_OFFICER)
    account_keeping.close(closed, reason, by, clock.now())
    new = NewPerson("invited@example.org", "Nadia", "fr", (Role.LEGAL_OFFICER,))
    waiting = account_keeping.invite(new, by, clock.now(), timedelta(days=7))
    seen = [
        of("administration.person", by, person_id=each.id) for each in (person, closed, waiting)
    ]
    return [*seen, of("administration.take_role", by, person_id=person.id)]
