"""Forms of weekly rosters: the week, its shifts, a post with its people, publication."""

from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, StringField, TimeField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.blueprints.fields import VersionedForm, line
from portal.blueprints.rows import whole
from portal.domain.call_terms import Shift
from portal.domain.errors import RuleBroken
from portal.domain.rosters import SLOTS, Provider, Slot, codes
from portal.services.rosters import PostDraft, Week
from portal.show import rule_text
from portal.wording import WORDS, word_key

_HOUR = InputRequired(_l("Enter a time."))
_PROVIDERS = [SelectChoice(each.value, _l(WORDS[word_key(each)])) for each in Provider]
MOST_AT_ONCE = 50


def _zones(zones: list[str]) -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in zones]


class WeekForm(FlaskForm):
    """Which week to begin."""

    monday = DateField(
        _l("Week"),
        [InputRequired(_l("Choose a day."))],
        description=_l("Any day of the week; the roster runs from Monday to Sunday."),
    )
    zone = SelectField(_l("Time zone of the centre"))

    def offer(self, zones: list[str]) -> None:
        """Let the form choose among the zones of a country."""
        self.zone.choices = _zones(zones)


class HoursForm(VersionedForm):
    """When each shift begins, on the clocks of the centre."""

    zone = SelectField(_l("Time zone of the centre"))
    day_from = TimeField(_l("The day begins at"), [_HOUR])
    evening_from = TimeField(_l("The evening begins at"), [_HOUR])
    night_from = TimeField(_l("The night begins at"), [_HOUR])

    def offer(self, zones: list[str]) -> None:
        """Let the form choose among the zones of a country."""
        self.zone.choices = _zones(zones)

    def week(self) -> Week:
        """Return what was typed."""
        given = (self.day_from.data, self.evening_from.data, self.night_from.data)
        starts = {shift: at or time() for shift, at in zip(Shift, given, strict=True)}
        return Week(str(self.zone.data), starts)


def _read_codes(_form: object, field: Any) -> None:  # noqa: ANN401 - WTForms' own
    try:
        codes(field.data or "")
    except RuleBroken as broken:
        raise ValidationError(rule_text(broken.rule, broken.facts)) from broken


def _least(label: Any) -> Any:  # noqa: ANN401 - lazy text, WTForms' own field
    return whole(label, 0, MOST_AT_ONCE)


class PostForm(VersionedForm):
    """A post: whose staff fill it, how many each shift wants, and who is there by slot."""

    function = line(_l("Function"), 120, _l("For example: caseworker, interpreter, guard."))
    provider = RadioField(
        _l("Whose staff"), [InputRequired(_l("Choose one."))], choices=_PROVIDERS
    )
    day_least = _least(_l("At least, by day"))
    evening_least = _least(_l("At least, in the evening"))
    night_least = _least(_l("At least, at night"))

    def draft(self) -> PostDraft:
        """Return what was typed."""
        least = {each: self[f"{each.value}_least"].data or 0 for each in Shift}
        staff = {slot: codes(self[f"slot_{slot.key}"].data or "") for slot in SLOTS}
        provider = Provider(str(self.provider.data))
        return PostDraft(self.function.data or "", provider, least, staff)


def _label(slot: Slot) -> Any:  # noqa: ANN401 - lazy text
    day, shift = (_l(WORDS[key]) for key in (f"weekday.{slot.day}", word_key(slot.shift)))
    return _l("%(day)s, %(shift)s", day=day, shift=shift)


for _slot in SLOTS:  # the codes of who is there, in fields such as ``slot_0-night``
    _field = StringField(_label(_slot), [Length(max=120), _read_codes])
    setattr(PostForm, f"slot_{_slot.key}", _field)


class PublishForm(FlaskForm):
    """The reasons for gaps travel under the keys of the gaps; the form itself is a button."""
