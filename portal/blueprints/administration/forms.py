"""Forms of the area: administration."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.blueprints.accounts.forms import address_field
from portal.blueprints.fields import TidyForm, line, text
from portal.domain.accounts import STAFF_ROLES, AccountActKind
from portal.domain.actions import Role
from portal.services.account_keeping import Act
from portal.services.staff import NewPerson
from portal.show import word

_NEEDED = _l("Fill this in.")


class ReasonForm(TidyForm):
    """Why something is done to an account."""

    reason = text(
        _l("Reason"), _l("It stays with the account, and the person gets it by mail.")
    )

    def told(self) -> str:
        """Return the reason."""
        return str(self.reason.data or "")


class TakeRoleForm(ReasonForm):
    """Which role is taken back, and why."""

    role = SelectField(_l("Role"), [InputRequired(_NEEDED)])

    def offer(self, roles: Iterable[Role]) -> None:
        """Let the form choose among these roles."""
        chosen = [SelectChoice(each.value, word(each)) for each in roles]
        self.role.choices = [SelectChoice("", ""), *chosen]

    def act(self) -> Act:
        """Return what is to be done."""
        return Act(AccountActKind.ROLE_TAKEN, self.told(), Role(self.role.data))


class GiveRoleForm(TakeRoleForm):
    """Which role is given, to the end of which day, and why."""

    until = DateField(
        _l("Last day"),
        [Optional()],
        description=_l(
            "Leave it empty for a role without an end. At its end it is taken back."
        ),
    )

    def act(self) -> Act:
        """Return what is to be done."""
        role, until = Role(self.role.data), self.until.data
        return Act(AccountActKind.ROLE_GIVEN, self.told(), role, until)


class InviteForm(TidyForm):
    """Who gets an account of the office, and with which roles."""

    name = line(_l("Name"), 200)
    email = address_field()
    language = SelectField(_l("Language of mails to them"), [InputRequired(_NEEDED)])
    roles = SelectMultipleField(
        _l("Roles"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.language.choices = [("en", "English"), ("fr", "Français")]
        self.roles.choices = [SelectChoice(each.value, word(each)) for each in STAFF_ROLES]

    def new(self) -> NewPerson:
        """Return who gets an account."""
        roles = tuple(Role(code) for code in self.roles.data or [])
        name, email = str(self.name.data), str(self.email.data)
        return NewPerson(email, name, str(self.language.data), roles)
