"""Two colleagues who save rows at the same moment: one is kept, the other merges."""

from decimal import Decimal
from threading import Barrier, Thread

import pytest

from portal import db
from portal.domain.actions import Role
from portal.domain.errors import Conflict
from portal.domain.lifecycle import CallState
from portal.domain.proposal_parts import PartKey
from portal.models import BudgetLine, ProposalPart
from portal.services import draft_merging, proposal_drafts, proposal_parts, proposals
from portal.services.draft_merging import Sides
from portal.services.proposal_drafts import BudgetDraft
from portal.services.proposal_parts import PartDraft
from tests import factories

NAMES = ("Amina", "Badr")


@pytest.fixture
def draft(app):
    call = factories.call(CallState.PUBLISHED, proposal_parts=["risks"])
    return proposals.by_id(factories.proposal(call).id)


@pytest.fixture
def team(draft):
    return [factories.actor(Role.PARTNER_EDITOR, partner=draft.partner) for _ in NAMES]


def at_once(draft, team, save):
    """Let both save at the same moment; return who was kept, and what the other was told."""
    kept, told, ready = [], [], Barrier(len(NAMES))

    def act(name, by):
        db.open_connection()
        mine = proposals.by_id(draft.id)
        ready.wait(30)
        try:
            save(mine, name, by)
            kept.append(name)
        except Conflict as conflict:
            told.append(conflict)
        finally:
            db.database.close()

    threads = [Thread(target=act, args=each) for each in zip(NAMES, team, strict=True)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    return kept, told


def risk(name):
    text = f"A risk that {name} sees."
    return {"rows": [{"key": "", "risk": text, "mitigation": "We look."}], "values": {}}


def test_rows_of_a_table_saved_at_once_are_all_there_after_the_merge(draft, team):
    def save(mine, name, by, content=None, seen=0):
        made = PartDraft(PartKey.RISKS, content or risk(name), seen)
        return proposal_parts.save(mine, made, by, factories.moment())

    kept, told = at_once(draft, team, save)
    assert (len(kept), len(told)) == (1, 1)
    stands = ProposalPart.get()
    assert kept[0] in stands.content["rows"][0]["risk"]
    assert told[0].theirs["content"] == stands.content
    (other,) = set(NAMES) - set(kept)
    both = draft_merging.part(Sides({}, risk(other), stands.content))
    assert both.clashes == {}
    save(draft, other, team[NAMES.index(other)], both.content, stands.version)
    texts = sorted(row["risk"] for row in ProposalPart.get().content["rows"])
    assert texts == sorted(risk(name)["rows"][0]["risk"] for name in NAMES)


def test_budgets_saved_at_once_are_never_half_of_each(draft, team):
    lines = [
        proposal_drafts.Line("staff", name, "person", Decimal(1), Decimal(100), 12)
        for name in NAMES
    ]

    def save(mine, name, by):
        made = [line for line in lines if line.description == name] * 2
        proposal_drafts.save_budget(
            mine, BudgetDraft(made, Decimal(0), 1), by, factories.moment()
        )

    kept, told = at_once(draft, team, save)
    assert (len(kept), len(told)) == (1, 1)
    assert [each.description for each in BudgetLine.select()] == kept * 2
    assert [each.description for each in told[0].theirs["lines"]] == kept * 2
