"""Forms of the cooperation agreement: a form for each of its parts, and for its steps."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.blueprints.fields import (
    LARGEST_AMOUNT,
    LONGEST_TEXT,
    AmountField,
    VersionedForm,
    currency,
    line,
    text,
)
from portal.blueprints.rows import KeyedRowForm, kept, rows, spare, whole
from portal.domain.agreements import Chairing, Ending, JointSide
from portal.domain.policy import Thing
from portal.services import agreements
from portal.services.agreement_steps import End, Signed
from portal.services.agreements import Typed
from portal.show import word

_NEEDED = _l("Fill this in.")
FIRST_YEAR, LAST_YEAR = 2000, 2100


class PartyRow(KeyedRowForm):
    """One party, with the mandate by which it manages the centre."""

    KEPT = ("side",)
    side = SelectField(_l("Side"))
    name = StringField(_l("Party"), [InputRequired(_NEEDED), Length(max=300)])
    mandate = TextAreaField(_l("Mandate"), [Length(max=LONGEST_TEXT)])


class DutyRow(KeyedRowForm):
    """What one party answers for, how far, and to whom."""

    KEPT = ("party",)
    party = SelectField(_l("Party"))
    responsibility = TextAreaField(
        _l("Responsibility"), [InputRequired(_NEEDED), Length(max=LONGEST_TEXT)]
    )
    limits = TextAreaField(_l("Limits"), [Length(max=LONGEST_TEXT)])
    accountability = TextAreaField(_l("Accountability"), [Length(max=LONGEST_TEXT)])


class LineRow(KeyedRowForm):
    """What one party gives for one line of the budget in one year."""

    KEPT = ("party",)
    party = SelectField(_l("Party"))
    name = StringField(_l("Budget line"), [InputRequired(_NEEDED), Length(max=300)])
    amount = AmountField(
        _l("Amount"),
        [
            InputRequired(_NEEDED),
            NumberRange(0, LARGEST_AMOUNT, _l("Enter an amount in figures.")),
        ],
    )
    currency = currency(_l("Currency"))
    year = whole(_l("Year"), FIRST_YEAR, LAST_YEAR)


class PartiesForm(VersionedForm):
    """Who agrees, and what for."""

    rows = rows(PartyRow, _l("Parties"))
    purpose = text(_l("Purpose"), required=False)


class PremisesForm(VersionedForm):
    """The premises, who owns them, and what is in them."""

    premises = text(_l("Premises"), required=False)
    premises_owner = text(_l("Who owns the premises"), required=False)
    assets = text(_l("Assets"), required=False)


class DutiesForm(VersionedForm):
    """Who does what."""

    rows = rows(DutyRow, _l("Division of roles"))


class FinancingForm(VersionedForm):
    """Who pays what."""

    rows = rows(LineRow, _l("Financing"))


class DurationForm(VersionedForm):
    """From when to when, and the general terms."""

    starts_on = DateField(_l("First day"), [Optional()])
    ends_on = DateField(_l("Last day"), [Optional()])
    renewal = text(_l("Renewal"), required=False)
    handover = text(_l("Handover to the state"), required=False)
    confidentiality = text(_l("Confidentiality and sharing of data"), required=False)
    disputes = text(
        _l("Settlement of disputes"), _l("By consultation between the parties."), required=False
    )
    privileges = text(_l("Privileges and immunities"), required=False)


class WorkingForm(VersionedForm):
    """How the management committee works."""

    frequency_days = whole(
        _l("Days between two meetings"), 1, 999, _l("A month is 31 days at most.")
    )
    quorum_iom = whole(_l("Quorum of the side of IOM"), 0, 50, _l("Members present, at least."))
    quorum_government = whole(
        _l("Quorum of the side of the Government"), 0, 50, _l("Members present, at least.")
    )
    minutes_days = whole(
        _l("Working days for the minutes"),
        0,
        60,
        _l("Within these, both sides agree to the minutes of a meeting."),
    )
    chairing = RadioField(_l("Chair"))
    escalation = text(
        _l("Escalation"), _l("Who decides what the committee cannot."), required=False
    )

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.chairing.choices = [SelectChoice(each.value, word(each)) for each in Chairing]


FORMS: Mapping[str, type[VersionedForm]] = {
    "parties": PartiesForm,
    "premises": PremisesForm,
    "duties": DutiesForm,
    "financing": FinancingForm,
    "duration": DurationForm,
    "working": WorkingForm,
}


def form_of(agreement: Thing, part: str) -> VersionedForm:
    """Return the form of a part with what stands there, its lists filled."""
    content = {
        name: getattr(value, "value", value)
        for name, value in agreements.content_of(agreement, part).items()
    }
    content["rows"] = [_shown(row) for row in content["rows"]]
    form = FORMS[part](data={**content, "version": str(agreement.version)})
    offer(form, agreement)
    return form


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    texts = {name: str(row[name]) for name in ("key", "party", "side") if name in row}
    return {**row, **texts}


def offer(form: VersionedForm, agreement: Thing) -> None:
    """Fill the lists of parties or sides of every row."""
    if "rows" not in form:
        return
    names = agreements.party_names(agreement)
    parties = [SelectChoice(str(key), name) for key, name in names.items()]
    sides = [SelectChoice(each.value, word(each)) for each in JointSide]
    for entry in form["rows"].entries:
        for name, choices in (("party", parties), ("side", sides)):
            if name in entry.form:
                entry.form[name].choices = choices


def with_spare_rows(form: VersionedForm, agreement: Thing) -> VersionedForm:
    """Return the form with empty rows below those that are filled."""
    if "rows" in form:
        spare(form["rows"])
        offer(form, agreement)
    return form


def typed(form: VersionedForm, part: str) -> Typed:
    """Return what was typed of a part."""
    columns = {name: _value(form[name].data) for name in agreements.PARTS[part].columns}
    for name in ("starts_on", "ends_on"):
        if name in form:
            columns[name] = form[name].data
    if "chairing" in columns:
        columns["chairing"] = Chairing(str(columns["chairing"]))
    return Typed(columns, _rows(form), form.seen())


def _value(data: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    return "" if data is None else data


def _rows(form: VersionedForm) -> list[dict[str, Any]]:
    return [_row(row.data) for row in kept(form["rows"])] if "rows" in form else []


def _row(data: Mapping[str, Any]) -> dict[str, Any]:
    row = {name: _value(value) for name, value in data.items() if name != "remove"}
    row["key"] = _key(row["key"])
    if "side" in row:
        row["side"] = JointSide(str(row["side"]))
    if "party" in row:
        row["party"] = UUID(str(row["party"]))
    return row


def _key(given: object) -> UUID | None:
    """Return the key that travelled with a row; a row with none, or a broken one, is new."""
    try:
        return UUID(str(given))
    except ValueError:
        return None


class BeginForm(FlaskForm):
    """In which language an agreement is written."""

    language = SelectField(
        _l("Language of the agreement"),
        choices=[SelectChoice("en", "English"), SelectChoice("fr", "Français")],
        description=_l("The model wording is filled in in this language."),
    )


class StepForm(FlaskForm):
    """What is to be changed, or why a step is taken."""

    comment = TextAreaField(
        _l("Comment"),
        [Length(max=LONGEST_TEXT)],
        description=_l("Needed to give the text back, and to suspend or resume an agreement."),
    )


class SignForm(FlaskForm):
    """The signatures under the printed agreement."""

    on = DateField(_l("Signed on"), [InputRequired(_l("Choose a day."))])
    iom_signatory = line(_l("Who signed for IOM"), 200)
    iom_function = line(_l("Their function"), 200)
    government_signatory = line(_l("Who signed for the Government"), 200)
    government_function = line(_l("Their function"), 200)
    scan_reference = line(
        _l("Reference of the scan"), 200, _l("Where the signed copy is kept: its file number.")
    )

    def given(self) -> Signed:
        """Return what was typed."""
        names = ("iom_signatory", "iom_function", "government_signatory")
        texts = (*names, "government_function", "scan_reference")
        return Signed(self.on.data, *(self[name].data or "" for name in texts))


class EndForm(FlaskForm):
    """How an agreement ends."""

    kind = RadioField(_l("How it ends"), [InputRequired(_l("Choose one."))])
    on = DateField(_l("Last day"), [InputRequired(_l("Choose a day."))])
    comment = text(_l("Reason"), _l("Both sides read it."))

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(**given)
        self.kind.choices = [SelectChoice(each.value, word(each)) for each in Ending]

    def given(self) -> End:
        """Return what was typed."""
        return End(Ending(str(self.kind.data)), self.on.data, self.comment.data or "")
