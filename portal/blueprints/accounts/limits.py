"""How often signing in may fail, and how often mails may be asked for."""

import hashlib
from collections.abc import Callable
from typing import TypeVar, cast

from flask import Response, current_app, request

from portal.rates import limiter
from portal.web import actor

View = TypeVar("View", bound=Callable[..., object])


def _allowed() -> str:
    return str(current_app.config["SIGN_IN_LIMIT"])


def _typed_address() -> str:
    typed = request.form.get("email", "").strip().casefold() or str(actor().person_id)
    return hashlib.sha256(typed.encode()).hexdigest()


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
