"""Which days are working days in a country: its weekends and public holidays."""

from datetime import date
from functools import cache

import holidays

from portal.domain.working_days import Works, monday_to_friday


@cache
def calendar(country: str) -> Works:
    """Return the working days of a country by its two letters.

    Weekends and public holidays are those of the ``holidays`` library, where the days of a
    lunar calendar are estimates; for a country that it does not know, Monday to Friday.
    """
    if country not in holidays.list_supported_countries():
        return monday_to_friday
    made = holidays.country_holidays(country)

    def works(day: date) -> bool:
        return bool(made.is_working_day(day))

    return works
