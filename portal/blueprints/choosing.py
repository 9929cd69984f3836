"""What somebody chooses when the organisation they register may be here already."""

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from portal.blueprints.fields import TidyForm
from portal.domain.errors import RulesBroken
from portal.services.partner_joining import OTHER, Choice, MayBeHere
from portal.services.partner_matching import Likeness


class ChoiceForm(TidyForm):
    """What somebody chooses when their organisation may be here already."""

    chosen = RadioField(
        _l("Is it one of these?"), [Optional()], choices=[], validate_choice=False
    )
    reason = TextAreaField(
        _l("Why it is another organisation"),
        [Optional(), Length(max=2000)],
        description=_l("Only when you chose that it is another one. The office reads it."),
    )

    def offer(self, alike: list[Likeness]) -> None:
        """Offer the partners that may be the one; nothing but name and city is told."""
        if not alike:
            return
        told = [(str(each.partner_id), _told(each)) for each in alike]
        none = str(_l("It is none of these: mine is another organisation"))
        self.chosen.choices = [SelectChoice(*each) for each in [*told, (OTHER, none)]]

    def choice(self) -> Choice:
        """Return what was chosen."""
        return Choice(str(self.chosen.data or ""), str(self.reason.data or ""))


def _told(each: Likeness) -> str:
    asked = _l("Ask its owner to let me in")
    place = f", {each.city}" if each.city else ""
    return f"{each.name}{place}. {asked}"


def choosing(form: ChoiceForm, save: Callable[[], Any]) -> Any:  # noqa: ANN401 - what was saved
    """Save; where the organisation may be here already, offer the choice and say so."""
    try:
        return save()
    except MayBeHere as found:
        form.offer(found.alike)
        raise RulesBroken(found.broken) from found
