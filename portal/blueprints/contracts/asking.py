"""Asking the partner of a contract for an ad hoc report."""

from datetime import date

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from portal.blueprints.contracts.views import bp
from portal.blueprints.fields import TidyForm, text
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.domain.report_kinds import Request
from portal.services import monitoring, report_requests
from portal.services.contract_finding import by_slug
from portal.show import word
from portal.web import actor, language, now, page

_DAY = InputRequired(_l("Choose a day."))


class RequestForm(TidyForm):
    """Why, of which days, until when and on what a report is asked for."""

    reason = text(_l("Reason"), _l("The partner reads it."))
    starts_on = DateField(_l("First day"), [_DAY])
    ends_on = DateField(_l("Last day"), [_DAY])
    due_on = DateField(_l("Due"), [_DAY])
    sections = SelectMultipleField(
        _l("Sections"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def value(self) -> Request:
        """Return what was asked for."""
        first, last, due = (
            day.data or date.max for day in (self.starts_on, self.ends_on, self.due_on)
        )
        return Request(self.reason.data or "", first, last, due, self.sections.data or [])


def _form(contract: Thing) -> RequestForm:
    form, names = RequestForm(), monitoring.sections(language())
    form.sections.choices = [
        SelectChoice(code, names.get(code) or word(code, "report_section"))
        for code in report_requests.choosable(contract)
    ]
    return form


@bp.route("/<slug:slug>/reports/ask", methods=["GET", "POST"])
@page(Action.ASK_REPORT, by_slug)
def ask_report(contract: Thing) -> ResponseReturnValue:
    """Ask for an ad hoc report."""
    form = _form(contract)
    return save_or_show(
        form,
        lambda: report_requests.ask(contract, form.value(), actor(), now()),
        lambda _: render_template("contracts/ask_report.html", contract=contract, form=form),
        _asked,
    )


def _asked(made: Thing) -> str:
    flash(gettext("The partner was told that the report is asked for."))
    return url_for("monitoring.show", slug=made.slug)
