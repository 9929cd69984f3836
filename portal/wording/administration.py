"""Words of the area: administration."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "AccountActKind.invited": N_("Invited by mail"),
    "AccountActKind.role_given": N_("Role given"),
    "AccountActKind.role_taken": N_("Role taken back"),
    "AccountActKind.role_ended": N_("Role ended on its last day"),
    "AccountActKind.closed": N_("Account closed"),
    "AccountActKind.reopened": N_("Account opened again"),
    "AccountActKind.factor_taken": N_("Second factor taken off"),
    "AccountActKind.signed_out": N_("Signed out"),
    "event.person.invited": N_("Invited by mail"),
    "event.person.role_given": N_("Role given"),
    "event.person.role_taken": N_("Role taken back"),
    "event.person.role_ended": N_("Role ended on its last day"),
    "event.person.closed": N_("Account closed"),
    "event.person.reopened": N_("Account opened again"),
    "event.person.factor_taken": N_("Second factor taken off by an administrator"),
    "event.person.signed_out": N_("Signed out by an administrator"),
    "account.open": N_("Account open"),
    "account.waiting": N_("Has not joined yet"),
    "account.closed": N_("Account closed"),
    "account.silent": N_("Open, no sign-in for 90 days"),
    "settings.accounts": N_("Accounts"),
    "settings.partners": N_("Partners"),
    "settings.calls": N_("Calls and proposals"),
    "settings.award": N_("Scoring and award"),
    "settings.contracts": N_("Contracts and reports"),
    "settings.operation": N_("Operation"),
    "rule.role_of_partner": N_(
        "People of a partner get their roles from its owner, and no role of the office."
    ),
    "rule.role_ends_past": N_("Enter a last day that is not over yet."),
    "rule.role_held": N_("The person has this role already. To change its end, take it first."),
    "rule.role_not_held": N_("The person does not have this role any more."),
    "rule.role_needed": N_("Choose at least one role."),
    "rule.account_closed": N_("This account is closed."),
    "rule.account_open": N_("This account is open already."),
    "rule.last_administrator": N_(
        "There would be no administrator any more. Give the role to somebody else first."
    ),
    "rule.join_over": N_(
        "This link was used already or is too old. Ask whoever invited you for a new one."
    ),
    "rule.joined_already": N_("This person has joined already: no invitation is needed."),
}
