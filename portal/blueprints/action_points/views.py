"""Pages of action points: lists for the office, a contract and a partner, and each point."""

from collections.abc import Callable

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.blueprints.action_points.forms import DoneForm, OwnerForm, PointForm, RemarkForm
from portal.blueprints.paper import paper
from portal.blueprints.saved_file import saved_file
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_visits import DO_POINT, POINT_STEPS
from portal.domain.policy import Thing
from portal.services import action_points, events
from portal.services.contract_finding import by_slug
from portal.services.file_checks import Limits
from portal.web import actor, now, page

bp = Blueprint("action_points", __name__)
CONTRACT = "/contracts/<slug:slug>/action-points"
POINT = "/action-points/<uuid:point_id>"


def _here(point: Thing) -> str:
    return url_for("action_points.show", point_id=point.id)


@bp.get("/action-points/")
@page(Action.SEE_CHECKS)
def index() -> ResponseReturnValue:
    """List the action points that the reader may see, overdue ones first."""
    points = action_points.visible(actor())
    return render_template("action_points/index.html", points=points, today=now().date())


@bp.get(CONTRACT)
@page(Action.SEE_CONTRACT, by_slug)
def of_contract(contract: Thing) -> ResponseReturnValue:
    """List the action points of a contract, overdue ones first."""
    return render_template(
        "action_points/contract.html",
        contract=contract,
        points=action_points.of(contract),
        today=now().date(),
    )


@bp.get(f"{CONTRACT}.pdf")
@page(Action.SEE_CONTRACT, by_slug)
def list_paper(contract: Thing) -> ResponseReturnValue:
    """Give the action points of a contract as PDF, as of today."""
    name = f"{contract.slug}-actions"
    return paper("action_points", contract.id, name, draft=True, mark="today")


@bp.route(f"{CONTRACT}/new", methods=["GET", "POST"])
@page(Action.ADD_ACTION_POINT, by_slug)
def add(contract: Thing) -> ResponseReturnValue:
    """Write an action point that comes of no finding."""
    form = PointForm()
    form.fill(action_points.owners(contract))
    return save_or_show(
        form,
        lambda: action_points.add(contract, form.new(), actor(), now()),
        lambda _theirs: render_template("action_points/new.html", contract=contract, form=form),
        _here,
    )


@bp.get(POINT)
@page(Action.SEE_ACTION_POINT, action_points.by_id, key="point_id")
def show(point: Thing) -> ResponseReturnValue:
    """Show an action point with what is asked of the reader."""
    return _shown(point, DoneForm(formdata=None), RemarkForm(formdata=None))


def _shown(point: Thing, done: DoneForm, remark: RemarkForm) -> str:
    return render_template(
        "action_points/show.html",
        point=point,
        done=done,
        remark=remark,
        steps=POINT_STEPS,
        late=action_points.is_overdue(point, now().date()),
        people=action_points.people_of(point),
        events=events.timeline([point.id]),
    )


@bp.route(f"{POINT}/owner", methods=["GET", "POST"])
@page(Action.ADD_ACTION_POINT, action_points.by_id, key="point_id")
def hand_over(point: Thing) -> ResponseReturnValue:
    """Give an open action to another owner or another day."""
    DO_POINT.take(point.state)
    form = OwnerForm(owner=str(point.owner_id), due_on=point.due_on)
    form.fill(action_points.owners(point.contract))
    return save_or_show(
        form,
        lambda: action_points.hand_over(point, form.terms(), actor(), now()),
        lambda _theirs: render_template("action_points/owner.html", point=point, form=form),
        lambda _done: _here(point),
    )


@bp.post(f"{POINT}/done")
@page(Action.DO_ACTION_POINT, action_points.by_id, key="point_id")
def do(point: Thing) -> ResponseReturnValue:
    """Say what was done, with evidence."""
    form, size = DoneForm(), Limits(current_app.config["FILE_LIMIT"], 1)
    return save_or_show(
        form,
        lambda: action_points.do(point, form.done(), size, actor(), now()),
        lambda _theirs: _shown(point, form, RemarkForm(formdata=None)),
        lambda _done: _here(point),
    )


def _step(point: Thing, take: Callable[[str], None]) -> ResponseReturnValue:
    form = RemarkForm()
    return save_or_show(
        form,
        lambda: take(form.remark.data or ""),
        lambda _theirs: _shown(point, DoneForm(formdata=None), form),
        lambda _done: _here(point),
    )


@bp.post(f"{POINT}/verify")
@page(Action.VERIFY_ACTION_POINT, action_points.by_id, key="point_id")
def verify(point: Thing) -> ResponseReturnValue:
    """Verify what was done, as another person."""
    return _step(point, lambda said: action_points.verify(point, said, actor(), now()))


@bp.post(f"{POINT}/reopen")
@page(Action.VERIFY_ACTION_POINT, action_points.by_id, key="point_id")
def reopen(point: Thing) -> ResponseReturnValue:
    """Open an action point again with a reason."""
    return _step(point, lambda said: action_points.reopen(point, said, actor(), now()))


@bp.post(f"{POINT}/drop")
@page(Action.ADD_ACTION_POINT, action_points.by_id, key="point_id")
def drop(point: Thing) -> ResponseReturnValue:
    """Give an action point up with a reason."""
    return _step(point, lambda said: action_points.drop(point, said, actor(), now()))


@bp.get(f"{POINT}/evidence")
@page(Action.SEE_ACTION_POINT, action_points.by_id, key="point_id")
def evidence(point: Thing) -> ResponseReturnValue:
    """Give the file that shows what was done."""
    return saved_file(action_points.evidence_of(point), point)
