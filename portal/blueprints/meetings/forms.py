"""Forms of the management committee: members, meetings, minutes, consent, follow-up."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from portal.blueprints.fields import LONGEST_TEXT, TidyForm, VersionedForm, line, text
from portal.blueprints.rows import KeyedRowForm, RowForm, kept, rows, spare
from portal.domain.agreements import JointSide
from portal.domain.policy import Thing
from portal.services.contract_signatures import Consent
from portal.services.management_committee import COLUMNS
from portal.services.meetings import Agreed, Summons, Written
from portal.show import word

_NEEDED = _l("Fill this in.")
_A_DAY = InputRequired(_l("Choose a day."))


class MemberRow(KeyedRowForm):
    """One member of the committee."""

    KEPT = ("side", "chair")
    side = SelectField(_l("Side"))
    name = StringField(_l("Name"), [InputRequired(_NEEDED), Length(max=200)])
    function = StringField(_l("Function"), [InputRequired(_NEEDED), Length(max=200)])
    deputy = StringField(_l("Deputy"), [Length(max=200)])
    chair = BooleanField(_l("Chair"))
    from_on = DateField(_l("Member from"), [_A_DAY])
    until_on = DateField(_l("Member until"), [Optional()])


class MembersForm(VersionedForm):
    """Who belongs to the committee."""

    rows = rows(MemberRow, _l("Members"))

    def members(self) -> list[dict[str, Any]]:
        """Return the members who were typed."""
        return [_member(row.data) for row in kept(self.rows)]


def _member(data: Mapping[str, Any]) -> dict[str, Any]:
    row = {name: data[name] for name in COLUMNS}
    return {
        **row,
        "key": _key(row["key"]),
        "side": JointSide(str(row["side"])),
        "deputy": row["deputy"] or "",
    }


def _key(given: object) -> UUID | None:
    try:
        return UUID(str(given))
    except ValueError:
        return None


def offer_sides(field: Any) -> None:  # noqa: ANN401 - a list of rows
    """Fill the list of sides of every row."""
    choices = [SelectChoice(each.value, word(each)) for each in JointSide]
    for entry in field.entries:
        entry.form.side.choices = choices


def with_spare_rows(form: Any) -> Any:  # noqa: ANN401 - a form with rows
    """Return the form with empty rows below those that are filled."""
    spare(form.rows)
    offer_sides(form.rows)
    return form


class SummonsForm(TidyForm):
    """When and where the committee meets, and on what."""

    on = DateField(_l("Day"), [_A_DAY])
    starts_at = TimeField(
        _l("Time"), [InputRequired(_NEEDED)], description=_l("Local time of the centre.")
    )
    place = line(_l("Place"))
    agenda = text(_l("Agenda"), _l("One item on each line."))

    def summons(self) -> Summons:
        """Return what was typed."""
        items = [each.strip() for each in str(self.agenda.data or "").splitlines()]
        at = self.starts_at.data.strftime("%H:%M")
        agenda = [each for each in items if each]
        return Summons(self.on.data, at, self.place.data or "", agenda)


class ItemRow(RowForm):
    """One item of the agenda with its minutes."""

    title = StringField(_l("Item"), [InputRequired(_NEEDED), Length(max=300)])
    minutes = TextAreaField(_l("Minutes"), [Length(max=LONGEST_TEXT)])


class DecisionRow(RowForm):
    """One decision, who carries it out, and by when."""

    KEPT = ("side",)
    text = TextAreaField(_l("Decision"), [InputRequired(_NEEDED), Length(max=LONGEST_TEXT)])
    side = SelectField(_l("Side"))
    function = StringField(_l("Function"), [InputRequired(_NEEDED), Length(max=200)])
    due_on = DateField(_l("Due on"), [_A_DAY])


class MinutesForm(VersionedForm):
    """What happened in a meeting."""

    items = rows(ItemRow, _l("Items"))
    rows = rows(DecisionRow, _l("Decisions"))

    def written(self, present: Sequence[str]) -> Written:
        """Return what was typed, with who was marked as present."""
        items = [
            {"title": row.data["title"], "minutes": row.data["minutes"] or ""}
            for row in kept(self.items)
        ]
        return Written(frozenset(present), items, _decisions(self), self.seen())


def _decisions(form: MinutesForm) -> list[dict[str, Any]]:
    return [
        {
            "text": row.data["text"],
            "side": JointSide(str(row.data["side"])),
            "function": row.data["function"],
            "due_on": row.data["due_on"],
        }
        for row in kept(form.rows)
    ]


def minutes_of(meeting: Thing, decisions: Sequence[Thing]) -> MinutesForm:
    """Return the form of the minutes with what stands."""
    names = ("text", "function", "due_on")
    found = [
        {**{name: getattr(each, name) for name in names}, "side": each.side.value}
        for each in decisions
    ]
    items, version = list(meeting.agenda), str(meeting.version)
    form = MinutesForm(data={"items": items, "rows": found, "version": version})
    offer_sides(form.rows)
    return form


class ReasonForm(FlaskForm):
    """Why a meeting is cancelled, or what is to be corrected in its minutes."""

    comment = TextAreaField(_l("Reason"), [Length(max=LONGEST_TEXT)])


class FollowForm(FlaskForm):
    """What became of a decision."""

    reason = TextAreaField(
        _l("Remark"),
        [Length(max=LONGEST_TEXT)],
        description=_l("Needed to drop a decision or to open it again."),
    )


class ConsentForm(TidyForm):
    """That the side of IOM agrees to the minutes: by name and password."""

    function = line(_l("Function"), 200)
    on = DateField(_l("Agreed on"), [_A_DAY])
    name = line(_l("Your name"), 200)
    password = PasswordField(_l("Your password"), [InputRequired(_NEEDED)])
    fingerprint = HiddenField()

    def consent(self) -> Consent:
        """Return who vouches, over which text."""
        given = (self.name.data, self.password.data, self.fingerprint.data)
        return Consent(*(each or "" for each in given))

    def agreed(self) -> Agreed:
        """Return who agrees for IOM."""
        who, function = self.name.data or "", self.function.data or ""
        return Agreed(JointSide.IOM, who, function, self.on.data)


class RecordedForm(ConsentForm):
    """That the side of the Government agreed outside the portal, recorded by the office."""

    who = line(_l("Who agreed for the Government"), 200)
    scan_reference = line(_l("Reference of the letter"), 200)

    def agreed(self) -> Agreed:
        """Return who agreed for the Government."""
        texts = (self.who.data or "", self.function.data or "")
        proof = self.scan_reference.data or ""
        return Agreed(JointSide.GOVERNMENT, *texts, self.on.data, proof)
