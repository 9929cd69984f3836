"""How often signing in may fail, and how often mails may be asked for."""

import hashlib
from collections.abc import Callable
from typing import TypeVar, cast

from flask import Response, current_app, request, session

from portal.rates import limiter
from portal.services import second_factor
from portal.web import actor, now

View = TypeVar("View", bound=Callable[..., object])


def _allowed() -> str:
    return str(current_app.config["SIGN_IN_LIMIT"])


def _typed_address() -> str:
    typed = request.form.get("email", "").strip().casefold() or _person()
    return hashlib.sha256(typed.encode()).hexdigest()


def _person() -> str:
    """Return who is here: signed in, or halfway with a right password."""
    half = second_factor.waiting(str(session.get("half", "")), now())
    return str(half.person_id if half else actor().person_id)


def _refused(response: Response) -> bool:
    return response.status_code >= 400  # noqa: PLR2004 - what went on is not counted


def limit_failures(view: View) -> View:
    """Bound the failed tries from one client and on one address."""
    by_client = limiter.limit(_allowed, methods=["POST"], deduct_when=_refused)
    by_address = limiter.limit(
        _allowed, key_func=_typed_address, methods=["POST"], deduct_when=_refused
    )
    return cast("View", by_client(by_address(view)))


def limit_mails(view: View) -> View:
    """Bound how many mails one client asks for, and how many go to one address."""
    by_client = limiter.limit(_allowed, methods=["POST"])
    by_address = limiter.limit(_allowed, key_func=_typed_address, methods=["POST"])
    return cast("View", by_client(by_address(view)))
