"""What everybody sees of calls: the list with its filters, a calendar, a feed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import (
    Response,
    current_app,
    get_template_attribute,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from portal.blueprints.calls import filters
from portal.blueprints.calls.routes import bp
from portal.blueprints.kept import kept_for_visitors, period, shelf
from portal.domain.actions import Action
from portal.domain.errors import NotFound
from portal.domain.policy import Thing, can
from portal.pdf.questionnaire import questionnaire
from portal.pdf.questionnaire_xlsx import questionnaire_xlsx
from portal.services import call_feeds, call_list, call_versions, calls, library
from portal.services.calls import FullCall
from portal.show import word
from portal.web import actor, language, now, page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/")
@kept_for_visitors(call_list.mark)
@page(Action.VISIT)
def index() -> ResponseReturnValue:
    """List the open, closed or awarded calls that fit; the office also sees its drafts."""
    asked = filters.read(request.args)
    found = call_list.page(asked.wanted, now())
    return render_template(
        "calls/index.html",
        found=found,
        rows=_rows(found.keys, asked.wanted.state),
        asked=asked,
        states=call_list.STATES,
        drafts=_drafts(),
        count=_kept("count", call_list.count, replace(asked.wanted, after="", before="")),
        **_kept("choices", _choices),
    )


def _drafts() -> list[FullCall]:
    if not can(actor(), Action.SEE_CENTRES):
        return []
    return [calls.summary(call) for call in calls.unpublished()]


def _choices(at: datetime) -> dict[str, object]:  # noqa: ARG001 - one shape for what is kept
    services = library.entries("services", "service")
    return {
        "countries": call_list.countries(),
        "services": [
            (each["code"], library.text_of(each, "", language())) for each in services
        ],
    }


def _kept(name: str, make: Callable[..., Any], *about: object) -> Any:  # noqa: ANN401 - as made
    """Return what was made for the same list before, or make it."""
    key = (name, language(), *period(call_list.mark), *about)
    return shelf().get(key) or shelf().put(key, make(*about, now()))


def _rows(keys: Sequence[call_list.Key], state: str) -> list[Markup]:
    """Return the rows of the list, each written once a minute and language."""
    common, known = ("row", language(), *period(call_list.mark), state), shelf()
    missing = [each.call_id for each in keys if (*common, each.call_id) not in known]
    if missing:
        write, base = get_template_attribute("calls/public_row.html", "row"), url_for(".index")
        for call_id, row in call_list.rows(missing).items():
            known.put((*common, call_id), write(row, state, base))
    kept = (known.get((*common, each.call_id)) for each in keys)
    return [row for row in kept if row is not None]


@bp.get("/feed.atom")
@page(Action.VISIT)
def feed() -> ResponseReturnValue:
    """Give feed readers the calls that were published last."""
    published = [call_feeds.entry_of(call, _address(call)) for call in call_list.latest()]
    entries = call_feeds.newest([*published, *_amendments()])
    channel = call_feeds.Channel(
        title=gettext("Calls for proposals, migrant centres"),
        author=gettext("Migrant centres"),
        address=_outside("calls.feed"),
        page=_outside("calls.index"),
        language=language(),
    )
    changed = max((each.updated for each in entries), default=None)
    body = call_feeds.atom(channel, entries)
    return _conditional(Response(body, mimetype="application/atom+xml"), changed)


def _amendments() -> list[call_feeds.Entry]:
    listed = [each for each in call_versions.latest() if call_list.is_listed(each.call)]
    return [_amendment(each) for each in listed]


def _amendment(addendum: Thing) -> call_feeds.Entry:
    call, number = addendum.call, addendum.number
    return call_feeds.Entry(
        key=str(addendum.id),
        title=gettext("%(call)s, addendum %(number)s", call=call.reference, number=number),
        address=_outside("addenda.show", slug=call.slug, number=str(number)),
        published=addendum.issued_at,
        updated=addendum.issued_at,
        summary=addendum.reason,
        language=call.language,
    )


def _outside(endpoint: str, **parts: str) -> str:
    return str(current_app.config["ADDRESS"]) + url_for(endpoint, _external=False, **parts)


def _address(call: Thing) -> str:
    return _outside("calls.show", slug=call.slug)


def _conditional(answer: Response, changed: datetime | None = None) -> Response:
    answer.add_etag()
    answer.last_modified = changed
    answer.headers["Cache-Control"] = "no-cache"
    answer.make_conditional(request)
    return answer


@bp.get("/<slug:slug>.ics")
@page(Action.SEE_CALL, calls.by_slug)
def calendar(call: Thing) -> ResponseReturnValue:
    """Give calendars the dates of a published call, with reminders."""
    if call.published_at is None:
        raise NotFound
    names = {name: word(name, "date") for name in call_feeds.DATES}
    body = call_feeds.calendar(call, names, _address(call))
    answer = Response(body, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{call.slug}.ics"'
    return _conditional(answer)


@bp.get("/<slug:slug>.xlsx")
@page(Action.SEE_CALL, calls.by_slug)
def xlsx(call: Thing) -> ResponseReturnValue:
    """Give the questions of a published call as a spreadsheet to write in offline."""
    if call.published_at is None:
        raise NotFound
    answer = Response(questionnaire_xlsx(call.id), mimetype=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{call.slug}.xlsx"'
    return answer


@bp.get("/<slug:slug>.docx")
@page(Action.SEE_CALL, calls.by_slug)
def docx(call: Thing) -> ResponseReturnValue:
    """Give the questionnaire of a published call to teams that write offline."""
    if call.published_at is None:
        raise NotFound
    answer = Response(questionnaire(call.id), mimetype=DOCX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{call.slug}.docx"'
    return _conditional(answer)
