"""Forms of the area: handover plans."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.blueprints.fields import TidyForm, VersionedForm, line, text
from portal.blueprints.rows import RowForm, kept, rows, whole
from portal.domain.handover import Side, YearShare
from portal.domain.lifecycle_handover import GoalState
from portal.services.handover_marks import Mark
from portal.services.handover_plans import Outline, Typed
from portal.services.handover_steps import Act, Held
from portal.wording import WORDS, word_key

_DAY = InputRequired(_l("Enter a day."))
_CHOOSE = InputRequired(_l("Choose one."))
_NO_NAMES = _l("Names of migrants never belong here.")


class OutlineForm(VersionedForm):
    """What a handover plan says of the centre and of the State."""

    authority = line(
        _l("Receiving authority"), 300, _l("The ministry or agency that takes over.")
    )
    planned_on = DateField(_l("Planned day of the handover"), [_DAY])
    capacity = whole(_l("Places"), 1, 100_000, _l("In all sites, as the plan begins."))
    staff_iom = whole(_l("Posts paid by IOM"), 0, 10_000)
    staff_state = whole(_l("Posts paid by the State"), 0, 10_000)
    baseline = text(
        _l("What the State can do today"),
        _l("Staff, budget, premises, experience and law, as the plan begins."),
        required=False,
    )
    conditions = text(
        _l("Conditions for the handover"),
        _l("What has to be so on the day, such as a budget line, posts, minimum standards."),
        required=False,
    )
    support = text(
        _l("Support after the handover"),
        _l("Who of IOM stays, for how long, and what the reviews look at."),
        required=False,
    )

    def outline(self) -> Outline:
        """Return what was typed."""
        names = ("authority", "planned_on", "capacity", "staff_iom", "staff_state")
        texts = (self[name].data or "" for name in ("baseline", "conditions", "support"))
        return Outline(*(self[name].data for name in names), *texts)


class GoalForm(VersionedForm):
    """A milestone of a handover plan."""

    title = line(_l("Milestone"), 300, _l("For example: budget line voted, staff appointed."))
    side = RadioField(
        _l("Whose"),
        [_CHOOSE],
        choices=[SelectChoice(each.value, _l(WORDS[word_key(each)])) for each in Side],
    )
    function = line(_l("Responsible function"), 200, _l("A function, no name of a person."))
    due_on = DateField(_l("By when"), [_DAY])
    evidence = text(
        _l("Evidence asked for"), _l("What will show that it is met."), required=False
    )
    risk = text(_l("Risk"), _l("What may keep it from being met."), required=False)

    def typed(self) -> Typed:
        """Return what was typed."""
        named = (self.title.data or "", Side(str(self.side.data)), self.function.data or "")
        return Typed(*named, self.due_on.data, self.evidence.data or "", self.risk.data or "")


class YearRow(RowForm):
    """Who pays which part of the budget of one year."""

    year = whole(_l("Year"), 2000, 2100)
    iom = whole(_l("IOM, percent"), 0, 100)
    state = whole(_l("State, percent"), 0, 100)
    reason = StringField(_l("Reason if the State pays less"), [Length(max=300)])


class YearsForm(VersionedForm):
    """Who pays which part of the budget of each year."""

    years = rows(YearRow, _l("Shares of the budget"))

    def shares(self) -> list[YearShare]:
        """Return the rows that were filled in."""
        return [
            YearShare(row.year.data, row.iom.data, row.state.data, row.reason.data or "")
            for row in kept(self.years)
        ]


class MarkForm(VersionedForm):
    """Where a milestone stands from a day on, with what shows it."""

    state = RadioField(
        _l("Where it stands"),
        [_CHOOSE],
        choices=[SelectChoice(each.value, _l(WORDS[word_key(each)])) for each in GoalState],
    )
    marked_on = DateField(_l("Day"), [_DAY])
    text = text(
        _l("What shows it, or the reason"),
        _l("The reference of a letter, decision or act. Names of migrants never belong here."),
        required=False,
    )
    file = FileField(_l("File"), description=_l("If there is one."))

    def mark(self) -> Mark:
        """Return what was typed."""
        state, on = GoalState(str(self.state.data)), self.marked_on.data
        return Mark(state, on, self.text.data or "", self.seen())


class AgreeForm(TidyForm):
    """The authority's letter of agreement."""

    letter = line(_l("Reference of the authority's letter"), 120)
    agreed_on = DateField(_l("Date of the letter"), [_DAY])


class TransferForm(TidyForm):
    """The act of transfer."""

    act = line(_l("Reference of the act of transfer"), 120)
    handed_on = DateField(_l("Day of the handover"), [_DAY])
    receiver = line(_l("Received by"), 200, _l("The function that signed for the authority."))

    def transfer(self) -> Act:
        """Return what was typed."""
        return Act(self.act.data or "", self.handed_on.data, self.receiver.data or "")


class ReviewForm(VersionedForm):
    """What a review after the handover found."""

    held_on = DateField(_l("Day of the review"), [_DAY])
    text = text(_l("What it found"), _NO_NAMES)

    def held(self) -> Held:
        """Return what was typed."""
        return Held(self.held_on.data, self.text.data or "", self.seen())


class ReasonForm(TidyForm):
    """Why a plan goes back or is given up."""

    reason = text(_l("Reason"))


class CloseForm(TidyForm):
    """A last remark on a plan."""

    remark = text(_l("Remark for the record"), required=False)
