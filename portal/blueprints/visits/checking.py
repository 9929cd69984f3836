"""The checklist of a visit, item by item or on one page; and what is concluded from it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.saving import save_or_show
from portal.blueprints.visits.forms import (
    CONCLUSIONS,
    ChecklistForm,
    ConclusionForm,
    ItemForm,
    SettleForm,
    checklist_form,
    upload_of,
)
from portal.blueprints.visits.routes import VISIT, bp, here, limits
from portal.domain.actions import Action
from portal.domain.errors import Conflict, RuleBroken, WrongState
from portal.domain.lifecycle_visits import CANCEL_VISIT, VISIT_TO_PARTNER
from portal.domain.policy import Thing
from portal.services import checklists, settling, visits
from portal.services.checklists import Shot
from portal.services.steps import fresh
from portal.show import rule_text
from portal.web import actor, now, page


@bp.route(f"{VISIT}/checklist", methods=["GET", "POST"])
@page(Action.WRITE_VISIT, visits.by_id, key="visit_id")
def checklist(visit: Thing) -> ResponseReturnValue:
    """Fill in the whole checklist on one page."""
    CANCEL_VISIT.take(visit.state)
    items = checklists.items(visit)
    form = checklist_form(items, visit.checklist_version)
    return save_or_show(
        form,
        lambda: _keep(visit, form, items),
        lambda theirs: _list(visit, form, items, theirs),
        lambda _done: here(visit, "checklist"),
    )


def _keep(visit: Thing, form: ChecklistForm, items: Sequence[Thing]) -> None:
    checklists.save(visit, form.answers(items), form.seen(), actor(), now())


def _list(
    visit: Thing,
    form: ChecklistForm,
    items: Sequence[Thing],
    theirs: Mapping[str, object] | None,
) -> str:
    return render_template(
        "visits/checklist.html", visit=visit, form=form, items=items, theirs=theirs
    )


@bp.post(f"{VISIT}/checklist/autosave")
@page(Action.WRITE_VISIT, visits.by_id, key="visit_id")
def autosave_checklist(visit: Thing) -> ResponseReturnValue:
    """Keep the checklist while it is filled in; tell when, or why it was not kept."""
    CANCEL_VISIT.take(visit.state)
    items = checklists.items(visit)
    form = checklist_form(items, visit.checklist_version)
    if not form.validate_on_submit():
        return _unsaved([str(each) for many in form.errors.values() for each in many], 422)
    try:
        _keep(visit, form, items)
    except RuleBroken as broken:
        return _unsaved([rule_text(broken.rule, broken.facts)], 422)
    except Conflict:
        return _unsaved([_("a colleague saved this meanwhile. Load the page again.")], 409)
    return _saved(visit)


def _unsaved(messages: list[str], status: int) -> ResponseReturnValue:
    return render_template("proposals/unsaved.html", messages=messages), status


def _saved(visit: Thing) -> str:
    return render_template(
        "visits/saved.html", version=fresh(visit).checklist_version, at=now(), visit=visit
    )


@bp.route(f"{VISIT}/checklist/<int:position>", methods=["GET", "POST"])
@page(Action.WRITE_VISIT, visits.by_id, key="visit_id")
def item(visit: Thing, position: int) -> ResponseReturnValue:
    """Answer one item on a screen of its own, with a photo; then go to the next."""
    CANCEL_VISIT.take(visit.state)
    row = checklists.item(visit, position)
    form = ItemForm(
        result=row.result.value, note=row.note, version=str(visit.checklist_version)
    )
    last = len(checklists.items(visit))

    def show(theirs: Mapping[str, object] | None) -> str:
        return _one(visit, row, form, last=last, theirs=theirs)

    return save_or_show(form, lambda: _answer(visit, row, form), show, _then(visit, row, last))


def _one(visit: Thing, row: Thing, form: ItemForm, **more: Any) -> str:  # noqa: ANN401 - for the template
    shown = [each for each in checklists.photos(visit) if each.item_id == row.id]
    return render_template(
        "visits/item.html", visit=visit, item=row, form=form, photos=shown, **more
    )


def _answer(visit: Thing, row: Thing, form: ItemForm) -> None:
    upload = upload_of(form)
    if upload is not None:
        checklists.add_photo(Shot(visit, upload, row), limits(), actor(), now())
    answers = {row.position: form.answer()}
    checklists.save(visit, answers, form.seen(), actor(), now())


def _then(visit: Thing, row: Thing, last: int) -> Any:  # noqa: ANN401 - where to go on
    """Say where a saved item leads: to a finding, to the next item, back to the visit."""
    own = {"visit_id": visit.id}
    if request.form.get("finding"):
        return lambda _done: url_for("visits.add_finding", item=row.position, **own)
    if row.position < last and not request.form.get("back"):
        after = row.position + 1
        return lambda _done: url_for("visits.item", position=after, **own)
    return lambda _done: here(visit, "checklist")


@bp.route(f"{VISIT}/conclusion", methods=["GET", "POST"])
@page(Action.WRITE_VISIT, visits.by_id, key="visit_id")
def conclusion(visit: Thing) -> ResponseReturnValue:
    """Write what is concluded of a visit: keep it, or report it to the partner."""
    CANCEL_VISIT.take(visit.state)
    form = CONCLUSIONS[visit.kind](data=_concluded(visit))

    def show(theirs: Mapping[str, object] | None) -> str:
        return render_template("visits/conclusion.html", visit=visit, form=form, theirs=theirs)

    return save_or_show(form, lambda: _conclude(visit, form), show, lambda _done: here(visit))


@bp.route(f"{VISIT}/settle", methods=["GET", "POST"])
@page(Action.WRITE_VISIT, visits.by_id, key="visit_id")
def settle(visit: Thing) -> ResponseReturnValue:
    """Note what became of an ineligible amount after the report."""
    if visit.state not in VISIT_TO_PARTNER or visit.tested is None:
        raise WrongState("settle_visit", visit.state)
    form = SettleForm(data={**vars(visit.amounts), "version": str(visit.version)})

    def show(theirs: Mapping[str, object] | None) -> str:
        return render_template("visits/settle.html", visit=visit, form=form, theirs=theirs)

    def save() -> None:
        settling.settle(visit, form.ways(), form.seen(), actor(), now())

    return save_or_show(form, save, show, lambda _done: here(visit, "money"))


def _concluded(visit: Thing) -> dict[str, object]:
    names = ("summary", "period", "controls", "auditor", *vars(visit.amounts))
    return {
        **{name: getattr(visit, name) for name in names},
        "visited_on": visit.visited_on or min(visit.planned_on, now().date()),
        "opinion": visit.opinion.value if visit.opinion else "",
        "version": str(visit.version),
    }


def _conclude(visit: Thing, form: ConclusionForm) -> None:
    if request.form.get("send"):
        visits.report(visit, form.conclusion(), actor(), now())
        flash(_("The visit is reported: the partner can read and comment it."))
    else:
        visits.save(visit, form.conclusion(), actor(), now())
        flash(_("The conclusion is saved."))
