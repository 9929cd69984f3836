"""Pages of the area: closing a contract."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.blueprints.closing import handover, retention
from portal.blueprints.closing.forms import (
    CloseForm,
    ConfirmForm,
    DelegateForm,
    sent,
)
from portal.blueprints.closing.routes import bp, done, form_page
from portal.blueprints.paper import paper
from portal.blueprints.saved_file import saved_file
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.lifecycle import CLOSE_CONTRACT, CONTRACT_STEPS
from portal.domain.policy import Thing
from portal.services import closing, contract_finding, documents, events, files
from portal.services import closing_finding as finding
from portal.web import actor, now, page

__all__ = ["bp", "handover", "retention"]


@bp.get("/<slug:slug>")
@page(Action.SEE_CONTRACT, contract_finding.by_slug)
def show(contract: Thing) -> ResponseReturnValue:
    """Show what still has to stand before a contract is closed, and what is handed over."""
    return render_template(
        "closing/show.html",
        contract=contract,
        ending=finding.of(contract),
        steps=CONTRACT_STEPS,
        items=finding.items(contract),
        money=finding.money(contract),
        ticks=finding.ticks(contract),
        **_lists(contract),
    )


def _lists(contract: Thing) -> dict[str, object]:
    return {
        "milestones": finding.milestones(contract),
        "assets": finding.assets(contract),
        "refunds": finding.refunds(contract),
        "document": documents.of("closing_record", contract.id, contract.language),
        "events": events.timeline([contract.id], EVENTS),
    }


EVENTS = (
    "contract.completed",
    "contract.delegate_named",
    "contract.closing_confirmed",
    "contract.closed",
    "contract.milestone_added",
    "contract.milestone_changed",
    "contract.milestone_reported",
    "contract.milestone_decided",
    "contract.asset_kept",
    "contract.refunded",
)
"""What happened at the end of a contract."""


@bp.get("/<slug:slug>.pdf")
@page(Action.SEE_CONTRACT, contract_finding.by_slug)
def record(contract: Thing) -> ResponseReturnValue:
    """Give the closing record, or a watermarked draft before the contract is closed."""
    return paper("closing_record", contract.id, f"{contract.slug}-closing", draft=True)


@bp.get("/files/<uuid:kept_id>")
@page(Action.SEE_CLOSING_FILE, finding.file_by_id, key="kept_id")
def evidence(kept: Thing) -> ResponseReturnValue:
    """Give a file that shows something of the end of a contract."""
    return saved_file(files.read(kept.path), kept)


@bp.route("/<slug:slug>/confirm/<any(assets, data, milestones):item>", methods=["GET", "POST"])
@page(Action.CONFIRM_CLOSING, finding.by_slug)
def confirm(ending: Thing, item: str) -> ResponseReturnValue:
    """Confirm an item of the checklist that no facts decide."""
    form = ConfirmForm()

    def save() -> None:
        said = (form.note.data or "", sent(form))
        closing.confirm(ending, item, said, actor(), now())

    return save_or_show(
        form,
        save,
        lambda _: form_page(ending.contract, form, f"confirm_{item}"),
        lambda _: done(ending.contract, gettext("Confirmed.")),
    )


@bp.route("/<slug:slug>/delegate", methods=["GET", "POST"])
@page(Action.NAME_DELEGATE, finding.by_slug)
def delegate(ending: Thing) -> ResponseReturnValue:
    """Name who may close the contract for the head of office."""
    form = DelegateForm(data={"person": str(ending.delegate_id or "")})
    form.offer(closing.people())
    return save_or_show(
        form,
        lambda: closing.name_delegate(ending, form.chosen(), actor(), now()),
        lambda _: form_page(ending.contract, form, "delegate"),
        lambda _: done(ending.contract, gettext("Noted.")),
    )


@bp.route("/<slug:slug>/close", methods=["GET", "POST"])
@page(Action.CLOSE_CONTRACT, finding.by_slug)
def close(ending: Thing) -> ResponseReturnValue:
    """Close a contract when everything stands."""
    CLOSE_CONTRACT.take(ending.state)
    form = CloseForm()
    return save_or_show(
        form,
        lambda: closing.close(ending, form.note.data or "", actor(), now()),
        lambda _: form_page(ending.contract, form, "close"),
        lambda _: done(ending.contract, gettext("The contract is closed.")),
    )
