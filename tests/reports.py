"""A report whose contract asks for every section, and what fills each of them."""

from datetime import UTC, datetime

from portal.domain.actions import Role
from portal.domain.report_desks import Desk
from portal.domain.report_specs import PARTS, STATEMENT
from portal.models import ServiceNeed, StaffPost
from portal.services import monitoring, report_parts, report_review
from portal.services.report_writing import Save
from tests import factories as make

APRIL = datetime(2026, 4, 10, 9, tzinfo=UTC)
SECTIONS = tuple(PARTS)


def contract(partner, sections=SECTIONS, **facts):
    """A contract on two standards, two services and two posts, with its four reports."""
    asked = {"standards": ["S01", "S07"], "services": ["food", "accommodation"]}
    call = make.call(make.CallState.AWARDED, **asked)
    for table in (StaffPost, ServiceNeed):
        table.delete().where(table.call == call).execute()
    StaffPost.create(call=call, position=1, function="Coordinator", people=1, shifts=["day"])
    StaffPost.create(call=call, position=2, function="Guard", people=4, shifts=["night"])
    made = make.contract(partner, call, report_sections=list(sections), **facts)
    monitoring.make_periods(made, make.NOON)
    return made


def report(of, number=1):
    """One report of a contract."""
    return monitoring.by_slug(f"{of.slug}-P{number}")


def keys(of, code, table):
    """The keys of the fixed rows of a table."""
    return [each.key for each in report_parts.part(of, code, "en").frame[table]]


def content(of, code):
    """What fills a section of a report so that nothing is missing."""
    rows = {
        "standards": {"checks": {"finding": "met", "means": "Counted on a visit"}},
        "services": {"services": {"delivered": "full", "persons": 30, "days": 90}},
        "staffing": {"cover": {"uncovered": 0}},
        "incidents": {
            "incidents": {"number": 0},
            "complaints": {"received": 2, "closed": 1, "in_time": 1},
        },
        "data_protection": {"statement": {"happened": "no"}},
    }
    values = {
        "incidents": {"sea_count": 0, "measures": ""},
        "psea": {
            "allegations": "no",
            "trained": 5,
            "signed": 5,
            "channels": 3,
            "measures": "A training of two days.",
            "safeguarding": "Night staff of both sexes.",
        },
        "government": {"meetings": 2, "decisions": 1, "engagement": "The office came weekly."},
    }
    tables = {
        name: [{"key": key, **cells} for key in keys(of, code, name)]
        for name, cells in rows.get(code, {}).items()
    }
    if code == "staffing":
        posts = zip(keys(of, code, "posts"), (1, 4), strict=True)
        same = {"women": 1, "vacancy_days": 0}
        tables["posts"] = [{"key": key, "in_post": number, **same} for key, number in posts]
    if code == "report_risks":
        tables["risks"] = [risk()]
    if code == "government":
        tables["milestones"] = [milestone()]
    return {"tables": tables, "values": values.get(code, {})}


def risk(**changes):
    """A risk with everything that is asked."""
    given = {
        "category": "government",
        "risk": "The posts of the authority come late.",
        "likelihood": 3,
        "impact": 4,
        "treatment": "Two meetings a month.",
        "owner": "Coordinator",
    }
    return {**given, **changes}


def milestone(**changes):
    """A step of the handover that lies ahead."""
    given = {"milestone": "Leases listed", "due": "2026-09-30", "progress": "on_track"}
    return {**given, **changes}


def save(of, code, typed, by, *, seen=None, at=APRIL):  # noqa: PLR0913 - what a save needs
    """Save a section as somebody who saw its present version."""
    version = report_parts.part(of, code, "en").row.version if seen is None else seen
    return report_parts.save(of, code, typed, Save(by, at, version))


def fill(of, by, at=APRIL):
    """Fill every section of this kind."""
    for code in report_parts.parts(of, "en"):
        save(of, code, content(of, code), by, at=at)


def money_agreed(of, at=APRIL):
    """The finance desk finds nothing to correct in the money of a submitted report."""
    by = make.actor(Role.FINANCE_OFFICER)
    report_review.finish(monitoring.by_slug(of.slug), Desk.FINANCE, by, at)


def statement(**yes):
    """The rows of the data-protection statement: no, but what is named."""
    return [{"key": key, "happened": "no", **yes.get(key, {})} for key in STATEMENT]
