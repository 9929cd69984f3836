"""Photos and other files of a report."""

from uuid import UUID

from flask import current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.blueprints.fields import TidyForm, line
from portal.blueprints.monitoring.views import bp, shown_with
from portal.blueprints.saved_file import saved_file, shown_picture
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle import SUBMIT_REPORT
from portal.domain.policy import Thing
from portal.domain.report_annexes import Shown, is_picture
from portal.services import monitoring, report_annexes
from portal.services.file_checks import Limits, Upload
from portal.services.report_annexes import NewAnnex
from portal.show import word
from portal.web import actor, now, page


class AnnexForm(TidyForm):
    """One file. Its fields follow it, so that its end is never the end of the body."""

    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])
    caption = line(
        _l("Caption"), 200, _l("What it shows, where and when. No name of a person.")
    )
    shown = RadioField(
        _l("Can people be recognised?"), [InputRequired(_l("Choose one of these."))]
    )

    def value(self) -> NewAnnex:
        """Return the file as a value."""
        sent = self.file.data
        with sent.stream:
            content = sent.read()
        upload = Upload(str(self.caption.data), str(sent.filename), content)
        return NewAnnex(upload, Shown(self.shown.data))


def _limits() -> Limits:
    settings = current_app.config
    return Limits(settings["FILE_LIMIT"], settings["REPORT_FILE_COUNT_LIMIT"])


def _here(report: Thing) -> str:
    return url_for("monitoring.annexes", slug=report.slug)


@bp.route("/<slug:slug>/edit/annexes", methods=["GET", "POST"])
@page(Action.WRITE_REPORT, monitoring.by_slug)
def annexes(report: Thing) -> ResponseReturnValue:
    """List the annexes of a report and add one."""
    SUBMIT_REPORT.take(report.state)
    form = AnnexForm()
    form.shown.choices = [SelectChoice(each.value, word(each)) for each in Shown]

    def save() -> None:
        report_annexes.add(report, form.value(), _limits(), actor(), now())

    show = shown_with("annexes", report, form, report_annexes.CODE)
    return save_or_show(form, save, show, lambda _: _here(report))


@bp.get("/<slug:slug>/annexes/<uuid:annex_id>")
@page(Action.SEE_REPORT, monitoring.by_slug)
def annex(report: Thing, annex_id: UUID) -> ResponseReturnValue:
    """Give an annex: a picture to be shown, any other file to be saved."""
    kept = report_annexes.by_id(report, annex_id)
    give = shown_picture if is_picture(kept.media_type) else saved_file
    return give(report_annexes.content(kept), kept)


@bp.post("/<slug:slug>/annexes/<uuid:annex_id>/remove")
@page(Action.WRITE_REPORT, monitoring.by_slug)
def remove_annex(report: Thing, annex_id: UUID) -> ResponseReturnValue:
    """Take an annex off the report."""
    report_annexes.remove(report, annex_id, actor(), now())
    return redirect(_here(report), 303)
