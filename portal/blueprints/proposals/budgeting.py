"""The budget and spreadsheets: given out to fill in, taken in again, pasted."""

from typing import Any

from flask import Response, current_app, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from portal.blueprints.fields import LONGEST_TEXT, VersionedForm
from portal.blueprints.proposals.forms import category_names, own_words
from portal.blueprints.proposals.views import OWN, bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.budget_sheet import MOST_LINES, Words
from portal.pdf.budget_sheet import Facts, budget_sheet
from portal.services import budget_sheets, proposal_drafts, proposals
from portal.services.budget_sheets import Pasted, SentSheet
from portal.services.file_checks import Limits, Upload
from portal.web import actor, language, now, page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetForm(VersionedForm):
    """Rows out of a spreadsheet: the file that was given out, or pasted text."""

    file = FileField(_l("The spreadsheet that you downloaded here"))
    rows = TextAreaField(
        _l("Or rows copied from any spreadsheet"),
        [Length(max=LONGEST_TEXT, message=_l("Use at most 20,000 characters."))],
        filters=[],
        description=_l(
            "Columns in this order: category, what it is, unit, quantity, cost of one unit, "
            "months, percent charged, the rest in cash or in kind. The last three may be "
            "missing. Figures with a decimal comma or point."
        ),
    )
    below = RadioField(
        _l("Pasted rows"),
        choices=[
            SelectChoice("", _l("take the place of the lines that are there")),
            SelectChoice("1", _l("stand below the lines that are there")),
        ],
        default="",
    )

    def validate_rows(self, field: TextAreaField) -> None:
        """Ask for one of the two: a file or rows."""
        if bool(self.file.data) == bool(str(field.data or "").strip()):
            raise ValidationError(_l("Choose a file, or paste rows: one of the two."))


def _words(proposal: Any) -> Words:  # noqa: ANN401 - a record
    return budget_sheets.words(category_names(proposal.call), own_words())


@bp.get(OWN + "/budget.xlsx")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def budget_xlsx(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Give the budget as a spreadsheet to fill in offline."""
    proposals.require_writable(proposal)
    answer = Response(budget_sheet(_facts(proposal)), mimetype=XLSX)
    name = f"{proposal.call.slug}-budget.xlsx"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _facts(proposal: Any) -> Facts:  # noqa: ANN401 - a record
    return Facts(
        proposal.id.hex,
        proposal.budget_version,
        f"{_('Budget')} {proposals.lot_reference(proposal)}",
        proposal.call.currency,
        category_names(proposal.call),
        proposal_drafts.lines(proposal),
        language(),
        proposal_drafts.stated_total(proposal),
    )


@bp.route(OWN + "/budget/import", methods=["GET", "POST"])
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def import_budget(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Take a budget in from a spreadsheet, whole or not at all."""
    proposals.require_writable(proposal)
    form = SheetForm(data={"version": str(proposal.budget_version)})
    return save_or_show(
        form,
        lambda: _take(proposal, form),
        lambda theirs: _import_page(proposal, form, theirs),
        lambda count: _done(proposal, count),
    )


def _take(proposal: Any, form: SheetForm) -> int:  # noqa: ANN401 - a record
    words = _words(proposal)
    if not form.file.data:
        pasted = Pasted(str(form.rows.data), form.seen(), bool(form.below.data))
        return budget_sheets.paste(proposal, pasted, words, actor(), now())
    sent = form.file.data
    with sent.stream:
        upload = Upload("", str(sent.filename), sent.read())
    limits = Limits(current_app.config["FILE_LIMIT"], 1)
    return budget_sheets.take_in(proposal, SentSheet(upload, limits), words, actor(), now())


def _done(proposal: Any, count: int) -> str:  # noqa: ANN401 - a record
    flash(ngettext("%(num)s line was taken in.", "%(num)s lines were taken in.", count))
    return url_for("proposals.budget", proposal_id=proposal.id)


def _import_page(proposal: Any, form: SheetForm, theirs: Any) -> str:  # noqa: ANN401 - records
    return render_template(
        "proposals/budget_import.html",
        proposal=proposal,
        reference=proposals.lot_reference(proposal),
        form=form,
        theirs=theirs,
        most=MOST_LINES,
        categories=category_names(proposal.call),
    )
