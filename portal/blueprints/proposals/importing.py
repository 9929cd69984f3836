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
from wtforms.widgets import HiddenInput

from portal.blueprints.fields import LONGEST_TEXT, VersionedForm
from portal.blueprints.proposals.views import OWN, bp
from portal.blueprints.proposals.whole_told import added_up
from portal.blueprints.saving import save_or_show
from portal.domain.actions import Action
from portal.domain.budget_sheet import split
from portal.domain.questionnaires import Verdict
from portal.domain.texts import number_of
from portal.services import proposals, questionnaire_import
from portal.services.file_checks import Limits, Upload
from portal.services.questionnaire_import import Choice, Chosen, Item, Report, Written
from portal.services.questionnaire_sections import Money, Reply
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


class ReplyRow(Form):
    """One answer on eligibility in the file; it is taken in when its box is ticked."""

    key, text = HiddenField(), HiddenField()
    take = BooleanField(_l("Take this answer in"))


class ChoiceForm(VersionedForm):
    """All of the file that is new or another than stands in the proposal."""

    answers = FieldList(FormField(AnswerRow), max_entries=MOST)
    replies = FieldList(FormField(ReplyRow), max_entries=MOST)
    replies_seen = HiddenField()
    rows = TextAreaField(widget=HiddenInput())
    budget_seen = HiddenField()
    take_budget = BooleanField(_l("Take this budget in"))

    def choice(self) -> Choice:
        """Return all that is ticked, with the versions seen."""
        replies = [entry.form for entry in self.replies if entry.form.take.data]
        return Choice(
            self.chosen(),
            {str(row.key.data): str(row.text.data) for row in replies},
            _whole(self.replies_seen),
            self.written() if self.take_budget.data else (),
            _whole(self.budget_seen),
        )

    def written(self) -> list[list[str]]:
        """Return the rows of the budget as the file has them."""
        return split(str(self.rows.data or ""))

    def says(self) -> Written:
        """Return all that the form carries of the file, ticked or not."""
        rows = [entry.form for entry in self.replies]
        replies = {str(row.key.data): str(row.text.data) for row in rows}
        return Written(self.texts(), replies, self.written())

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
    return number_of(field.data) or 0


@bp.route(OWN + "/import", methods=["GET", "POST"])
@page(Action.WRITE_PROPOSAL, proposals.by_id, key="proposal_id")
def import_answers(proposal: Any) -> ResponseReturnValue:  # noqa: ANN401 - a record
    """Read a filled-in questionnaire and show what becomes of each answer."""
    proposals.require_writable(proposal)
    form = QuestionnaireForm()
    if not form.is_submitted():
        return _ask_page(proposal, form)
    read: list[Report] = []
    answer = save_or_show(
        form,
        lambda: read.append(_read(proposal, form)),
        lambda _theirs: _ask_page(proposal, form),
        lambda _done: request.url,
    )
    return _report_page(proposal, read[0]) if read else answer


def _read(proposal: Any, form: QuestionnaireForm) -> Report:  # noqa: ANN401 - a record
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
        lambda: questionnaire_import.take(proposal, form.choice(), actor(), now()),
        lambda theirs: _report_page(proposal, _again(proposal, form), form, theirs),
        lambda count: _done(proposal, count),
    )


def _done(proposal: Any, count: int) -> str:  # noqa: ANN401 - a record
    flash(ngettext("%(num)s entry was taken in.", "%(num)s entries were taken in.", count))
    return url_for("proposals.show", proposal_id=proposal.id)


def _again(proposal: Any, form: ChoiceForm) -> Report:  # noqa: ANN401 - a record
    return questionnaire_import.judged(proposals.by_id(proposal.id), form.says())


def _ask_page(proposal: Any, form: QuestionnaireForm) -> str:  # noqa: ANN401 - a record
    return render_template(
        "proposals/import.html",
        proposal=proposal,
        reference=proposals.lot_reference(proposal),
        form=form,
    )


def _report_page(
    proposal: Any,  # noqa: ANN401 - a record
    read: Report,
    form: ChoiceForm | None = None,
    theirs: Any = None,  # noqa: ANN401 - what was saved meanwhile
) -> str:
    asked = [each for each in read.items if each.verdict in TO_CHOOSE][:MOST]
    replies = [each for each in read.replies if each.verdict in TO_CHOOSE][:MOST]
    if form is None or not form.errors:
        form = ChoiceForm(None, data=_data(proposals.by_id(proposal.id), read, asked, replies))
    return render_template(
        "proposals/import_report.html",
        proposal=proposal,
        reference=proposals.lot_reference(proposal),
        form=form,
        read=read,
        asked=list(zip(asked, form.answers, strict=False)),
        replies=list(zip(replies, form.replies, strict=False)),
        money=_money(proposal, read.money),
        changed=theirs is not None,
    )


def _money(proposal: Any, money: Money) -> dict[str, Any] | None:  # noqa: ANN401 - a record
    if money.verdict not in TO_CHOOSE:
        return None
    return {
        "file": added_up(proposal.call, money.lines),
        "standing": added_up(proposal.call, money.standing),
    }


def _data(
    proposal: Any,  # noqa: ANN401 - a record
    read: Report,
    asked: list[Item],
    replies: list[Reply],
) -> dict[str, object]:
    return {
        "answers": _rows(asked),
        "replies": [
            {
                "key": each.question.key.hex if each.question else "",
                "text": each.text,
                "take": each.verdict is Verdict.NEW,
            }
            for each in replies
        ],
        "replies_seen": str(proposal.eligibility_version),
        "budget_seen": str(proposal.budget_version),
        "rows": "\n".join("\t".join(row) for row in read.money.rows),
        "take_budget": read.money.verdict is Verdict.NEW,
    }


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
