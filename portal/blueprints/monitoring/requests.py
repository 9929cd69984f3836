"""Taking back the request for an ad hoc report."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.blueprints.monitoring.views import bp
from portal.domain.actions import Action
from portal.domain.policy import Thing
from portal.services import monitoring, report_requests
from portal.web import actor, now, page


@bp.post("/<slug:slug>/withdraw")
@page(Action.ASK_REPORT, monitoring.by_slug)
def withdraw_request(report: Thing) -> ResponseReturnValue:
    """Withdraw the request while the partner has written nothing."""
    report_requests.withdraw(report, actor(), now())
    flash(_("The request is withdrawn."))
    return redirect(url_for("monitoring.index"), 303)
