"""The request edge: connection, actor, ``@page``, refusals as pages, strict headers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, IntegerConverter

from portal import db, rates
from portal.domain.actions import Action, Role
from portal.domain.actor import is_strange
from portal.domain.errors import (
    Conflict,
    NotAllowed,
    NotFound,
    RuleBroken,
    RulesBroken,
    WrongState,
)
from portal.domain.policy import Actor, can, require
from portal.drawn import init_drawn
from portal.frame import init_frame
from portal.models import Call
from portal.services import accounts, clock
from portal.show import acting, chosen_language, init_show, spoken

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
STATUS: Mapping[type[Exception], int] = {
    NotAllowed: 403,
    NotFound: 404,
    WrongState: 409,
    Conflict: 409,
    RuleBroken: 422,
    RulesBroken: 422,
}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
        "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
OWN_HEADERS = {"Cache-Control": "no-store", "Vary": "Cookie, Accept-Language"}
"""What is said of every page; a static file may be kept."""
HTTPS_HEADERS = {"Strict-Transport-Security": "max-age=31536000"}

_DRAFTED = frozenset({Action.WRITE_PROPOSAL, Action.SCORE, Action.KEEP_NOTES})
"""What is written for long, so that an ended session gives it back."""
_UNSEEN = frozenset({"csrf_token", "version", "base", "agreed", "choice"})
WITHOUT_SECOND_FACTOR = frozenset({Action.VISIT, Action.SECURE_ACCOUNT})
"""What somebody may do who has yet to set up the second factor that their role demands."""
PROBES = frozenset({"static", "system.healthz", "system.readyz"})
"""What answers without the database: a probe tells what fails, it does not fail with it."""


class SlugConverter(BaseConverter):
    """A readable reference in an address: capitals, digits and hyphens."""

    regex = "[A-Z0-9]+(?:-[A-Z0-9]+)+"


class NumberConverter(IntegerConverter):
    """A number in an address, no longer than a column of one holds."""

    regex = r"\d{1,9}"


class SignedIn(UserMixin):
    """What Flask-Login carries: the token of a sign-in row, never the person's key."""

    def __init__(self, token: str, actor: Actor, language: str, by_code: bool) -> None:  # noqa: FBT001 - one fact of the sign-in
        self.token = token
        self.actor = actor
        self.language = language
        self.by_code = by_code

    def get_id(self) -> str:
        """Return what the session cookie holds."""
        return self.token


class KeptSigner(SecureCookieSessionInterface):
    """Sessions whose signer is made once for each app, not for each request."""

    signer: Any = None

    def get_signing_serializer(self, app: Flask) -> Any:  # noqa: ANN401 - itsdangerous' own
        """Return what signs and reads the cookie."""
        if self.signer is None:
            self.signer = super().get_signing_serializer(app)
        return self.signer


def actor() -> Actor:
    """Return the person making this request, or the visitor."""
    return acting()


def rules_actor() -> Actor:
    """Return the actor with what the mode of the portal adds."""
    who = actor()
    if current_app.config["DEVELOPMENT"]:
        return replace(who, developer=True)
    return who


def now() -> datetime:
    """Return the moment of this request, the same throughout it."""
    if "moment" not in g:
        g.moment = clock.now()
    return g.moment  # type: ignore[no-any-return]


def language() -> str:
    """Return the language of this request."""
    return spoken()


def lacks_second_factor() -> bool:
    """Say whether the person has a role that demands a second factor, and showed none."""
    demanded: frozenset[Role] = current_app.config["SECOND_FACTOR_ROLES"]
    return bool(demanded & actor().roles) and not current_user.by_code


def page(
    action: Action, load: Callable[..., Any] | None = None, key: str = "slug"
) -> Callable[[View], View]:
    """Open a page to those whom the policy allows the action on what ``load`` finds.

    ``load`` gets the part of the address named ``key``; the view gets what it returned as its
    first argument in place of that part. A reference can be guessed: what is neither theirs
    nor a call that they read is to people of a partner as if it were not there, and visitors
    are led to the sign-in page in either case, but for calls.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**parts: Any) -> ResponseReturnValue:  # noqa: ANN401 - address parts
            if lacks_second_factor() and action not in WITHOUT_SECOND_FACTOR:
                return redirect(url_for("accounts.second_factor"), 303)
            if load is None:
                require(rules_actor(), action)
                return view(**parts)
            return view(_opened(action, load, key, parts.pop(key)), **parts)

        guarded.action = action  # type: ignore[attr-defined]
        guarded.load = load  # type: ignore[attr-defined]
        guarded.key = key  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def _opened(action: Action, load: Callable[..., Any], key: str, part: Any) -> Any:  # noqa: ANN401 - a record, its key
    """Return what a part of the address names, or refuse without telling if it is there."""
    who, can_be_guessed = rules_actor(), key.endswith("slug")
    try:
        thing = load(part)
    except NotFound:
        if can_be_guessed and who.person_id is None and action is not Action.SEE_CALL:
            raise NotAllowed(action) from None
        raise
    if can_be_guessed and _is_hidden(who, thing) and not can(who, action, thing):
        raise NotFound
    require(who, action, thing)
    return thing


def _is_hidden(who: Actor, thing: Any) -> bool:  # noqa: ANN401 - a record
    read = isinstance(thing, Call) and can(who, Action.SEE_CALL, thing)
    return is_strange(who, thing) and not read


def init_web(app: Flask) -> None:
    """Join the database, the languages, the policy and the refusals to the app."""
    app.url_map.converters.update(slug=SlugConverter, int=NumberConverter)
    app.session_interface = KeptSigner()
    app.before_request(_begin)
    app.before_request(_refuse_nul)
    app.teardown_appcontext(_end)
    app.after_request(_headers)
    Babel(app, locale_selector=chosen_language)
    CSRFProtect(app)
    _init_login(app)
    rates.init_rates(app)
    init_show(app)
    init_drawn(app)
    init_frame(app)
    for kind, status in STATUS.items():
        app.register_error_handler(kind, _refused(status))
    app.register_error_handler(HTTPException, _failed)


def _begin() -> None:
    if request.endpoint not in PROBES:
        db.open_connection()


def _refuse_nul() -> None:
    """Refuse the one character that no database text can hold."""
    if request.method == "GET" and not request.query_string:
        return
    typed = (value for values in request.values.listvalues() for value in values)
    if any("\0" in value for value in typed):
        abort(400)


def _end(_error: BaseException | None) -> None:
    db.release_connection()


def _headers(response: Response) -> Response:
    given = {name.lower() for name, _value in response.headers}
    usual = HEADERS if request.endpoint == "static" else HEADERS | OWN_HEADERS
    if not current_app.config["DEVELOPMENT"]:
        usual = usual | HTTPS_HEADERS
    missing = [each for each in usual.items() if each[0].lower() not in given]
    response.headers.extend(missing)
    return response


def _init_login(app: Flask) -> None:
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)
    manager.user_loader(_load)


def _load(token: str) -> SignedIn | None:
    found = accounts.signed_in(token, now())
    return None if found is None else SignedIn(token, *found)


def _refused(status: int) -> Callable[[Exception], ResponseReturnValue]:
    def answer(error: Exception) -> ResponseReturnValue:
        if status == STATUS[NotAllowed] and not current_user.is_authenticated:
            return _signed_out()
        name = "piece" if _asks_for_a_piece() else "refusal"
        facts = {"error": error, "status": status, "before": _came_from()}
        return render_template(f"errors/{name}.html", **facts), status

    return answer


def _came_from() -> str:
    """Return the page of the portal that the reader comes from; empty when there is none."""
    before = urlsplit(request.referrer or "")
    here = before.netloc == request.host and before.path not in ("", request.path)
    return before._replace(scheme="", netloc="", fragment="").geturl() if here else ""


def _asks_for_a_piece() -> bool:
    """Say whether a script of a page asks, which puts the answer into that page."""
    return "HX-Request" in request.headers


def _signed_out() -> ResponseReturnValue:
    """Lead to the sign-in page and back; what was typed into a draft is given back first."""
    if _asks_for_a_piece():
        behind = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
        return render_template("errors/signed_out_piece.html", back=behind), 401
    if request.method == "POST" and (typed := _typed()):
        return render_template("errors/signed_out.html", back=request.path, typed=typed), 401
    back = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return redirect(url_for("accounts.sign_in", next=back))


def _typed() -> list[str]:
    """Return the texts that were sent to a draft; other forms hold passwords and the like."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "action", None) not in _DRAFTED:
        return []
    fields = request.form.items(multi=True)
    texts = [text for name, text in fields if name not in _UNSEEN and text.strip()]
    return [text for text in texts if not text.isdecimal()]


def _failed(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, CSRFError):
        name = "piece" if _asks_for_a_piece() else "http"
        facts = {"name": "csrf", "before": _came_from()}
        return render_template(f"errors/{name}.html", status=400, **facts), 400
    code = error.code or 500
    if code < 400:  # noqa: PLR2004 - a redirect is no failure
        return error.get_response()
    facts = {"name": str(code), "before": _came_from()}
    return render_template("errors/http.html", status=code, **facts), code
