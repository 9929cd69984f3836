"""The files of a draft: attached at once or in parts, given out, taken off."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import (
    Response,
    abort,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal.blueprints.proposals.file_forms import (
    AnnouncementForm,
    AttachmentForm,
    file_form,
    purpose_of,
)
from portal.blueprints.proposals.views import OWN, bp
from portal.blueprints.saved_file import saved_file
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.errors import RuleBroken
from portal.domain.uploads import CHUNK
from portal.services import attachments, proposal_eligibility, proposals, uploads, virus
from portal.services.file_checks import Limits
from portal.show import rule_text
from portal.web import actor, now, page

ONE = OWN + "/uploads/<uuid:upload_id>"
CREATED, CONFLICT, UNPROCESSABLE = 201, 409, 422


def _limits() -> Limits:
    return Limits(current_app.config["FILE_LIMIT"], current_app.config["FILE_COUNT_LIMIT"])


@bp.route(OWN + "/attachments", methods=["GET", "POST"])
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def attach(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Attach a file, or see those that are attached."""
    asked = proposal_eligibility.purposes(proposal)
    form = file_form(AttachmentForm, *asked)
    return save_or_show(
        form,
        lambda: attachments.add(proposal, form.value(), _limits(), actor(), now()),
        lambda _theirs: _attach_page(proposal, form, asked),
        lambda _done: url_for("proposals.attach", proposal_id=proposal.id),
    )


def _attach_page(proposal: Any, form: AttachmentForm, asked: tuple[Any, Any]) -> str:  # noqa: ANN401 - records
    if request.method == "GET":
        proposals.require_writable(proposal)
    return render_template(
        "proposals/attachments.html",
        proposal=proposal,
        reference=proposals.lot_reference(proposal),
        form=form,
        limits=_limits(),
        attached=attachments.all_of(proposal),
        under_way=uploads.under_way(proposal),
        asked=asked,
        scanned=virus.is_configured(),
        hours=current_app.config["UPLOAD_HOURS"],
    )


@bp.get(OWN + "/attachments/<uuid:attachment_id>")
@page(Action.SEE_PROPOSAL, proposals.by_id, key="proposal_id")
def download(proposal: Any, attachment_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Give a file as it is kept, to save and never to run in the page."""
    kept = attachments.of(proposal, attachment_id)
    return saved_file(attachments.content(kept), kept)


@bp.post(OWN + "/attachments/<uuid:attachment_id>/remove")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def detach(proposal: Any, attachment_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Take a file off the draft."""
    attachments.remove(proposal, attachment_id, actor(), now())
    return redirect(url_for("proposals.attach", proposal_id=proposal.id), 303)


@bp.post(OWN + "/uploads")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def begin_upload(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Begin to send a file in parts, or go on where the same file was cut."""
    form = file_form(AnnouncementForm, *proposal_eligibility.purposes(proposal))
    if not form.validate():
        return refusal(errors_of(form))

    def begin() -> ResponseReturnValue:
        made = uploads.begin(proposal, form.value(), _limits(), actor(), now())
        return standing(proposal, made), CREATED

    return or_told(begin)


@bp.get(ONE)
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def upload_standing(proposal: Any, upload_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Tell how many bytes of a file have arrived."""
    return standing(proposal, uploads.of(proposal, upload_id))


@bp.patch(ONE)
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def continue_upload(proposal: Any, upload_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Take the next part of a file at the place that the address names."""
    upload = uploads.of(proposal, upload_id)
    offset = request.args.get("offset", -1, int)
    if (request.content_length or 0) > CHUNK:
        abort(413)
    part = request.get_data(cache=False)
    return or_told(lambda: jsonify(offset=uploads.append(upload, offset, part, actor(), now())))


@bp.post(ONE + "/finish")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def finish_upload(proposal: Any, upload_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Attach a file that has arrived whole."""
    upload = uploads.of(proposal, upload_id)
    asked = purpose_of(upload.purpose)

    def finish() -> ResponseReturnValue:
        made = uploads.finish(upload, asked, _limits(), actor(), now())
        return jsonify(sha256=made.sent_sha256, next=_home(proposal))

    return or_told(finish)


@bp.post(ONE + "/discard")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def discard_upload(proposal: Any, upload_id: UUID) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Give up an upload that was cut."""
    uploads.discard(uploads.of(proposal, upload_id), actor())
    flash(_("The part that had arrived is removed."))
    return redirect(_home(proposal), 303)


def _home(proposal: Any) -> str:  # noqa: ANN401 - a record
    return url_for("proposals.attach", proposal_id=proposal.id)


def standing(
    proposal: Any,  # noqa: ANN401 - a record
    upload: Any,  # noqa: ANN401 - a record
    finish: str = "proposals.finish_upload",
) -> Response:
    """Tell a script where it goes on with an upload, and how it ends it."""
    here = {"proposal_id": proposal.id, "upload_id": upload.id}
    return jsonify(
        offset=upload.received,
        chunk=CHUNK,
        address=url_for("proposals.continue_upload", **here),
        finish=url_for(finish, **here),
    )


def or_told(act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Answer a script with data also when a rule is broken: its words, and where to go on."""
    try:
        return act()
    except RuleBroken as broken:
        text = rule_text(broken.rule, broken.facts)
        if "offset" in broken.facts:
            return jsonify(message=text, offset=broken.facts["offset"]), CONFLICT
        return refusal(text)


def errors_of(form: FlaskForm) -> str:
    """Return all that is wrong with a form as one text."""
    return " ".join(str(text) for each in form.errors.values() for text in each)


def refusal(text: str) -> ResponseReturnValue:
    """Tell a script in words why something was not taken."""
    return jsonify(message=text), UNPROCESSABLE
