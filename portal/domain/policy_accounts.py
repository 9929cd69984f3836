"""Who looks after accounts: one's own second factor, and those of other people."""

from collections.abc import Mapping

from portal.domain.actions import Action, Role
from portal.domain.actor import Rule, Thing, Who


def has_an_account(actor: Who, _thing: Thing) -> bool:
    """Allow every person with an account."""
    return actor.person_id is not None


def administers(actor: Who, _thing: Thing) -> bool:
    """Allow administrators."""
    return Role.ADMINISTRATOR in actor.roles


def reads_accounts(actor: Who, _thing: Thing) -> bool:
    """Allow administrators, and auditors, who see what those do."""
    return bool(actor.roles & {Role.ADMINISTRATOR, Role.AUDITOR})


def is_somebody_else(actor: Who, person: Thing) -> bool:
    """Ask for another person: nobody gives themselves a role or opens their own account."""
    return bool(actor.person_id != person.id)


ACCOUNT_POLICY: Mapping[Action, tuple[Rule, ...]] = {
    Action.USE_ACCOUNT: (has_an_account,),
    Action.SECURE_ACCOUNT: (has_an_account,),
    Action.SEE_ACCOUNTS: (reads_accounts,),
    Action.SEE_SETTINGS: (reads_accounts,),
    Action.OPEN_ACCOUNTS: (administers,),
    Action.KEEP_ACCOUNT: (administers, is_somebody_else),
}
