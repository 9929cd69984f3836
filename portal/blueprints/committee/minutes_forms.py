"""Forms of the minutes: who was there, what was decided by lot, how each voted; signing."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from portal.blueprints.committee.opening_forms import RecordForm
from portal.blueprints.fields import VersionedForm, line, text
from portal.domain.minutes import Vote
from portal.services.minutes import Agreed, Contents, Seat, voters
from portal.services.minutes_signing import Consent
from portal.services.scoring import Ranking
from portal.show import word

_NONE = "none"


class MinutesForm(VersionedForm):
    """What the chair or the secretary writes; seats and lots are added to it."""

    held_on = DateField(_l("Day of the meeting"), [InputRequired(_l("Enter a day."))])
    place = line(_l("Place, or how people met"), 200, required=False)
    agenda = text(_l("Agenda"), _l("One item a line."), required=False)
    government = text(
        _l("Comments of the government"),
        _l("What its representative asked to have written down; left empty when nothing."),
        required=False,
    )

    def contents(self, seats: Sequence[Seat], tables: Sequence[Ranking]) -> Contents:
        """Return what was typed."""
        typed = self.held_on.data
        return Contents(
            typed if isinstance(typed, date) else date.min,
            self["place"].data or "",
            self["agenda"].data or "",
            self["government"].data or "",
            frozenset(each.person_id for each in seats if self[_present(each)].data),
            [self._agreed(each, voters(seats, each.lot)) for each in tables],
        )

    def _agreed(self, table: Ranking, voting: Sequence[Seat]) -> Agreed:
        number = table.lot.number
        value = str(self[f"lot_{number}"].data or "")
        known = {str(row.proposal.id): row.proposal.id for row in table.rows}
        votes = {
            seat.person_id: Vote(self[_vote(number, seat)].data)
            for seat in voting
            if self[_vote(number, seat)].data in set(Vote)
        }
        reason = self[f"reason_{number}"].data or ""
        chosen = value == _NONE or value in known
        return Agreed(table.lot.id, known.get(value), reason, votes, chosen=chosen)


def _present(seat: Seat) -> str:
    return f"present_{seat.person_id.hex}"


def _vote(number: int, seat: Seat) -> str:
    return f"vote_{number}_{seat.person_id.hex}"


def minutes_form(
    seats: Sequence[Seat], tables: Sequence[Ranking], before: Contents, version: int
) -> MinutesForm:
    """Return the form of the minutes, filled with what stands or is proposed."""
    fields: dict[str, Any] = {
        _present(each): BooleanField(each.person.name, default=each.person_id in before.present)
        for each in seats
    }
    agreed = {each.lot_id: each for each in before.decisions}
    for table in tables:
        fields |= _lot_fields(table, agreed.get(table.lot.id), seats)
    kind: type[MinutesForm] = type("SeatedMinutesForm", (MinutesForm,), fields)
    names = ("held_on", "place", "agenda", "government")
    written = {name: getattr(before, name) for name in names}
    said = {
        f"reason_{each.lot.number}": agreed[each.lot.id].reason
        for each in tables
        if each.lot.id in agreed
    }
    return kind(data={**written, **said, "version": str(version)})


def _lot_fields(table: Ranking, before: Agreed | None, seats: Sequence[Seat]) -> dict[str, Any]:
    number, passed = table.lot.number, [row for row in table.rows if row.result.passed]
    choices = [SelectChoice(str(row.proposal.id), row.proposal.partner.name) for row in passed]
    votes = before.votes if before else {}
    return {
        f"lot_{number}": RadioField(
            _l("Decision"),
            choices=[*choices, SelectChoice(_NONE, _l("No award"))],
            validate_choice=False,
            default=str(before.proposal_id or _NONE) if before and before.chosen else None,
        ),
        f"reason_{number}": text(
            _l("Reason of the committee"),
            _l("It becomes the reason of the recommendation. At least 15 words."),
            required=False,
        ),
        **{
            _vote(number, each): _vote_field(each, votes.get(each.person_id))
            for each in voters(seats, table.lot)
        },
    }


def _vote_field(seat: Seat, before: Vote | None) -> SelectField:
    choices = [SelectChoice("", _l("Choose"))]
    choices += [SelectChoice(each.value, word(each)) for each in Vote]
    return SelectField(
        seat.person.name,
        choices=choices,
        validate_choice=False,
        default=before.value if before else "",
    )


def seat_fields(seats: Sequence[Seat]) -> dict[UUID, str]:
    """Return the name of the field of each person's presence."""
    return {each.person_id: _present(each) for each in seats}


def vote_fields(seats: Sequence[Seat], table: Ranking) -> list[str]:
    """Return the names of the fields of the votes on a lot, in the order of the seats."""
    return [_vote(table.lot.number, each) for each in voters(seats, table.lot)]


class SignMinutesForm(RecordForm):
    """Name, password and fingerprint, and what a member wants to add as a dissent."""

    dissent = text(
        _l("Dissent"),
        _l("Only if you do not agree with a decision. It is printed as you write it."),
        required=False,
    )

    def signed(self) -> Consent:
        """Return what was typed."""
        given = self.consent()
        return Consent(
            given.name, given.password, given.fingerprint, self["dissent"].data or ""
        )
