"""Recording the no-objection of the government before an award is approved."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms.validators import InputRequired

from portal.blueprints.fields import line
from portal.services.no_objection import Given


class NoObjectionForm(FlaskForm):
    """The letter or note in which a government states that it has no objection."""

    on = DateField(_l("Day of the no-objection"), [InputRequired(_l("Fill this in."))])
    by = line(_l("Given by"), 200, _l("The authority and the function of who signed."))
    reference = line(_l("Reference"), 200, _l("Number or date of the letter."))

    def value(self) -> Given:
        """Return what was typed."""
        return Given(self.on.data, self.by.data or "", self.reference.data or "")
