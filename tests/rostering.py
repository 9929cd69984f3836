"""Weekly rosters in the states that tests look at."""

from datetime import date

from portal.domain.call_terms import Shift
from portal.domain.rosters import SLOTS, Provider, Slot
from portal.services import rosters
from portal.services.rosters import PostDraft
from tests.proceeding import House

MONDAY = date(2026, 10, 19)
"""The Monday of the week at whose end clocks in Europe go back."""
LEAST = {Shift.DAY: 1, Shift.EVENING: 1, Shift.NIGHT: 1}
CREW = {Shift.DAY: "SW1", Shift.EVENING: "SW2", Shift.NIGHT: "IO1"}


def full(*left_out):
    """Who is there in every slot but those left out: one code for each shift."""
    return {slot: [CREW[slot.shift]] for slot in SLOTS if slot not in left_out}


class Week(House):
    """A centre run by the government with the roster of a week."""

    def begun(self, monday=MONDAY, zone="Europe/Sofia"):
        """A roster; without posts where the centre had none before."""
        made = rosters.begin(self.centre, monday, zone, self.officer, self.at)
        return rosters.by_id(made.id)

    def post(self, roster, staff=None, function="Caseworker", least=None):
        """A post of the roster with its people."""
        draft = PostDraft(function, Provider.STATE, least or LEAST, staff or {})
        rosters.save_post(roster, draft, (None, 1), self.officer, self.at)
        return rosters.posts(roster)[-1]

    def published(self, monday=MONDAY):
        """A published week without gaps."""
        made = self.begun(monday)
        self.post(made, full())
        rosters.publish(made, {}, self.officer, self.at)
        return rosters.by_id(made.id)


def records():
    """Records of rosters for every address that names one."""
    house = Week()
    draft = house.begun()
    kept = house.post(draft, full(Slot(2, Shift.NIGHT)))
    return {
        ("rosters", "slug"): [house.centre.slug],
        "roster_id": [draft.id],
        "post_id": [kept.id],
    }
