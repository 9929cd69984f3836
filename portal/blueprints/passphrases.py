"""Passphrases of people's keys, wherever they are typed: their field, and how often to fail."""

from collections.abc import Callable
from typing import TypeVar, cast

from flask import Response, current_app
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from portal.rates import limiter
from portal.web import actor

View = TypeVar("View", bound=Callable[..., object])
LONGEST = 200


def passphrase_field() -> PasswordField:
    """Return the field for the passphrase of the person's own key."""
    return PasswordField(
        _l("Passphrase of your key"),
        [InputRequired(_l("Fill this in.")), Length(max=LONGEST)],
        description=_l("Not the password of your account."),
        render_kw={"autocomplete": "off"},
    )


def _allowed() -> str:
    return str(current_app.config["SIGN_IN_LIMIT"])


def _owner() -> str:
    return str(actor().person_id)


def _was_refused(response: Response) -> bool:
    return response.status_code == 422  # noqa: PLR2004 - the status of a form to be corrected


def limit_passphrases(view: View) -> View:
    """Bound how often a person is refused where a passphrase is asked, on all such pages."""
    counted = limiter.shared_limit(
        _allowed,
        "passphrases",
        key_func=_owner,
        methods=["POST"],
        deduct_when=_was_refused,
    )
    return cast("View", counted(view))
