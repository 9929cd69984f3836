"""The headings of a call's budget: those of the call, or of the house where it has none."""

from collections.abc import Mapping
from decimal import Decimal

from portal.domain.demands import Heading
from portal.domain.proposals import INDIRECT
from portal.models import BudgetCategory, Call
from portal.services import library
from portal.services.library import text_of
from portal.services.prepared import Prepared


def of(call: Call) -> list[BudgetCategory]:
    """Return the categories of direct costs of a call in their order; none for an older one."""
    return _of(call.id)


_of: Prepared[BudgetCategory] = Prepared(
    lambda key: (
        BudgetCategory.select()
        .where(BudgetCategory.call == key)
        .order_by(BudgetCategory.position)
    )
)


def names(call: Call, language: str) -> dict[str, str]:
    """Return the names of a call's categories by code, indirect costs as the last.

    A heading of the house is told in the reader's language, one of the call's own as written.
    """
    house = library.by_code("budget", "category")
    own = {each.code: each.name for each in of(call)}
    direct = own or {code: text_of(each, "", language) for code, each in house.items()}
    told = {code: _told(house.get(code, {}), name, language) for code, name in direct.items()}
    return {**told, INDIRECT: text_of(library.read("budget")[INDIRECT], "", language)}


def _told(entry: Mapping[str, object], name: str, language: str) -> str:
    known = name in (entry.get("en"), entry.get("fr"))
    return text_of(entry, "", language) if known else name


def headings(call: Call) -> dict[str, Heading]:
    """Return what a budget is checked against, by code; nothing for an older call."""
    return {each.code: Heading(each.name, each.ceiling) for each in of(call)}


def in_order(call: Call, totals: Mapping[str, Decimal]) -> list[str]:
    """Return the codes of a budget's totals in the order of the call's categories.

    One that the call no longer has comes before the indirect costs, so that no money is lost.
    """
    known = [code for code in names(call, call.language) if code != INDIRECT]
    rest = [code for code in totals if code not in known and code != INDIRECT]
    return [code for code in [*known, *rest, INDIRECT] if code in totals]
