"""Forms of addenda."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from portal.blueprints.fields import TidyForm
from portal.blueprints.fields import text as paragraphs


class ReasonForm(TidyForm):
    """Why a published call is changed; everybody reads it."""

    reason = paragraphs(
        _l("Reason for the change"),
        _l("Everybody reads it with the addendum. Write it in the language of the call."),
    )


class ConfirmForm(FlaskForm):
    """A step that asks for nothing but to be confirmed."""
