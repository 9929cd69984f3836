"""Pages of development mode only: the mails kept instead of sent, and the clock."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.actions import Action
from portal.play.people import SAMPLE_PASSPHRASE, SAMPLE_PASSWORD
from portal.play.people import people as sample_people
from portal.services import develop
from portal.web import now, page, rules_actor

ADDRESS_IN_TEXT = re.compile(r"(https?://[^\s<>]+)")
JUST_AFTER = timedelta(seconds=1)
FIRST_YEAR, LAST_YEAR = 2000, 2100
bp = Blueprint("develop", __name__, url_prefix="/development")


@bp.get("/")
@page(Action.DEVELOP)
def index() -> ResponseReturnValue:
    """Show the kept mails, the clock and the sample accounts."""
    return _page()


def _page(*, refused: bool = False, typed: str = "") -> str:
    return render_template(
        "develop/index.html",
        mails=develop.mails(),
        moments=develop.next_moments(now()),
        people=develop.people_at([person["email"] for person in sample_people()]),
        password=SAMPLE_PASSWORD,
        passphrase=SAMPLE_PASSPHRASE,
        just_after=JUST_AFTER,
        refused=refused,
        typed=typed,
    )


@bp.get("/mail/<uuid:mail_id>")
@page(Action.DEVELOP, develop.mail, key="mail_id")
def mail(kept: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Show one kept mail, its links leading into this portal."""
    address = str(current_app.config["ADDRESS"])
    return render_template("develop/mail.html", mail=kept, parts=linked(kept.body, address))


def linked(body: str, address: str) -> list[tuple[str, str]]:
    """Split a mail into texts, each with its path when it is a link into this portal."""
    return [
        (part, part.removeprefix(address) if part.startswith(f"{address}/") else "")
        for part in ADDRESS_IN_TEXT.split(body)
    ]


@bp.post("/clock")
@page(Action.DEVELOP)
def move_clock() -> ResponseReturnValue:
    """Move the portal's clock to a moment, or back to the real time."""
    typed = request.form.get("to", "")
    try:
        moment = read_moment(typed)
    except ValueError:
        return _page(refused=True, typed=typed), 422
    develop.move_clock(moment, rules_actor())
    return redirect(url_for("develop.index"), 303)


def read_moment(typed: str) -> datetime | None:
    """Read a typed moment, in UTC unless it says otherwise; ``real`` gives none."""
    if typed == "real":
        return None
    moment = datetime.fromisoformat(typed)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not FIRST_YEAR <= aware.year <= LAST_YEAR:
        raise ValueError(typed)
    return aware
