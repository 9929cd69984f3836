"""Forms of notices: the ground, the reason, the days where the clause asks for them."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, PasswordField, RadioField
from wtforms.validators import InputRequired, NumberRange, Optional

from portal.blueprints.fields import TidyForm, WholeField, line, text
from portal.domain.notices import LONGEST_NOTICE, NoticeKind
from portal.services.contract_signatures import Consent
from portal.services.notice_grounds import Ground
from portal.services.notices import Wish

_NEEDED = _l("Fill this in.")


class NoticeForm(TidyForm):
    """What a notice says."""

    ground = RadioField(_l("Ground"), [InputRequired(_NEEDED)])
    reason = text(_l("Reason"), _l("It is printed in the notice; both sides read it."))
    days = WholeField(
        _l("Days of notice"),
        [Optional(), NumberRange(0, LONGEST_NOTICE)],
        description=_l(
            "Only where the clause has words of its own: read the days there, 0 for at once."
        ),
    )
    last_day = DateField(
        _l("Last day"),
        [Optional()],
        description=_l("Only for an agreement of both parties."),
    )

    def offer(self, grounds: Iterable[Ground], language: str) -> None:
        """Offer the grounds that the contract has."""
        self.ground.choices = [(each.code, each.text(language)) for each in grounds]

    def wish(self, kind: NoticeKind) -> Wish:
        """Return what was typed."""
        typed = {name: self[name].data for name in ("days", "last_day") if name in self}
        return Wish(kind, self.ground.data, self.reason.data or "", **typed)


class PartnerNoticeForm(NoticeForm):
    """What the partner's own notice says, with name and password."""

    name = line(_l("Your name"), 200, _l("As it stands in your account."))
    password = PasswordField(
        _l("Your password"),
        [InputRequired(_NEEDED)],
        render_kw={"autocomplete": "current-password"},
    )

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        del self.last_day

    def consent(self) -> Consent:
        """Return the name and the password that were typed."""
        return Consent(self.name.data or "", self.password.data or "", "")


class AgreeForm(FlaskForm):
    """Name and password of who agrees for the partner."""

    name = line(_l("Your name"), 200, _l("As it stands in your account."))
    password = PasswordField(
        _l("Your password"),
        [InputRequired(_NEEDED)],
        render_kw={"autocomplete": "current-password"},
    )

    def consent(self) -> Consent:
        """Return the name and the password that were typed."""
        return Consent(self.name.data or "", self.password.data or "", "")
