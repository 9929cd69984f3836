"""Weekly rosters of a centre: the list, a week, its shifts and posts, publication, paper."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.paper import paper
from portal.blueprints.rosters.forms import HoursForm, PostForm, PublishForm, WeekForm
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_rosters import ROSTER_STEPS
from portal.domain.policy import Thing
from portal.domain.rosters import DAYS, SHIFTS
from portal.services import call_drafting, centres, documents, events, roster_table, rosters
from portal.web import actor, language, now, page

bp = Blueprint("rosters", __name__)
CENTRE = "/centres/<slug:slug>/rosters"
ROSTER = "/rosters/<uuid:roster_id>"


def _here(roster: Thing) -> str:
    return url_for("rosters.show", roster_id=roster.id)


@bp.get(CENTRE)
@page(Action.SEE_ROSTER, centres.by_slug)
def of_centre(centre: Thing) -> ResponseReturnValue:
    """List the weeks of a centre."""
    return _listed(centre, _week_form(centre, formdata=None, monday=now().date()))


def _week_form(centre: Thing, **given: object) -> WeekForm:
    form = WeekForm(**given)
    form.offer(call_drafting.zones(centre.country))
    return form


def _listed(centre: Thing, form: WeekForm) -> str:
    return render_template(
        "rosters/list.html", centre=centre, form=form, rosters=rosters.of(centre)
    )


@bp.post(f"{CENTRE}/new")
@page(Action.KEEP_ROSTER, centres.by_slug)
def begin(centre: Thing) -> ResponseReturnValue:
    """Begin the roster of a week."""
    form = _week_form(centre)
    return save_or_show(
        form,
        lambda: rosters.begin(centre, form.monday.data, str(form.zone.data), actor(), now()),
        lambda _theirs: _listed(centre, form),
        _here,
    )


@bp.get(ROSTER)
@page(Action.SEE_ROSTER, rosters.by_id, key="roster_id")
def show(roster: Thing) -> ResponseReturnValue:
    """Show a week: its cover, what the rules found, and who is there."""
    return _shown(roster, PublishForm(formdata=None))


def _shown(roster: Thing, form: PublishForm) -> str:
    return render_template(
        "rosters/show.html",
        roster=roster,
        form=form,
        typed=request.form,
        table=roster_table.told(roster),
        posts=rosters.posts(roster),
        document=documents.of(rosters.KIND, roster.id, language()),
        steps=ROSTER_STEPS,
        events=events.timeline([roster.id]),
    )


@bp.get(f"{ROSTER}.pdf")
@page(Action.SEE_ROSTER, rosters.by_id, key="roster_id")
def print_week(roster: Thing) -> ResponseReturnValue:
    """Give a week as PDF to hang up: issued once it is published, else as it stands."""
    name = roster.reference.replace("/", "-")
    return paper(rosters.KIND, roster.id, name, draft=True, mark="today")


@bp.route(f"{ROSTER}/hours", methods=["GET", "POST"])
@page(Action.KEEP_ROSTER, rosters.by_id, key="roster_id")
def hours(roster: Thing) -> ResponseReturnValue:
    """Say when each shift begins."""
    form = HoursForm(data=_kept_hours(roster))
    form.offer(call_drafting.zones(roster.centre.country))
    return save_or_show(
        form,
        lambda: rosters.save_hours(roster, form.week(), form.seen(), actor(), now()),
        lambda theirs: render_template(
            "rosters/hours.html", roster=roster, form=form, theirs=theirs
        ),
        lambda _: _here(roster),
    )


def _kept_hours(roster: Thing) -> dict[str, object]:
    times = {f"{shift.value}_from": roster.hours.starts[shift] for shift in SHIFTS}
    return {"version": str(roster.version), "zone": roster.zone, **times}


@bp.route(f"{ROSTER}/posts/new", methods=["GET", "POST"])
@page(Action.KEEP_ROSTER, rosters.by_id, key="roster_id")
def new_post(roster: Thing) -> ResponseReturnValue:
    """Add a post."""
    least = dict.fromkeys((f"{shift.value}_least" for shift in SHIFTS), 0)
    return _post(roster, PostForm(data=least), None)


@bp.route(f"{ROSTER}/posts/<uuid:post_id>", methods=["GET", "POST"])
@page(Action.KEEP_ROSTER, rosters.by_id, key="roster_id")
def post(roster: Thing, post_id: UUID) -> ResponseReturnValue:
    """Change a post and who is there."""
    kept = rosters.post(roster, post_id)
    data = {**rosters.typed(kept), "version": str(kept.version)}
    return _post(roster, PostForm(data=data), kept)


def _post(roster: Thing, form: PostForm, kept: Thing) -> ResponseReturnValue:
    known = {"roster": roster, "form": form, "post": kept, "days": DAYS, "shifts": SHIFTS}
    return save_or_show(
        form,
        lambda: rosters.save_post(roster, form.draft(), (kept, form.seen()), actor(), now()),
        lambda theirs: render_template("rosters/post.html", **known, theirs=theirs),
        lambda _: _here(roster),
    )


@bp.post(f"{ROSTER}/posts/<uuid:post_id>/remove")
@page(Action.KEEP_ROSTER, rosters.by_id, key="roster_id")
def remove_post(roster: Thing, post_id: UUID) -> ResponseReturnValue:
    """Take a post out of a roster."""
    rosters.remove_post(roster, rosters.post(roster, post_id), actor(), now())
    flash(gettext("It is removed."))
    return redirect(_here(roster), 303)


@bp.post(f"{ROSTER}/publish")
@page(Action.KEEP_ROSTER, rosters.by_id, key="roster_id")
def publish(roster: Thing) -> ResponseReturnValue:
    """Publish a week with a reason for each gap that stays."""
    form = PublishForm()
    return save_or_show(
        form,
        lambda: rosters.publish(roster, request.form, actor(), now()),
        lambda _theirs: _shown(roster, form),
        lambda _: _here(roster),
    )


@bp.post(f"{ROSTER}/reopen")
@page(Action.KEEP_ROSTER, rosters.by_id, key="roster_id")
def reopen(roster: Thing) -> ResponseReturnValue:
    """Open a published week again for a change."""
    rosters.reopen(roster, actor(), now())
    return redirect(_here(roster), 303)
