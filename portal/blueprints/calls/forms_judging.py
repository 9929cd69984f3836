"""Forms of the sections on judging a call: criteria, questions, indicators, committee."""

import re
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal.blueprints.calls.forms import NEEDED, Boxes, one_line, usual
from portal.blueprints.fields import VersionedForm, text
from portal.blueprints.rows import KeyedRowForm, RowForm, kept, rows, whole
from portal.config import usual_quorum
from portal.domain.call_terms import Dimension, GovernmentPart, Method, PriceFormula
from portal.domain.indicators import Adding, IndicatorKind
from portal.domain.scoring import USUAL_SCALE
from portal.services import call_judging as judging
from portal.services import measures
from portal.show import word
from portal.web import language

HIGHEST_SCALE = 100
_GUIDE = re.compile(r"\s*(\d{1,3})\s*[:.)-]\s*(\S.*)")


def chosen(label: Any, kind: Any, hint: Any = "") -> SelectField:  # noqa: ANN401 - an enum
    """Return a field to choose a member of an enum; a form without it keeps the first."""
    choices = [each.value for each in kind]
    return SelectField(label, description=hint, choices=choices, default=choices[0])


def guidance_of(typed: str, scale: int) -> list[str]:
    """Read lines such as "5: convincing" into a text for each score from 0 to ``scale``."""
    texts = [""] * (scale + 1)
    for line in filter(str.strip, typed.splitlines()):
        found = _GUIDE.fullmatch(line)
        if found is None:
            message = gettext("Begin each line with its score, such as 5: convincing.")
            raise ValidationError(message)
        score = int(found[1])
        if score > scale:
            raise ValidationError(gettext("The scale ends at %(scale)s.", scale=scale))
        texts[score] = " ".join(filter(None, (texts[score], found[2].strip())))
    return texts if any(texts) else []


def guidance_lines(texts: list[str]) -> str:
    """Write the texts of the scores as lines, for a form that is filled with them."""
    return "\n".join(f"{score}: {text}" for score, text in enumerate(texts) if text)


class CriterionForm(KeyedRowForm):
    """One criterion."""

    KEPT = ("scale", "least")
    name = TextAreaField(
        _l("Criterion"), [InputRequired(NEEDED), Length(max=200)], filters=[one_line]
    )
    guidance = TextAreaField(_l("What a strong answer has"), [Length(max=4000)])
    weight = whole(_l("Weight"), 1, 100)
    scale = usual(_l("Highest score"), 1, HIGHEST_SCALE, USUAL_SCALE)
    score_guidance = TextAreaField(
        _l("What each score means, a line for each, such as 5: convincing"),
        [Length(max=8000)],
    )
    least = usual(_l("Least mean score (0 for none)"), 0, HIGHEST_SCALE, 0)

    def validate_least(self, field: Field) -> None:
        """Refuse a least score that nobody can reach."""
        if (field.data or 0) > self.highest():
            message = gettext("The scale ends at %(scale)s.", scale=self.highest())
            raise ValidationError(message)

    def validate_score_guidance(self, field: Field) -> None:
        """Refuse lines without a score, or with one that the scale does not have."""
        guidance_of(field.data or "", self.highest())

    def highest(self) -> int:
        """Return the highest score of the scale."""
        return self.scale.data or USUAL_SCALE

    def value(self) -> judging.CriterionRow:
        """Return the criterion as it was typed."""
        return judging.CriterionRow(
            name=self["name"].data or "",
            guidance=self.guidance.data or "",
            weight=self.weight.data or 0,
            scale=self.highest(),
            score_guidance=guidance_of(self.score_guidance.data or "", self.highest()),
            least=self.least.data or 0,
            key=self.key.data or None,
        )


class CriteriaForm(VersionedForm):
    """The criteria of a call, its pass mark, and how price counts."""

    rows = rows(CriterionForm, _l("Criteria"))
    threshold = whole(
        _l("Pass mark"), 0, 100, _l("Proposals with fewer points of 100 fall out.")
    )
    method = chosen(_l("How proposals are ranked"), Method)
    quality_weight = usual(_l("Weight of quality, percent; the rest is price"), 1, 99, 70)
    price_formula = chosen(_l("How a price becomes points"), PriceFormula)
    prices_apart = BooleanField(
        _l("Open the prices apart"),
        description=_l(
            "The committee scores without any price. After the scores are revealed, the "
            "holders of the call's key open the prices of the proposals that pass."
        ),
    )

    def validate_prices_apart(self, field: Field) -> None:
        """Refuse prices apart where no price counts."""
        if field.data and self.method.data != Method.QUALITY_COST.value:
            raise ValidationError(
                gettext("Prices open apart only where quality and price count together.")
            )

    def offer(self) -> None:
        """Name the choices in the reader's language."""
        self.method.choices = [(each.value, word(each)) for each in Method]
        self.price_formula.choices = [(each.value, word(each)) for each in PriceFormula]

    def row_values(self) -> list[judging.CriterionRow]:
        """Return the criteria that were filled in."""
        return [row.value() for row in kept(self.rows)]

    def values(self) -> dict[str, object]:
        """Return the columns of the method."""
        return {
            "threshold": self.threshold.data,
            "method": Method(self.method.data),
            "quality_weight": self.quality_weight.data or 70,
            "price_formula": PriceFormula(self.price_formula.data),
            "prices_apart": bool(self.prices_apart.data),
        }


class QuestionForm(KeyedRowForm):
    """One question; it tells which criterion its answer is evidence for."""

    KEPT = ("criterion", "words")
    text = TextAreaField(_l("Question"), [InputRequired(NEEDED), Length(max=4000)])
    criterion = SelectField(_l("Criterion"))
    words = usual(_l("Words at most"), 50, 2000, 400)


class QuestionsForm(VersionedForm):
    """The questions of a call."""

    rows = rows(QuestionForm, _l("Questions"))

    def __init__(self, criteria: Any = (), **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        self.criteria = [(str(each.key), f"{each.position}. {each.name}") for each in criteria]
        super().__init__(**given)

    def offer(self) -> None:
        """Fill the list of criteria in each row."""
        for entry in self.rows.entries:
            entry.form.criterion.choices = self.criteria

    def row_values(self) -> list[judging.QuestionRow]:
        """Return the questions that were filled in."""
        return [_question(row) for row in kept(self.rows)]


def _question(row: Any) -> judging.QuestionRow:  # noqa: ANN401 - a filled row
    return judging.QuestionRow(
        criterion=UUID(row.criterion.data),
        text=row["text"].data or "",
        words=row.words.data or 400,
        key=row.key.data or None,
    )


class IndicatorForm(KeyedRowForm):
    """One indicator."""

    KEPT = ("kind", "adding", "over_100", "dimensions", "baseline")
    name = StringField(_l("Indicator"), [InputRequired(NEEDED), Length(max=200)])
    unit = StringField(_l("Unit"), [InputRequired(NEEDED), Length(max=60)])
    kind = SelectField(
        _l("Kind"),
        choices=[each.value for each in IndicatorKind],
        default=IndicatorKind.COUNT.value,
    )
    adding = SelectField(_l("Adds up"), choices=[each.value for each in Adding], default="")
    over_100 = BooleanField(_l("May pass 100 percent"))
    baseline = usual(_l("Baseline"), 0, 100_000_000, 0)
    target = whole(_l("Target of the contract"), 0, 100_000_000)
    dimensions = Boxes(_l("Broken down by"), choices=[each.value for each in Dimension])
    verification = TextAreaField(
        _l("Means of verification"), [Length(max=300)], filters=[one_line]
    )

    def value(self) -> judging.IndicatorRow:
        """Return the indicator as it was typed."""
        return judging.IndicatorRow(
            name=self["name"].data or "",
            unit=self.unit.data or "",
            target=self.target.data or 0,
            baseline=self.baseline.data or 0,
            dimensions=[Dimension(each) for each in self.dimensions.data or ()],
            kind=IndicatorKind(self.kind.data),
            adding=Adding(self.adding.data) if self.adding.data else None,
            over_100=bool(self.over_100.data),
            verification=self.verification.data or "",
            key=self.key.data or None,
        )


class IndicatorsForm(VersionedForm):
    """The indicators of a call: its results framework."""

    rows = rows(IndicatorForm, _l("Indicators"))
    breakdown_values = Boxes(_l("Values of each breakdown"), choices=[])

    def offer(self) -> None:
        """Name kinds, ways of adding, dimensions and their values in the reader's language."""
        listed = {"kind": IndicatorKind, "adding": Adding, "dimensions": Dimension}
        for name, enum in listed.items():
            named = [(each.value, word(each)) for each in enum]
            usual = [("", gettext("In the usual way"))] if name == "adding" else []
            for entry in self.rows.entries:
                entry.form[name].choices = usual + named
        self.breakdown_values.choices = measures.value_names(language())

    def groups(self) -> list[tuple[Dimension, list[Any]]]:
        """Return the boxes of the values under the dimension that each belongs to."""
        boxes = list(self.breakdown_values)
        return [
            (each, [box for box in boxes if box.data.startswith(f"{each.value}.")])
            for each in Dimension
        ]

    def row_values(self) -> list[judging.IndicatorRow]:
        """Return the indicators that were filled in."""
        return [row.value() for row in kept(self.rows)]


class SeatForm(RowForm):
    """One seat of the committee."""

    KEPT = ("kind", "chair", "government", "hides_proposals")
    person = SelectField(_l("Person"))
    kind = SelectField(_l("Seat"))
    chair = BooleanField(_l("Chair"))
    government = BooleanField(_l("For the government"))
    institution = StringField(_l("Institution"), [Length(max=200)])
    appointment = StringField(_l("Letter of appointment"), [Length(max=200)])
    appointed_on = DateField(_l("Date of the letter"), [Optional()])
    alternate = SelectField(_l("Alternate"), default="")
    hides_proposals = BooleanField(_l("Reads results only"))


class CommitteeForm(VersionedForm):
    """The committee of a call, its quorum, and the government's part."""

    rows = rows(SeatForm, _l("Seats"))
    quorum = usual(
        _l("Quorum: voting members without a conflict of interest"), 1, 60, usual_quorum()
    )
    government_part = chosen(
        _l("Part of the government"),
        GovernmentPart,
        _l("Each of them needs a seat, and the seat must be of that kind."),
    )
    government_reason = text(
        _l("Reason for the government's part"),
        _l("Why the government watches, votes or agrees. Needed when it has a part."),
        required=False,
    )

    def offer(self) -> None:
        """Fill the lists of people and of kinds in each row, and the government's parts."""
        nobody = ("", gettext("Nobody"))
        people = [nobody, *((str(each.id), each.name) for each in judging.seat_holders())]
        self.government_part.choices = [(each.value, word(each)) for each in GovernmentPart]
        for entry in self.rows.entries:
            entry.form.person.choices = people
            entry.form.alternate.choices = people
            entry.form.kind.choices = [(each.value, word(each)) for each in judging.SEAT_KINDS]

    def values(self) -> dict[str, object]:
        """Return the columns of the committee."""
        return {
            "quorum": self.quorum.data or usual_quorum(),
            "government_part": GovernmentPart(self.government_part.data),
            "government_reason": self.government_reason.data or "",
        }

    def row_values(self) -> list[judging.SeatRow]:
        """Return the seats that were filled in."""
        kinds = {each.value: each for each in judging.SEAT_KINDS}
        return [_seat(row, kinds) for row in kept(self.rows)]


def _seat(row: Any, kinds: Any) -> judging.SeatRow:  # noqa: ANN401 - a filled row
    return judging.SeatRow(
        UUID(row.person.data),
        kinds[row.kind.data],
        row.chair.data,
        row.government.data,
        row.institution.data or "",
        row.appointment.data or "",
        row.appointed_on.data,
        UUID(row.alternate.data) if row.alternate.data else None,
        reads_proposals=not row.hides_proposals.data,
    )
