"""Sealing on the partner's own computer: the package out, the envelope in, then submitted."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Response, flash, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.utils import redirect

from portal import db
from portal.blueprints.passphrases import limit_passphrases
from portal.blueprints.proposals.attaching import (
    CREATED,
    errors_of,
    or_told,
    refusal,
    standing,
)
from portal.blueprints.proposals.own_forms import (
    EnvelopeAnnouncement,
    EnvelopeForm,
    PackageForm,
    envelope_form,
)
from portal.blueprints.proposals.submitting import SealForm, needs_key, once
from portal.blueprints.proposals.views import OWN, bp
from portal.blueprints.saving import save_or_show, tell
from portal.blueprints.seal_command import command_sha256
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken, RulesBroken
from portal.services import (
    accounts,
    call_ceremony,
    own_sealing,
    proposal_sealing,
    proposals,
)
from portal.web import actor, now, page

HERE = OWN + "/own-sealing"
PART = "<any(whole, technical, prices):content>"


@bp.get(HERE)
@page(Action.SEE_PROPOSAL, proposals.by_id, key="proposal_id")
def own(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Show how the proposal is sealed on the partner's own computer, and how far it is."""
    if not proposals.writable(proposal) or not own_sealing.demanded(proposal):
        return redirect(url_for("proposals.show", proposal_id=proposal.id))
    return _page(proposal)


def _page(proposal: Any, **forms: Any) -> str:  # noqa: ANN401 - a record and forms
    whole = proposals.contents(proposal, actor())
    shown = {
        "form": envelope_form(EnvelopeForm, proposal, shown=True),
        "package": PackageForm(formdata=None),
        "submit": SealForm(formdata=None),
        **forms,
    }
    shown["submit"].show(proposal.call.edition)
    return render_template(
        "proposals/own_sealing.html",
        proposal=proposal,
        reference=proposals.lot_reference(proposal),
        whole=whole,
        key=call_ceremony.ceremony(proposal.call),
        tool=command_sha256(),
        parts=proposal_sealing.parts_of(proposal),
        commands=[
            f"python portal-seal.pyz {_named(proposal, each.value)} {each.value}.envelope"
            for each in proposal_sealing.parts_of(proposal)
        ],
        arrived=own_sealing.arrived(proposal),
        most=own_sealing.largest(),
        packed_at=own_sealing.packed_at(proposal),
        stale=own_sealing.is_stale(proposal),
        needs_key=needs_key(proposal),
        **shown,
    )


@bp.post(f"{HERE}/package/{PART}")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def own_package(proposal: Any, content: str) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Give out the finished package, to be sealed on the partner's own computer."""
    form = PackageForm()
    try:
        given = own_sealing.package(proposal, content, actor(), now())
    except RuleBroken as broken:
        tell(form, [broken])
    except RulesBroken as several:
        tell(form, several.broken)
    else:
        return _package(*given, _named(proposal, content))
    return _page(proposal, package=form), 422


def _named(proposal: Any, content: str) -> str:  # noqa: ANN401 - a record
    return f"{proposal.call.slug}-{proposal.lot.number}-{content}.package"


def _package(length: int, pieces: Iterator[bytes], name: str) -> Response:
    answer = Response(_written(pieces), mimetype="application/octet-stream")
    answer.content_length = length
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _written(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Give the bytes after the request has ended, then give the connection back."""
    try:
        yield from pieces
    finally:
        db.release_connection()


@bp.post(f"{HERE}/envelope")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def own_envelope(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Take in an envelope that is sent at once."""
    form = envelope_form(EnvelopeForm, proposal)
    return save_or_show(
        form,
        lambda: own_sealing.receive(
            proposal, form.told(), form.file.data.stream, actor(), now()
        ),
        lambda _theirs: _page(proposal, form=form),
        lambda _done: _home(proposal),
    )


@bp.post(f"{HERE}/uploads")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def begin_envelope(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Begin to send an envelope in parts, or go on where the same one was cut."""
    form = envelope_form(EnvelopeAnnouncement, proposal)
    if not form.validate():
        return refusal(errors_of(form))

    def begin() -> ResponseReturnValue:
        made = own_sealing.begin(proposal, form.value(), actor(), now())
        return standing(proposal, made, "proposals.finish_envelope"), CREATED

    return or_told(begin)


@bp.post(f"{HERE}/uploads/<uuid:upload_id>/finish")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def finish_envelope(proposal: Any, upload_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Look at an envelope that has arrived whole."""
    upload = own_sealing.of(proposal, upload_id)

    def finish() -> ResponseReturnValue:
        own_sealing.finish(upload, actor())
        return jsonify(next=_home(proposal))

    return or_told(finish)


@bp.post(f"{HERE}/uploads/<uuid:upload_id>/discard")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def discard_envelope(proposal: Any, upload_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Take an envelope away that was not submitted."""
    own_sealing.discard(own_sealing.of(proposal, upload_id), actor())
    flash(_("The envelope is removed. Nothing was submitted."))
    return redirect(_home(proposal), 303)


@bp.post(f"{HERE}/submit")
@page(Action.SUBMIT_PROPOSAL, proposals.by_id, key="proposal_id")
@limit_passphrases
def submit_own(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Submit the envelopes that have arrived; a second click leads to the same receipt."""
    return once(proposal, _submit)


def _submit(proposal: Any, receipt: str) -> ResponseReturnValue:  # noqa: ANN401 - a record
    form = SealForm()
    return save_or_show(
        form,
        lambda: _seal(proposal, form),
        lambda _theirs: _page(proposals.by_id(proposal.id), submit=form),
        lambda _done: receipt,
    )


def _seal(proposal: Any, form: SealForm) -> None:  # noqa: ANN401 - a record
    accounts.require_own_password(actor(), str(form.password.data))
    own_sealing.submit(proposal, actor(), now(), form.seen())


def _home(proposal: Any) -> str:  # noqa: ANN401 - a record
    return url_for("proposals.own", proposal_id=proposal.id)
