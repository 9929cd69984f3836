"""The form of the arithmetic check: why a difference in a budget is as it is."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from portal.blueprints.fields import LONGEST_TEXT, TidyForm


class CheckForm(TidyForm):
    """The reason with which a difference is confirmed."""

    reason = TextAreaField(
        _l("Reason"),
        [Length(max=LONGEST_TEXT)],
        description=_l(
            "What you found: where the two figures come apart. It is printed in the "
            "evaluation report. At least 5 words."
        ),
    )
