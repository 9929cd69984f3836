"""Forms of the way of a recommendation: reviewed, returned, ended without award."""

from flask_babel import lazy_gettext as _l

from portal.blueprints.fields import TidyForm, text


class ReviewForm(TidyForm):
    """What procurement notes when it passes a recommendation on."""

    note = text(
        _l("Note of procurement"),
        _l("What was checked: procedure, minutes, prices. The approvers read it."),
        required=False,
    )


class ReturnForm(TidyForm):
    """Why a recommendation is returned."""

    comment = text(_l("What should change"), required=False)


class FailForm(TidyForm):
    """Why a call ends without an award."""

    comment = text(
        _l("Why no lot is awarded"),
        _l("Every partner reads it in its letter, and it stands on the public page."),
        required=False,
    )
