"""Between proposals: the published call changes, and who had submitted confirms."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from portal.models import Call, Lot
from portal.play.people import read
from portal.play.stage import Stage
from portal.services import addenda, call_scope, calls, proposal_changes, proposals
from portal.services.call_drafting import Edit

WRITE_DAY, APPROVE_DAY, ISSUE_DAY, CONFIRM_DAY = 13, 14, 15, 16


def amend(stage: Stage) -> None:
    """Let the author write the change, the head approve it and procurement issue it."""
    told = read("addendum")
    author = stage.actor("programme")
    at = stage.on(WRITE_DAY, 10)
    draft = addenda.start(stage.played_call(), told["reason"], author, at).draft
    _change_lots(draft, told, Edit(author, at, draft.version))
    calls.send(_now(draft), author, stage.on(WRITE_DAY, 12))
    calls.approve(_now(draft), stage.actor("head"), stage.on(APPROVE_DAY, 9))
    officer = stage.actor("procurement_first")
    addenda.issue(_now(draft), officer, stage.on(ISSUE_DAY, 9))
    _confirm(stage, told["confirms"])


def _change_lots(draft: Call, told: Mapping[str, Any], edit: Edit) -> None:
    new = {row["number"]: row for row in told["lot"]}
    rows = [_row(lot, new.get(lot.number, {})) for lot in calls.lots(draft)]
    call_scope.save_lots(draft, rows, draft.lots_to_win, edit)


def _row(lot: Lot, new: Mapping[str, Any]) -> call_scope.LotRow:
    same = {name: getattr(lot, name) for name in ("city", "title", "places", "apartments")}
    row = call_scope.LotRow(
        **same, scope=lot.scope, ceiling=lot.ceiling, site=lot.site_id, key=str(lot.key)
    )
    ceiling = Decimal(new.get("ceiling", row.ceiling))
    return replace(row, scope=new.get("scope", row.scope), ceiling=ceiling)


def _confirm(stage: Stage, partner: str) -> None:
    at = stage.on(CONFIRM_DAY, 10)
    by = stage.actor(f"{partner}_signatory")
    edition = stage.played_call().edition
    for (writer, _lot), proposal in stage.proposals.items():
        now = proposals.by_id(proposal.id)
        if writer == partner and proposal_changes.waits(now):
            proposal_changes.confirm(now, edition, by, at)


def _now(draft: Call) -> Call:
    return Call.get_by_id(draft.id)
