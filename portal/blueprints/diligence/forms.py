"""Forms of the area: due diligence."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.blueprints.fields import LONGEST_TEXT, line, text
from portal.domain.lifecycle import FlagState, VerificationState
from portal.domain.verification import STEPS, Answer, FlagCategory
from portal.services.file_checks import Upload
from portal.services.flags import RAISED, NewFlag
from portal.services.verification import Verdict
from portal.wording import WORDS, word_key

YES, NO = "yes", "no"
_ANSWERS = [SelectChoice(YES, _l("Yes")), SelectChoice(NO, _l("No"))]
_CHOOSE = InputRequired(_l("Choose one."))


def _choices(members: Any) -> list[SelectChoice]:  # noqa: ANN401 - members of an enum
    return [SelectChoice(each.value, _l(WORDS[word_key(each)])) for each in members]


class AnswersForm(FlaskForm):
    """Questions to answer with yes or no and a note each; they are added to it."""

    def answers(self, codes: Mapping[str, str]) -> dict[str, Answer]:
        """Return what was answered, by the code of the question."""
        known = {YES: True, NO: False}
        return {
            code: Answer(
                known.get(str(self[f"{code}_ok"].data)), self[f"{code}_note"].data or ""
            )
            for code in codes
        }


def _fields(texts: Mapping[str, str], note: Any) -> dict[str, Field]:  # noqa: ANN401 - lazy text
    fields: dict[str, Field] = {}
    for code, words in texts.items():
        fields[f"{code}_ok"] = RadioField(words, choices=_ANSWERS, validate_choice=False)
        fields[f"{code}_note"] = StringField(note, [Length(max=500)])
    return fields


def declarations_form(texts: Mapping[str, str]) -> AnswersForm:
    """Return the form of a partner's declarations, a yes or no and a comment each."""
    fields = _fields(texts, _l("Comment"))
    made: AnswersForm = type("DeclarationsForm", (AnswersForm,), fields)()
    return made


class VerificationForm(AnswersForm):
    """The verdict on a partner; the questions are added to it."""

    verdict = RadioField(_l("Verdict"), [_CHOOSE], choices=_choices(STEPS))
    text = TextAreaField(
        _l("Conditions or reason"),
        [Length(max=LONGEST_TEXT)],
        description=_l("Needed with conditions and for a refusal: the partner reads it."),
    )

    def outcome(self, codes: Mapping[str, str]) -> Verdict:
        """Return what was decided."""
        state = VerificationState(str(self.verdict.data))
        return Verdict(self.answers(codes), state, self.text.data or "")


def verification_form(texts: Mapping[str, str]) -> VerificationForm:
    """Return the form of a verification with these questions."""
    fields = _fields(texts, _l("Note"))
    made: VerificationForm = type("VerificationForm", (VerificationForm,), fields)()
    return made


class FlagForm(FlaskForm):
    """A new flag on a partner."""

    state = RadioField(_l("Kind"), [_CHOOSE], choices=_choices(RAISED))
    category = SelectField(_l("Category"), choices=_choices(FlagCategory))
    text = text(_l("What was seen"), _l("Facts that can be checked: what, when, from whom."))
    evidence = line(
        _l("Where the evidence lies"), hint=_l("A reference or an address."), required=False
    )
    file = FileField(_l("File"), description=_l("PDF, DOCX, XLSX, JPEG or PNG. Optional."))

    def flag(self) -> NewFlag:
        """Return what was typed."""
        return NewFlag(
            FlagState(str(self.state.data)),
            FlagCategory(str(self.category.data)),
            self.text.data or "",
            self.evidence.data or "",
            self._upload(),
        )

    def _upload(self) -> Upload | None:
        sent = self.file.data
        return Upload("", sent.filename, sent.read()) if sent else None


class ReasonForm(FlaskForm):
    """A step with its reason."""

    reason = text(_l("Reason"))


class FlagDecisionForm(ReasonForm):
    """What the head of office makes of an escalated flag."""

    decision = RadioField(
        _l("Decision"),
        [_CHOOSE],
        choices=[
            SelectChoice(YES, _l("Make it red: the partner cannot apply.")),
            SelectChoice(NO, _l("Lower it to a risk.")),
        ],
    )

    @property
    def is_red(self) -> bool:
        """Say whether it becomes red."""
        return str(self.decision.data) == YES


class MatchForm(FlaskForm):
    """A verdict on a possible match, by the first or the second person."""

    same = RadioField(
        _l("Is it the same person or organisation?"),
        [_CHOOSE],
        choices=[SelectChoice(NO, _l("Not the same")), SelectChoice(YES, _l("The same"))],
    )
    reason = text(
        _l("Reason"), _l("What you compared, and with which result. At least 10 words.")
    )

    @property
    def is_same(self) -> bool:
        """Say whether it is the same."""
        return str(self.same.data) == YES


class ImportForm(FlaskForm):
    """A sanctions list as a file."""

    file = FileField(
        _l("The list"),
        [FileRequired(_l("Choose a file."))],
        description=_l("The consolidated list of the Security Council in XML."),
    )
