"""The page of a proposal that lies in an envelope: what is known of it, and how to read it."""

from typing import Any

from flask import render_template
from flask_wtf import FlaskForm

from portal.blueprints.passphrases import passphrase_field
from portal.services import (
    partner_keys,
    proposal_changes,
    proposal_recall,
    proposal_receipt,
    proposal_sealing,
    proposals,
)
from portal.web import actor


class ReadForm(FlaskForm):
    """The passphrase of one's own key, to read the partner's own copy."""

    passphrase = passphrase_field()


def sealed_page(proposal: Any, form: ReadForm | None = None) -> str:  # noqa: ANN401 - a record
    """Show what is known of a sealed proposal without its content."""
    mine = actor().partner_id == proposal.partner_id
    return render_template(
        "proposals/sealed.html",
        proposal=proposal,
        form=form or ReadForm(),
        mine=mine,
        holds=mine and partner_keys.copy_of(actor()) is not None,
        envelopes=proposal_sealing.latest(proposal),
        intact=proposal_receipt.is_intact(proposal),
        recallable=proposal_recall.can_recall(proposal),
        waits=proposal_changes.waits(proposal),
        reference=proposals.lot_reference(proposal),
        standing=proposals.standing(proposal),
        history=proposals.history(proposal, actor()),
    )
