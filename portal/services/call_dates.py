"""The dates that the house suggests for the timetable of a call."""

from dataclasses import asdict
from datetime import date, datetime

from portal.domain.call_rules_times import Notice, local_day, suggest
from portal.models import Call
from portal.services import working_days


def suggested(
    call: Call, publication: date | None, at: datetime, notice: Notice
) -> dict[str, date | datetime]:
    """Return dates by their column, moments as local times of the call's zone.

    Without a planned publication the call counts as published on the present day.
    """
    day = publication or local_day(at, call.zone)
    works = working_days.calendar(call.centre.country)
    dates = suggest(day, notice, call.standstill_days, works)
    return {"publication": day, **asdict(dates)}
