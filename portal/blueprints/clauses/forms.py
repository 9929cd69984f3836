"""Forms of the area: the clause library."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from portal.blueprints.calls.forms import Boxes
from portal.blueprints.fields import LONGEST_TEXT, VersionedForm, line, text
from portal.blueprints.rows import KeyedRowForm, kept, rows
from portal.config import LANGUAGES
from portal.domain.actions import OFFICE_ROLES, Role
from portal.domain.clauses import Answerer, ParameterKind, Trait
from portal.domain.contracts import PARTS
from portal.domain.policy import Thing
from portal.services.clause_library import Draft
from portal.services.data_map import principle_names
from portal.show import word
from portal.web import language

_NEEDED = _l("Fill this in.")


class ParameterForm(KeyedRowForm):
    """One parameter: a place in the text, what may stand there, and the house's value."""

    KEPT = ("kind",)
    name = StringField(_l("Name"), [InputRequired(_NEEDED), Length(max=40)])
    kind = SelectField(_l("Kind"))
    value = StringField(_l("Value of the library"), [Length(max=500)])

    def __init__(self, *args: Any, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(*args, **given)
        self.kind.choices = [(each.value, word(each)) for each in ParameterKind]

    def parameter(self) -> dict[str, str]:
        """Return the parameter as it is kept: a list has one entry on each line."""
        value = (self.value.data or "").strip()
        if self.kind.data == ParameterKind.LIST.value:
            value = "\n".join(part.strip() for part in value.split(";"))
        return {"name": (self.name.data or "").strip(), "kind": self.kind.data, "value": value}


class ClauseVersionForm(VersionedForm):
    """One version of a clause, in every language."""

    title_en = line(_l("Title in English"), 200)
    title_fr = line(_l("Title in French"), 200)
    text_en = text(
        _l("Text in English"),
        _l(
            "A blank line starts a new paragraph. A name in braces, such as {amount}, is a "
            "place to be filled; a code in braces, such as {C08}, refers to another clause."
        ),
    )
    text_fr = text(_l("Text in French"))
    parameters = rows(ParameterForm, _l("Parameters"))
    part = SelectField(_l("Part of the contract"))
    owner = SelectField(_l("Who keeps the clause"))
    mandatory = BooleanField(
        _l("Mandatory where it applies"),
        description=_l(
            "A contract can then leave it out or alter it only with a reason and an approval."
        ),
    )
    applies = Boxes(
        _l("Where it applies"), description=_l("Tick nothing for a clause that always applies.")
    )
    replaces = SelectField(_l("Replaces the clause"), [Optional()])
    principles = Boxes(_l("Principles of data protection that it answers"), coerce=int)
    answers = SelectField(_l("Who answers for it"), [Optional()])
    check_en = text(_l("How monitoring checks it, in English"), required=False)
    check_fr = text(_l("How monitoring checks it, in French"), required=False)
    valid_from = DateField(_l("Holds from"), [InputRequired(_l("Enter a day."))])
    reason = text(_l("Why this version is written"))

    def offer(self, clauses: Iterable[Thing]) -> None:
        """Fill the lists to choose from, in the language of the page."""
        told = language()
        none = [("", gettext("None"))]
        self.part.choices = [(each, word(each, "contract_part")) for each in PARTS]
        self.owner.choices = [(each.value, word(each)) for each in sorted(OFFICE_ROLES)]
        self.applies.choices = [(each.value, word(each)) for each in Trait]
        self.answers.choices = none + [(each.value, word(each)) for each in Answerer]
        self.principles.choices = list(principle_names(told).items())
        known = [(each.code, f"{each.code} {each.titles[told]}") for each in clauses]
        self.replaces.choices = none + known

    def draft(self) -> Draft:
        """Return what the service writes."""
        chosen = self.answers.data
        columns = {
            "part": self.part.data,
            "parameters": [row.parameter() for row in kept(self.parameters)],
            "mandatory": bool(self.mandatory.data),
            "applies": list(self.applies.data or ()),
            "principles": list(self.principles.data or ()),
            "owner": Role(self.owner.data),
            "answers": Answerer(chosen) if chosen else None,
            "replaces": self.replaces.data or "",
            "titles": self._by_language("title"),
            "texts": self._by_language("text"),
            "checks": self._by_language("check"),
        }
        return Draft(columns, self.valid_from.data, self.reason.data or "")

    def _by_language(self, name: str) -> dict[str, str]:
        return {code: self[f"{name}_{code}"].data or "" for code in LANGUAGES}


class NewClauseForm(ClauseVersionForm):
    """The first version of a new clause."""

    code = StringField(
        _l("Code"),
        [Regexp(r"[A-Z]\d{2,3}$", message=_l("Enter a letter and two or three figures."))],
        description=_l("A letter and two or three figures, such as C40."),
    )


class RetireForm(FlaskForm):
    """From which day a clause is out of use, and why."""

    valid_from = DateField(_l("Out of use from"), [InputRequired(_l("Enter a day."))])
    reason = text(_l("Reason"))


class DecisionForm(FlaskForm):
    """What the second person says about a version."""

    comment = TextAreaField(
        _l("Comment for the author"),
        [Length(max=LONGEST_TEXT)],
        description=_l("Needed only if you decline the version."),
    )


def given(version: Thing) -> dict[str, Any]:
    """Return what a form shows of a version."""
    texts = {
        f"{name}_{code}": values.get(code, "")
        for name, values in (
            ("title", version.titles),
            ("text", version.texts),
            ("check", version.checks),
        )
        for code in LANGUAGES
    }
    same = ("part", "mandatory", "applies", "principles", "replaces", "version")
    return {
        **texts,
        **{name: getattr(version, name) for name in same},
        "owner": version.owner.value,
        "answers": version.answers.value if version.answers else "",
        "parameters": [
            {**each, "value": each.get("value", "").replace("\n", "; ")}
            for each in version.parameters
        ],
    }
