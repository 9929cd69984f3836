"""Findings of a visit: written, changed, removed, each with its agreed action."""

from collections.abc import Callable, Mapping

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.blueprints.saving import save_or_show
from portal.blueprints.visits.forms import FindingForm, upload_of
from portal.blueprints.visits.routes import FINDING, VISIT, bp, here, limits
from portal.domain.actions import Action
from portal.domain.lifecycle_visits import CANCEL_VISIT
from portal.domain.policy import Thing
from portal.domain.texts import number_of
from portal.services import action_points, checklists, findings, visits
from portal.services.checklists import Shot
from portal.web import actor, language, now, page


@bp.route(f"{VISIT}/findings/new", methods=["GET", "POST"])
@page(Action.WRITE_VISIT, visits.by_id, key="visit_id")
def add_finding(visit: Thing) -> ResponseReturnValue:
    """Write a finding; ``item`` in the address says which item of the checklist it is of."""
    row = _item(visit)
    form = _form(visit, {"text": row.note if row else "", "version": "1"})

    def save() -> None:
        made = findings.add(visit, form.draft(row.position if row else None), actor(), now())
        _picture(visit, made, form)

    return _answered(visit, form, save, {"item": row})


def _form(visit: Thing, kept: Mapping[str, object]) -> FindingForm:
    CANCEL_VISIT.take(visit.state)
    form = FindingForm(data=kept)
    form.fill(findings.categories(visit.kind, language()), action_points.owners(visit.contract))
    return form


def _answered(
    visit: Thing, form: FindingForm, save: Callable[[], None], shown: Mapping[str, Thing]
) -> ResponseReturnValue:
    def show(theirs: Mapping[str, object] | None) -> str:
        return render_template(
            "visits/finding.html", visit=visit, form=form, theirs=theirs, **shown
        )

    return save_or_show(form, save, show, lambda _done: here(visit, "findings"))


def _item(visit: Thing) -> Thing:
    position = number_of(request.args.get("item"))
    return None if position is None else checklists.item(visit, position)


def _picture(visit: Thing, finding: Thing, form: FindingForm) -> None:
    upload = upload_of(form)
    if upload is not None:
        checklists.add_photo(Shot(visit, upload, finding), limits(), actor(), now())


@bp.route(FINDING, methods=["GET", "POST"])
@page(Action.WRITE_VISIT, findings.by_id, key="finding_id")
def change_finding(finding: Thing) -> ResponseReturnValue:
    """Change a finding of a visit that is not reported yet."""
    visit = finding.visit
    form = _form(visit, _kept(finding))

    def save() -> None:
        position = finding.item.position if finding.item else None
        findings.change(finding, form.draft(position), form.seen(), actor(), now())
        _picture(visit, finding, form)

    return _answered(visit, form, save, {"item": finding.item, "finding": finding})


def _kept(finding: Thing) -> dict[str, object]:
    names = ("category", "text", "place", "action", "due_on", "version")
    return {
        **{name: getattr(finding, name) for name in names},
        "severity": finding.severity.value,
        "owner": str(finding.owner_id or ""),
    }


@bp.post(f"{FINDING}/remove")
@page(Action.WRITE_VISIT, findings.by_id, key="finding_id")
def remove_finding(finding: Thing) -> ResponseReturnValue:
    """Take a finding out of a visit that is not reported yet."""
    findings.remove(finding, actor(), now())
    return redirect(here(finding.visit, "findings"), 303)
