"""What in a report looks like personal data: each place is changed or kept with a reason."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.blueprints.fields import TidyForm, line
from portal.blueprints.monitoring.pages import facts_of
from portal.blueprints.monitoring.views import bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle import SUBMIT_REPORT
from portal.domain.personal_data import KeptFor
from portal.domain.policy import Thing
from portal.services import monitoring, report_traces
from portal.services.report_traces import LONGEST_NOTE, Reason
from portal.show import word
from portal.web import actor, now, page


class KeepForm(TidyForm):
    """Why one place stays as it is."""

    section = HiddenField()
    fingerprint = HiddenField()
    reason = RadioField(
        _l("Why it can stay"), [InputRequired(_l("Choose a reason."))], validate_choice=True
    )
    note = line(
        _l("Reason in words"), LONGEST_NOTE, _l("The office reads it. No personal data.")
    )


def _form(**given: Any) -> KeepForm:  # noqa: ANN401 - as forms take it
    form = KeepForm(**given)
    form.reason.choices = [SelectChoice(each.value, word(each)) for each in KeptFor]
    return form


@bp.route("/<slug:slug>/edit/personal-data", methods=["GET", "POST"])
@page(Action.WRITE_REPORT, monitoring.by_slug)
def traces(report: Thing) -> ResponseReturnValue:
    """List what looks like personal data; let one place stay with a reason."""
    SUBMIT_REPORT.take(report.state)
    form = _form()
    here = url_for("monitoring.traces", slug=report.slug)
    return save_or_show(form, lambda: _keep(report, form), _page(report, form), lambda _: here)


def _keep(report: Thing, form: KeepForm) -> None:
    named = (str(form.section.data), str(form.fingerprint.data))
    reason = Reason(*named, KeptFor(form.reason.data), form.note.data or "")
    report_traces.keep(report, reason, actor(), now())


def _page(report: Thing, form: KeepForm) -> Any:  # noqa: ANN401 - a way to render
    return lambda _theirs: render_template(
        "monitoring/traces.html",
        **facts_of(report),
        form=form,
        blank=_form(formdata=None),
        traces=report_traces.found(report),
    )
