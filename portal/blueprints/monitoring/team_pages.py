"""Pages of a report's people: who of the partner writes what, and what both sides ask."""

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.blueprints.assigning import assign_form
from portal.blueprints.fields import TidyForm, text
from portal.blueprints.monitoring.views import back, bp, shown_with
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle import SUBMIT_REPORT
from portal.domain.policy import Thing
from portal.services import (
    draft_assigning,
    monitoring,
    report_assigning,
    report_desks,
    report_queries,
    report_threads,
)
from portal.services.steps import found
from portal.web import actor, now, page


class WordsForm(TidyForm):
    """What somebody asks or answers."""

    text = text(_l("Your words"), _l("Both sides read them. Name nobody who is helped."))


@bp.route("/<slug:slug>/team", methods=["GET", "POST"])
@page(Action.WRITE_REPORT, monitoring.by_slug)
def team(report: Thing) -> ResponseReturnValue:
    """Give the sections of a report to the people who write them."""
    SUBMIT_REPORT.take(report.state)
    sections = report_queries.sections_of(report)
    form = assign_form(sections, draft_assigning.writers(report), report_assigning.of(report))
    return save_or_show(
        form,
        lambda: report_assigning.assign(report, form.value(), actor(), now()),
        shown_with("team", report, form, listed=sections),
        lambda done: _assigned(report, len(done)),
    )


def _assigned(report: Thing, count: int) -> str:
    flash(ngettext("%(num)s section changed hands.", "%(num)s sections changed hands.", count))
    return back(report)


@bp.post("/<slug:slug>/team/<code>/done")
@page(Action.WRITE_REPORT, monitoring.by_slug)
def finish_section(report: Thing, code: str) -> ResponseReturnValue:
    """Say that one's own section is written."""
    report_assigning.finish(report, code, actor(), now())
    return redirect(back(report), 303)


@bp.route("/<slug:slug>/ask/<code>", methods=["GET", "POST"])
@page(Action.DISCUSS_REPORT, monitoring.by_slug)
def ask_about(report: Thing, code: str) -> ResponseReturnValue:
    """Begin a thread on a section."""
    report_desks.section_of(report, code)
    form = WordsForm()

    def save() -> None:
        report_threads.ask(report, code, form.text.data or "", actor(), now())

    show = shown_with("ask_about", report, form, about=code)
    return save_or_show(form, save, show, lambda _done: back(report, code))


@bp.route("/<slug:slug>/threads/<uuid:thread_id>", methods=["GET", "POST"])
@page(Action.DISCUSS_REPORT, monitoring.by_slug)
def thread(report: Thing, thread_id: UUID) -> ResponseReturnValue:
    """Read a thread whole and answer."""
    form, about = WordsForm(), _mine(report, thread_id)

    def save() -> None:
        report_threads.answer(about, form.text.data or "", actor(), now())

    show = shown_with("thread", report, form, about=about)
    return save_or_show(form, save, show, lambda _done: back(report, about.section))


def _mine(report: Thing, thread_id: UUID) -> Thing:
    """Return a thread of this report, or refuse with ``NotFound``."""
    about = report_threads.by_id(thread_id)
    return found(about if about.report_id == report.id else None)


@bp.post("/threads/<uuid:thread_id>/settle")
@page(Action.SETTLE_THREAD, report_threads.by_id, key="thread_id")
def settle_thread(about: Thing) -> ResponseReturnValue:
    """Say that nothing more is asked."""
    report_threads.settle(about, actor(), now())
    address = back(about.report, about.section)
    return redirect(address, 303)
