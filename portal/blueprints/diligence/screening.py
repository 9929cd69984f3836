"""The sanctions list: its state, taking one in, and possible matches."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.diligence.forms import ImportForm, MatchForm, ReasonForm
from portal.blueprints.diligence.routes import MATCH, bp
from portal.blueprints.saving import save_or_show
from portal.config import sanctions_address
from portal.domain.actions import Action
from portal.services import events, sanctions, sanctions_import
from portal.web import actor, now, page

Thing = Any


@bp.get("/sanctions/", endpoint="sanctions")
@page(Action.SEE_SANCTIONS)
def overview() -> ResponseReturnValue:
    """Show the state of the list, what waits and what was decided."""
    return render_template(
        "diligence/sanctions.html",
        latest=sanctions_import.latest(),
        imports=sanctions_import.history(),
        entries=sanctions_import.entries(),
        waiting=sanctions.waiting(),
        decided=sanctions.decided(),
        address=sanctions_address(),
    )


@bp.route("/sanctions/import", methods=["GET", "POST"])
@page(Action.IMPORT_SANCTIONS)
def import_list() -> ResponseReturnValue:
    """Take in a list from a file."""
    form = ImportForm()
    return save_or_show(
        form,
        lambda: _take(form),
        lambda _theirs: render_template("diligence/import.html", form=form),
        lambda _made: url_for("diligence.sanctions"),
    )


def _take(form: ImportForm) -> None:
    sent = form.file.data
    made = sanctions_import.take(sent.read(), sent.filename, actor(), now())
    said = {"added": made.added, "changed": made.changed, "removed": made.removed}
    flash(
        _("The list is in: %(added)s new, %(changed)s changed, %(removed)s removed.", **said)
        + " "
        + _("Every partner is now compared with it.")
    )


@bp.post("/sanctions/fetch")
@page(Action.IMPORT_SANCTIONS)
def fetch_list() -> ResponseReturnValue:
    """Let the worker fetch the list."""
    sanctions_import.ask_fetch(actor(), now())
    flash(_("The list is being fetched. Reload this page in a minute."))
    return redirect(url_for("diligence.sanctions"), 303)


@bp.post("/sanctions/rescan")
@page(Action.IMPORT_SANCTIONS)
def rescan() -> ResponseReturnValue:
    """Let the worker compare every partner again."""
    sanctions_import.ask_rescan(actor(), now())
    flash(_("Every partner is being compared with the list. Reload this page in a minute."))
    return redirect(url_for("diligence.sanctions"), 303)


@bp.get(MATCH)
@page(Action.SEE_SANCTIONS, sanctions.by_id, key="match_id")
def match(match: Thing) -> ResponseReturnValue:
    """Show both sides of a possible match and what was decided."""
    return _show(match, MatchForm(formdata=None), ReasonForm(formdata=None))


def _show(match: Thing, form: MatchForm, again: ReasonForm) -> str:
    return render_template(
        "diligence/match.html",
        match=match,
        form=form,
        again=again,
        names=sanctions.names_of(match.partner),
        events=events.timeline([match.id]),
    )


@bp.post(MATCH + "/judge")
@page(Action.JUDGE_MATCH, sanctions.by_id, key="match_id")
def judge_match(match: Thing) -> ResponseReturnValue:
    """Judge a possible match as the first person."""
    form = MatchForm()
    reason = form.reason.data or ""
    return save_or_show(
        form,
        lambda: sanctions.judge(match, reason, actor(), now(), same=form.is_same),
        lambda _theirs: _show(match, form, ReasonForm(formdata=None)),
        lambda _done: url_for("diligence.match", match_id=match.id),
    )


@bp.post(MATCH + "/confirm")
@page(Action.CONFIRM_MATCH, sanctions.by_id, key="match_id")
def confirm_match(match: Thing) -> ResponseReturnValue:
    """Confirm a true match as the second person, or send it back."""
    form = MatchForm()
    reason = form.reason.data or ""
    return save_or_show(
        form,
        lambda: sanctions.confirm(match, reason, actor(), now(), same=form.is_same),
        lambda _theirs: _show(match, form, ReasonForm(formdata=None)),
        lambda _done: url_for("diligence.match", match_id=match.id),
    )


@bp.post(MATCH + "/reopen")
@page(Action.JUDGE_MATCH, sanctions.by_id, key="match_id")
def reopen_match(match: Thing) -> ResponseReturnValue:
    """Let a decided match be judged again."""
    form = ReasonForm()
    return save_or_show(
        form,
        lambda: sanctions.reopen(match, form.reason.data or "", actor(), now()),
        lambda _theirs: _show(match, MatchForm(formdata=None), form),
        lambda _done: url_for("diligence.match", match_id=match.id),
    )
