"""A questionnaire that was filled in offline: a report on each answer, then the choice."""

from typing import Any

from flask import current_app, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, TextAreaField
from wtforms.validators import Length

from portal.blueprints.fields import LONGEST_TEXT, VersionedForm
from portal.blueprints.proposals.views import OWN, bp
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.questionnaires import Verdict
from portal.services import proposals, questionnaire_import
from portal.services.file_checks import Limits, Upload
from portal.services.questionnaire_import import Chosen, Item
from portal.web import actor, now, page

MOST = 200
TO_CHOOSE = (Verdict.NEW, Verdict.CONFLICT)


class QuestionnaireForm(FlaskForm):
    """The file that was filled in."""

    file = FileField(
        _l("The questionnaire that you filled in (DOCX or XLSX)"),
        [FileRequired(_l("Choose a file."))],
    )


class AnswerRow(Form):
    """One answer of the file; it is taken in when its box is ticked."""

    key, seen, position = HiddenField(), HiddenField(), HiddenField()
    take = BooleanField(_l("Take this text in"))
    text = TextAreaField(
        _l("From the file"),
        [Length(max=LONGEST_TEXT, message=_l("This text is longer than the portal keeps."))],
    )


class ChoiceForm(VersionedForm):
    """Every answer of the file that is new or another one than stands in the proposal."""

    answers = FieldList(FormField(AnswerRow), max_entries=MOST)

    def chosen(self) -> list[Chosen]:
        """Return the texts whose box is ticked."""
        rows = [entry.form for entry in self.answers if entry.form.take.data]
        return [
            Chosen(_whole(row.position), str(row.text.data), _whole(row.seen)) for row in rows
        ]

    def texts(self) -> dict[str, str]:
        """Return every text of the form by the key of its question."""
        return {str(entry.form.key.data): str(entry.form.text.data) for entry in self.answers}


def _whole(field: HiddenField) -> int:
    text = str(field.data or "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004 - a number


@bp.route(OWN + "/import", methods=["GET", "POST"])
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def import_answers(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Read a filled-in questionnaire and show what becomes of each answer."""
    proposals.require_writable(proposal)
    form = QuestionnaireForm()
    if not form.is_submitted():
        return _ask_page(proposal, form)
    read: list[Item] = []
    answer = save_or_show(
        form,
        lambda: read.extend(_read(proposal, form)),
        lambda _theirs: _ask_page(proposal, form),
        lambda _done: request.url,
    )
    return _report_page(proposal, read) if read else answer


def _read(proposal: Any, form: QuestionnaireForm) -> list[Item]:  # noqa: ANN401 - a record
    sent = form.file.data
    with sent.stream:
        upload = Upload("", str(sent.filename), sent.read())
    limits = Limits(current_app.config["FILE_LIMIT"], 1)
    return questionnaire_import.report(proposal, upload, limits, actor())


@bp.post(OWN + "/import/take")
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def take_answers(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Save the chosen answers, all or none; what changed meanwhile is shown again."""
    form = ChoiceForm()
    return save_or_show(
        form,
        lambda: questionnaire_import.take(proposal, form.chosen(), actor(), now()),
        lambda theirs: _report_page(proposal, _again(proposal, form), form, theirs),
        lambda count: _done(proposal, count),
    )


def _done(proposal: Any, count: int) -> str:  # noqa: ANN401 - a record
    flash(ngettext("%(num)s answer was taken in.", "%(num)s answers were taken in.", count))
    return url_for("proposals.show", proposal_id=proposal.id)


def _again(proposal: Any, form: ChoiceForm) -> list[Item]:  # noqa: ANN401 - a record
    return questionnaire_import.judged(proposal, form.texts())


def _ask_page(proposal: Any, form: QuestionnaireForm) -> str:  # noqa: ANN401 - a record
    return render_template(
        "proposals/import.html",
        proposal=proposal,
        reference=proposals.lot_reference(proposal),
        form=form,
    )


def _report_page(
    proposal: Any,  # noqa: ANN401 - a record
    items: list[Item],
    form: ChoiceForm | None = None,
    theirs: Any = None,  # noqa: ANN401 - what was saved meanwhile
) -> str:
    asked = [each for each in items if each.verdict in TO_CHOOSE][:MOST]
    if form is None or not form.errors:
        form = ChoiceForm(None, data={"answers": _rows(asked)})
    return render_template(
        "proposals/import_report.html",
        proposal=proposal,
        reference=proposals.lot_reference(proposal),
        form=form,
        items=items,
        asked=list(zip(asked, form.answers, strict=False)),
        changed=theirs is not None,
    )


def _rows(asked: list[Item]) -> list[dict[str, object]]:
    return [
        {
            "key": each.question.key.hex,
            "seen": each.section.version if each.section else 0,
            "position": each.question.position,
            "take": each.verdict is Verdict.NEW,
            "text": each.text,
        }
        for each in asked
    ]
