"""Forms on the clauses of a contract: their figures, deviations, and what it involves."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from portal.blueprints.calls.forms import Boxes
from portal.blueprints.fields import AmountField, VersionedForm, WholeField, text
from portal.domain.clauses import LONGEST_VALUE, Parameter, ParameterKind, Trait
from portal.show import word
from portal.wording import WORDS

K = ParameterKind
_LONG = Length(max=LONGEST_VALUE)
_MOST = 999_999


class DeviationForm(FlaskForm):
    """Why a contract needs other words than those of a mandatory clause."""

    reason = text(_l("Reason"), _l("The officer who decides and the auditor read it."))


class DecisionForm(FlaskForm):
    """What the officer says about a deviation."""

    comment = TextAreaField(
        _l("Comment"),
        [Length(max=5000)],
        description=_l("Needed only if you decline. A condition can stand here as well."),
    )


class InvolvesForm(VersionedForm):
    """What a contract involves beyond what its call and its partner say."""

    traits = Boxes(_l("This contract involves"))

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.traits.choices = [(each.value, word(each)) for each in Trait]

    def chosen(self) -> list[Trait]:
        """Return what was ticked."""
        return [Trait(each) for each in self.traits.data or ()]


_FIELDS: Mapping[ParameterKind, Callable[[Any], Any]] = {
    K.DATE: lambda label: DateField(label, [Optional()]),
    K.MONEY: lambda label: AmountField(label, [Optional(), NumberRange(0)]),
    K.LIST: lambda label: TextAreaField(
        label, [Optional(), _LONG], description=_l("One on each line.")
    ),
    K.TEXT: lambda label: StringField(label, [Optional(), _LONG]),
}


def figures_form(parameters: Iterable[Parameter]) -> type[VersionedForm]:
    """Return the form that asks for the parameters of one clause, each by its kind."""
    fields = {f"value_{each.name}": _field(each) for each in parameters}
    return type("FiguresForm", (VersionedForm,), fields)


def _field(parameter: Parameter) -> Any:  # noqa: ANN401 - an unbound field of WTForms
    make = _FIELDS.get(parameter.kind)
    label = _label(parameter.name)
    whole = [Optional(), NumberRange(1, _MOST)]
    return make(label) if make else WholeField(label, whole)


def _label(name: str) -> object:
    known = f"clause_parameter.{name}" in WORDS
    return word(name, "clause_parameter") if known else name.replace("_", " ")


def shown(parameters: Iterable[Parameter], given: Mapping[str, str]) -> dict[str, object]:
    """Return what a form of figures shows: what the contract says, typed by its kind."""
    return {
        f"value_{each.name}": _typed(each.kind, given[each.name])
        for each in parameters
        if given.get(each.name)
    }


def _typed(kind: ParameterKind, value: str) -> object:
    if kind is K.DATE:
        return date.fromisoformat(value)
    return int(value) if kind in {K.DAYS, K.HOURS, K.NUMBER} else value


def values(form: VersionedForm) -> dict[str, str]:
    """Return what was typed as it is kept: days as ISO, numbers in figures, empty as empty."""
    return {
        field.short_name.removeprefix("value_"): _kept(field)
        for field in form
        if field.short_name.startswith("value_")
    }


def _kept(field: Field) -> str:
    if field.data is None:
        return ""
    return field.data.isoformat() if isinstance(field.data, date) else str(field.data).strip()
