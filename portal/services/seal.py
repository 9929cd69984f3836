"""The seal in the queries: which proposals nobody but their partner may know of."""

from typing import TYPE_CHECKING

from peewee import Expression

from portal.domain.lifecycle import NEVER_OPENED, UNSEALED_CALL_STATES, CallState
from portal.domain.policy import Actor
from portal.models import Call, Document, Event, Proposal

if TYPE_CHECKING:
    from peewee import ModelSelect


def opened() -> "ModelSelect[Proposal]":
    """Select the keys of the proposals that have been opened; no draft, none withdrawn."""
    filed = Proposal.state.not_in(list(NEVER_OPENED))
    return Proposal.select(Proposal.id).join(Call).where(unsealed() & filed)


def unsealed() -> Expression:
    """Return the condition for calls whose proposals were opened, also if cancelled later."""
    after = (Call.state == CallState.CANCELLED) & Call.opened_at.is_null(is_null=False)
    return Call.state.in_(list(UNSEALED_CALL_STATES)) | after


def sealed() -> "ModelSelect[Proposal]":
    """Select the keys of the proposals that are not to be known of."""
    return Proposal.select(Proposal.id).where(Proposal.id.not_in(opened()))


def sealed_documents() -> "ModelSelect[Document]":
    """Select the keys of the documents about proposals that are not to be known of."""
    return Document.select(Document.id).where(Document.subject_id.in_(sealed()))


def visible(actor: Actor) -> "ModelSelect[Proposal]":
    """Select the keys of the proposals that a person may know of: own ones and opened ones."""
    mine = Proposal.partner == actor.partner_id
    return Proposal.select(Proposal.id).where(mine | Proposal.id.in_(opened()))


def hidden_events() -> Expression:
    """Return the condition for events of the log that are told after the opening only.

    Somebody gets a copy of a partner's key only once the partner has submitted something, so
    that event waits until one of its proposals has been opened.
    """
    about, gave = Event.subject_id, Event.name == "partner.copy_given"
    open_about = Proposal.select(Proposal.partner).where(Proposal.id.in_(opened()))
    return (
        about.in_(sealed()) | about.in_(sealed_documents()) | (gave & about.not_in(open_about))
    )
