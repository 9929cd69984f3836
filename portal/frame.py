"""The frame of every page: head and foot, written once for all readers with the same rights.

What is a person's own (name, what waits for them, the token of a form, the way back) is never
kept: it is filled in for each page.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

from flask import Flask, g, get_template_attribute, render_template, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from portal.domain.actions import Action
from portal.domain.policy import Actor, can
from portal.services import work
from portal.shelf import counted
from portal.show import acting, spoken, this_moment

_AREAS = (
    Action.SEE_CENTRES,
    Action.SEE_PORTFOLIO,
    Action.SEE_SANCTIONS,
    Action.READ_EVENTS,
    Action.SEE_OFFICE_MANDATE,
    Action.SEE_ACCOUNTS,
)
_OWN_MARK = "diligence.sanctions"
"""A page that the menu names beside its area."""


def init_frame(app: Flask) -> None:
    """Give the templates the parts of the frame."""
    app.jinja_env.globals.update(piece=piece, hole=hole, crumbs=crumbs)
    app.jinja_env.globals.update(masthead=masthead, foot=foot)


def piece(template: str, **shape: object) -> Markup:
    """Return a piece of the frame that only language and ``shape`` change, written once."""
    return _piece(template, spoken(), request.script_root, **shape)


@lru_cache(maxsize=1024)
def _piece(template: str, _of: str, _under: str, **shape: Any) -> Markup:  # noqa: ANN401 - any shape
    return Markup(render_template(template, **shape))  # noqa: S704 - a template wrote it


def hole(name: str) -> Markup:
    """Leave a place in a piece for what is filled in with ``%``."""
    return Markup(f"%({name})s")  # noqa: S704 - our own name


def masthead() -> Markup:
    """Return the head of the page: the areas that the reader may enter, and the languages."""
    who = acting()
    waiting = _waiting(who)
    kept = piece(
        "frame/masthead.html",
        area=_OWN_MARK if request.endpoint == _OWN_MARK else request.blueprint,
        guest=who.person_id is None,
        waits=waiting > 0,
        partner=who.partner_id is not None,
        **{action.value: can(who, action) for action in _AREAS},
    )
    return kept % {"name": who.name, "work": waiting, "languages": _languages()}


def _waiting(who: Actor) -> int:
    """Return how many things need the reader; counted anew once anything has happened."""
    if who.person_id is None:
        return 0
    now = this_moment()
    about = (int(now.timestamp()) // 60, "work", who.person_id, who.partner_id, who.roles)
    return counted(lambda: work.count(who, now), *about)


def _languages() -> Markup:
    """Return the form that changes the language; it stands in the head and in the foot."""
    if "languages" not in g:
        g.languages = _language_form()
    return cast("Markup", g.languages)


def _language_form() -> Markup:
    """Write the form that changes the language and leads back to this page."""
    signed_in = acting().person_id is not None
    back = request.full_path if request.method == "GET" else "/"
    token = generate_csrf() if signed_in else ""
    return piece("frame/languages.html", signed_in=signed_in) % {"back": back, "token": token}


def foot() -> Markup:
    """Return the foot of the page."""
    return piece("frame/foot.html") % {"languages": _languages()}


def crumbs(links: Sequence[tuple[str, str]], here: str) -> Markup:
    """Return the way to this page, written once for its words."""
    return _crumbs(tuple(links), here, spoken())


@lru_cache(maxsize=1024, typed=True)
def _crumbs(links: tuple[tuple[str, str], ...], here: str, _of: str) -> Markup:
    return cast("Markup", get_template_attribute("macros/page.html", "crumbs")(links, here))
