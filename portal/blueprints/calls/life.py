"""What the page of a call shows of its life: kind, invitations, review, plan, cancellation."""

from portal.blueprints.call_life.forms import ApproveDirectForm
from portal.blueprints.calls.forms import ConfirmForm
from portal.domain.policy import Thing
from portal.services import call_cancelling, call_publishing, call_review, invitations
from portal.web import language


def life_of(call: Thing, *, inside: bool) -> dict[str, object]:
    """Return what is shown of the life of a call; ``inside`` is what only the office sees."""
    cancelled = call_cancelling.of(call)
    shown: dict[str, object] = {
        "cancelled": cancelled,
        "reason": call_cancelling.reason(cancelled, language()) if cancelled else None,
    }
    return {**shown, **_inside(call)} if inside else shown


def _inside(call: Thing) -> dict[str, object]:
    return {
        "invited": invitations.of(call),
        "why": invitations.why(call),
        "plan": call_publishing.plan_of(call),
        "comments": call_review.of(call),
    }


def approval_form(call: Thing) -> ConfirmForm | ApproveDirectForm:
    """Return what the head of office fills in to approve a call of this kind."""
    return ApproveDirectForm() if call.kind.value == "direct" else ConfirmForm()
