"""Pages of the review of a report: what both desks decided, and one section to decide on."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired

from portal.blueprints.fields import VersionedForm, text
from portal.blueprints.monitoring.beside import beside
from portal.blueprints.monitoring.forms import SubmitForm
from portal.blueprints.monitoring.views import back, bp, shown, shown_with
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle import ACCEPT_REPORT, ReportState
from portal.domain.lifecycle_report_review import SectionReview
from portal.domain.policy import Thing
from portal.domain.report_desks import Desk
from portal.services import monitoring, report_desks, report_review
from portal.services.report_review import Verdict
from portal.services.steps import fresh
from portal.web import actor, now, page


class SectionForm(VersionedForm):
    """What a desk decides on one section."""

    state = RadioField(
        _l("Decision"),
        [InputRequired(_l("Choose one."))],
        choices=[
            SelectChoice(SectionReview.ACCEPTED.value, _l("Accept the section")),
            SelectChoice(SectionReview.RETURNED.value, _l("Return the section")),
        ],
    )
    comment = text(
        _l("Comment"),
        _l("What is to be corrected. The partner reads it when the report goes back."),
        required=False,
    )


@bp.get("/<slug:slug>/review")
@page(Action.REVIEW_SECTION, monitoring.by_slug)
def review(report: Thing) -> ResponseReturnValue:
    """Show both desks: what each decided on its sections, and what is still to be read."""
    return shown("review", report)


@bp.route("/<slug:slug>/review/<code>", methods=["GET", "POST"])
@page(Action.REVIEW_SECTION, monitoring.by_slug)
def review_section(report: Thing, code: str) -> ResponseReturnValue:
    """Read one section beside what is known of it, and decide on it."""
    section = report_desks.section_of(report, code)
    ACCEPT_REPORT.take(report.state)
    decision = report_desks.decisions(report)[code]
    form = SectionForm(data=_standing(decision))

    def save() -> None:
        verdict = Verdict(SectionReview(form.state.data), form.comment.data or "", form.seen())
        report_review.decide(report, code, verdict, actor(), now())

    show = shown_with("review_section", report, form, code, beside=beside(report, code))
    return save_or_show(form, save, show, lambda _done: _next(report, section.desk))


def _standing(decision: Thing) -> dict[str, object]:
    state = "" if decision.state is SectionReview.OPEN else decision.state.value
    return {"state": state, "comment": decision.comment, "version": decision.version}


def _next(report: Thing, desk: Desk) -> str:
    """Return the address of the next section of a desk to decide on, or of both desks."""
    waiting = report_review.board_of(report, desk).open
    if not waiting:
        return url_for("monitoring.review", slug=report.slug)
    return url_for("monitoring.review_section", slug=report.slug, code=waiting[0])


@bp.route("/<slug:slug>/review/finish/<any(programme, finance):desk>", methods=["GET", "POST"])
@page(Action.REVIEW_SECTION, monitoring.by_slug)
def finish_review(report: Thing, desk: str) -> ResponseReturnValue:
    """Finish the review of a desk, after a look at what it leads to."""
    ACCEPT_REPORT.take(report.state)
    board, form = report_review.board_of(report, Desk(desk)), SubmitForm()

    def save() -> None:
        report_review.finish(report, board.desk, actor(), now())
        flash(_told(report))

    show = shown_with("review_finish", report, form, board=board)
    return save_or_show(form, save, show, lambda _done: back(report))


def _told(report: Thing) -> str:
    if fresh(report).state is ReportState.RETURNED:
        return str(
            _("Finished. The report went back to the partner with both desks' comments.")
        )
    return str(_("Finished."))
