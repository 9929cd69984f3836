"""What a contract took over from the proposal, changed in an amendment by rows or answers."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.blueprints import rows
from portal.blueprints.contracts.amendments import ONE, at
from portal.blueprints.contracts.views import bp
from portal.blueprints.proposals import part_forms
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle_amendments import SEND_AMENDMENT
from portal.domain.policy import Thing
from portal.domain.proposal_parts import PartKey
from portal.services import amendment_tables, amendments
from portal.services.amendment_finding import by_id
from portal.services.amendment_plan import plan
from portal.services.proposal_parts import Part
from portal.web import actor, now, page

KEYS = ", ".join(each.value for each in amendment_tables.PARTS)


@bp.route(f"{ONE}/annexes/<any({KEYS}):key>", methods=["GET", "POST"])
@page(Action.EDIT_AMENDMENT, by_id, key="amendment_id")
def amend_table(one: Thing, key: str) -> ResponseReturnValue:
    """Change rows of a table that the contract took over, or the answers to its questions."""
    SEND_AMENDMENT.take(one.state)
    part = amendment_tables.part(one, plan(one), PartKey(key))
    form = part_forms.part_form(part)
    return save_or_show(
        form,
        lambda: _save(one, part, form),
        lambda theirs: _page(one, part, form, theirs),
        lambda _: at(one),
    )


def _save(one: Thing, part: Part, form: Any) -> None:  # noqa: ANN401 - a form
    typed = part_forms.typed(form, part)
    changes = amendment_tables.changes(one, part, typed)
    amendments.save(one, changes, form.seen(), actor(), now())


def _meanwhile(one: Thing, key: PartKey) -> Part:
    """Return a part as somebody else saved it while this one was typed."""
    now_saved = by_id(one.id)
    return amendment_tables.part(now_saved, plan(now_saved), key)


def _page(one: Thing, part: Part, form: Any, theirs: object) -> str:  # noqa: ANN401 - a form
    part_forms.spare(form, part, rows.spare)
    return render_template(
        "contracts/amendment_table.html",
        contract=one.contract,
        amendment=one,
        part=part,
        form=form,
        theirs=theirs,
        other=_meanwhile(one, part.key) if theirs is not None else None,
        groups=part_forms.groups(part, form),
        columns=part_forms.columns(part),
        wide=part_forms.WIDE.get(part.key, ()),
    )
