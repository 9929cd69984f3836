"""Pages of the sections of a report that are forms, kept while they are filled in."""

from collections.abc import Mapping
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.monitoring import part_forms
from portal.blueprints.monitoring.pages import facts_of
from portal.blueprints.monitoring.views import back, bp
from portal.blueprints.proposals.fragments import fragment
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.errors import Conflict, RuleBroken
from portal.domain.lifecycle import SUBMIT_REPORT
from portal.domain.policy import Thing
from portal.domain.report_specs import PARTS
from portal.services import monitoring, report_parts
from portal.services.report_parts import Part
from portal.services.report_writing import Save
from portal.show import rule_text
from portal.web import actor, language, now, page

CODES = ", ".join(PARTS)


@bp.route(f"/<slug:slug>/edit/section/<any({CODES}):code>", methods=["GET", "POST"])
@page(Action.WRITE_REPORT, monitoring.by_slug)
def part(report: Thing, code: str) -> ResponseReturnValue:
    """Write one section; it is kept also while it lacks something, and the page says what."""
    SUBMIT_REPORT.take(report.state)
    kept = report_parts.part(report, code, language())
    form = part_forms.part_form(kept)
    return save_or_show(
        form,
        lambda: _keep(report, kept, form),
        lambda theirs: _page(report, kept, form, theirs),
        lambda _row: back(report, code),
    )


@bp.post(f"/<slug:slug>/edit/section/<any({CODES}):code>/autosave")
@page(Action.WRITE_REPORT, monitoring.by_slug)
def autosave_part(report: Thing, code: str) -> ResponseReturnValue:
    """Keep a section while it is being filled in; tell when, or that somebody else saved it."""
    kept = report_parts.part(report, code, language())
    form = part_forms.part_form(kept)
    if not form.validate():
        told = gettext("Something is to be corrected first. The button below tells what.")
        return fragment("unsaved", messages=[told]), 422
    return _told(report, kept, form)


def _told(report: Thing, kept: Part, form: Any) -> ResponseReturnValue:  # noqa: ANN401 - a form
    try:
        saved = _keep(report, kept, form)
    except Conflict:
        return fragment("meanwhile"), 409
    except RuleBroken as broken:
        return fragment("unsaved", messages=[rule_text(broken.rule, broken.facts)]), 422
    return fragment("saved", zone=report.contract.call.zone, saved=saved)


def _keep(report: Thing, kept: Part, form: Any) -> Any:  # noqa: ANN401 - a form, a record
    save = Save(actor(), now(), form.seen())
    return report_parts.save(report, kept.code, part_forms.typed(form, kept), save)


def _page(
    report: Thing,
    kept: Part,
    form: Any,  # noqa: ANN401 - a form made for this section
    theirs: Mapping[str, Any] | None,
) -> str:
    part_forms.spare(form, kept)
    return render_template(
        "monitoring/part.html",
        **facts_of(report, kept.code),
        form=form,
        part=kept,
        theirs=theirs,
        other=None if theirs is None else kept.with_content(theirs["content"]),
    )
