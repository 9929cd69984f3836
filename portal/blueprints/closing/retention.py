"""Pages on how long what was reported is kept: the list of what is due, and holds."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from portal.blueprints.closing.routes import bp, done, form_page
from portal.blueprints.fields import TidyForm, text
from portal.blueprints.saving import save_or_show
from portal.config import report_retention_years
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.services import contract_finding, retention
from portal.web import actor, now, page


class HoldForm(TidyForm):
    """Why nothing of a contract may be purged."""

    reason = text(_l("Reason"), _l("It stays with the contract. No personal data."))


@bp.app_template_global()
def purged_of(contract: Thing) -> Thing:
    """Return when words and files of a contract were purged."""
    return retention.purged(contract.id)


@bp.app_template_global()
def holds_of(contract: Thing) -> list[Thing]:
    """Return the holds on a contract, the latest first."""
    return retention.holds(contract)


@bp.get("/retention")
@page(Action.SEE_RETENTION)
def kept() -> ResponseReturnValue:
    """List what a purge would take away now; nothing is purged by looking."""
    years = report_retention_years()
    found = retention.dry(now(), years)
    return render_template("closing/retention.html", found=found, years=years)


@bp.post("/retention/purge")
@page(Action.PURGE_REPORTED)
def purge() -> ResponseReturnValue:
    """Purge exactly the list that was shown."""
    count = retention.purge(request.form.get("listed", ""), actor(), now())
    flash(ngettext("%(num)s contract is purged.", "%(num)s contracts are purged.", count))
    return redirect(url_for("closing.kept"), 303)


@bp.route("/<slug:slug>/hold", methods=["GET", "POST"])
@page(Action.HOLD_REPORTED, contract_finding.by_slug)
def hold(contract: Thing) -> ResponseReturnValue:
    """Hold the purging of a contract back."""
    form = HoldForm()
    return save_or_show(
        form,
        lambda: retention.place_hold(contract, form.reason.data or "", actor(), now()),
        lambda _: form_page(contract, form, "hold"),
        lambda _: done(contract, gettext("Purging of this contract is held back.")),
    )


@bp.post("/<slug:slug>/hold/lift")
@page(Action.HOLD_REPORTED, contract_finding.by_slug)
def lift_hold(contract: Thing) -> ResponseReturnValue:
    """Let a contract be purged again when its time comes."""
    retention.lift_hold(contract, actor(), now())
    return redirect(done(contract, gettext("Purging is no longer held back.")), 303)
