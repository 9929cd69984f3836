"""The narrative of a report, heading by heading, kept while it is being written."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.monitoring.forms import NarrativeForm
from portal.blueprints.monitoring.pages import facts_of
from portal.blueprints.monitoring.views import back, bp
from portal.blueprints.proposals.fragments import fragment
from portal.blueprints.saving import Show, save_or_show
from portal.domain.actions import Action
from portal.domain.errors import Conflict, NotFound, RuleBroken
from portal.domain.lifecycle import SUBMIT_REPORT
from portal.domain.policy import Thing
from portal.domain.proposals import word_count
from portal.services import monitoring, report_terms
from portal.services.report_writing import Save
from portal.show import rule_text
from portal.web import actor, now, page


def _row(report: Thing, code: str) -> Any:  # noqa: ANN401 - a record
    row = monitoring.narratives_of(report).get(code)
    if row is None:
        raise NotFound
    return row


def _keep(report: Thing, code: str, form: NarrativeForm) -> None:
    save = Save(actor(), now(), form.seen())
    monitoring.save_narrative(report, code, form.text.data or "", save)


@bp.route("/<slug:slug>/edit/narrative/<code>", methods=["GET", "POST"])
@page(Action.WRITE_REPORT, monitoring.by_slug)
def narrative(report: Thing, code: str) -> ResponseReturnValue:
    """Write the answer to one question."""
    SUBMIT_REPORT.take(report.state)
    row = _row(report, code)
    form = NarrativeForm(data={"text": row.text, "version": row.version})

    def save() -> None:
        _keep(report, code, form)

    return save_or_show(form, save, _page(report, row, form), lambda _: back(report, code))


def _page(report: Thing, row: Any, form: NarrativeForm) -> Show:  # noqa: ANN401 - a record
    return lambda theirs: render_template(
        "monitoring/narrative.html",
        **facts_of(report, row.code),
        **_counted(report, row),
        form=form,
        row=row,
        theirs=theirs,
    )


def _counted(report: Thing, row: Any) -> dict[str, int]:  # noqa: ANN401 - a record
    limits = report_terms.limits(report.contract)
    return {"limit": limits.get(row.code, 0), "words": word_count(row.text)}


@bp.post("/<slug:slug>/edit/narrative/<code>/autosave")
@page(Action.WRITE_REPORT, monitoring.by_slug)
def autosave_narrative(report: Thing, code: str) -> ResponseReturnValue:
    """Keep the answer while it is being written; tell when, or that somebody else saved it."""
    form = NarrativeForm()
    if not form.validate():
        told = gettext("Something is to be corrected first. The button below tells what.")
        return fragment("unsaved", messages=[told]), 422
    try:
        _keep(report, code, form)
    except Conflict:
        return fragment("meanwhile"), 409
    except RuleBroken as broken:
        return fragment("unsaved", messages=[rule_text(broken.rule, broken.facts)]), 422
    return _saved(report, _row(report, code))


def _saved(report: Thing, row: Any) -> str:  # noqa: ANN401 - a record
    zone = report.contract.call.zone
    return fragment("saved", zone=zone, saved=row, **_counted(report, row))
