"""The signed receipt as data, for programs that check it."""

from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue

from portal.blueprints.proposals.views import OWN, bp
from portal.domain.actions import Action
from portal.services import proposals, receipts
from portal.web import page


@bp.get(OWN + "/receipt.json")
@page(Action.SEE_RECEIPT, proposals.by_id, key="proposal_id")
def receipt_json(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Give the signed receipt of what was submitted."""
    signed = receipts.written(receipts.require(proposal))
    answer = Response(signed, mimetype="application/json")
    name = f"{proposal.receipt}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
