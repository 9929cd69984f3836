"""What everybody sees of calls: the list with its filters, a calendar, a feed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from uuid import UUID

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
from portal.blueprints.kept import kept_for_visitors, part
from portal.domain.actions import Action
from portal.domain.call_kinds import CallKind
from portal.domain.errors import NotFound
from portal.domain.policy import Thing, can
from portal.pdf.questionnaire import questionnaire
from portal.pdf.questionnaire_xlsx import questionnaire_xlsx
from portal.services import call_feeds, call_list, call_versions, calls, library
from portal.services.call_list import Row
from portal.services.calls import FullCall
from portal.show import address, word
from portal.web import actor, language, now, page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/")
@kept_for_visitors(call_list.mark)
@page(Action.VISIT)
def index() -> ResponseReturnValue:
    """List the open, closed or awarded calls that fit; the office also sees its drafts."""
    asked = filters.read(request.args)
    listed = part(partial(_listed, asked), "list", *asked.typed.values())
    return render_template("calls/index.html", listed=listed, asked=asked, drafts=_drafts())


def _listed(asked: filters.Filters) -> Markup:
    """Write the filters and one page of the list, the same for everybody."""
    found = call_list.page(asked.wanted, now())
    written = render_template(
        "calls/public_list.html",
        found=found,
        rows=_rows(found.keys, asked.wanted.state),
        asked=asked,
        states=call_list.STATES,
        count=_count(asked.wanted) if found.count is None else found.count,
        **part(_choices, "choices"),
    )
    return Markup(written)  # noqa: S704 - a template wrote it


def _count(wanted: call_list.Wanted) -> int:
    all_pages = replace(wanted, after="", before="")
    return part(partial(call_list.count, all_pages, now()), "count", all_pages)


def _choices() -> dict[str, object]:
    services = library.entries("services", "service")
    return {
        "countries": call_list.countries(),
        "services": [
            (each["code"], library.text_of(each, "", language())) for each in services
        ],
    }


def _rows(keys: Sequence[call_list.Key], state: str) -> list[Markup]:
    """Return the rows of the list, each written once a minute and language."""
    ids = [each.call_id for each in keys]
    read = cache(lambda: call_list.rows(ids))
    return [part(partial(_row, read, each, state), "row", state, each) for each in ids]


def _row(read: Callable[[], Mapping[UUID, Row]], call_id: UUID, state: str) -> Markup:
    row = read().get(call_id)
    if row is None:
        return Markup()
    write = get_template_attribute("calls/public_row.html", "row")
    return Markup(write(row, state, address("calls.index")))  # noqa: S704 - a template wrote it


def _drafts() -> list[FullCall]:
    if not can(actor(), Action.SEE_CENTRES):
        return []
    return [calls.summary(call) for call in calls.unpublished()]


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
    return _kept_where_open(call, answer)


def _kept_where_open(call: Thing, answer: Response) -> Response:
    """Let a browser keep what everybody may read; nobody keeps a call by invitation."""
    return _conditional(answer) if call.kind is CallKind.OPEN else answer


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
    return _kept_where_open(call, answer)
