"""The cash of a period: what a partner states, and whether it ties."""

from collections.abc import Mapping
from decimal import Decimal

from babel.numbers import get_currency_precision

from portal.db import atomic
from portal.domain.errors import RuleBroken
from portal.domain.report_money import ZERO, Cash
from portal.models import Report, ReportCash
from portal.services import events, instalments_paid, report_money
from portal.services.report_writing import Save, begin_writing
from portal.services.steps import save_version

AMOUNTS = ("opening", "received", "other", "closing")


def row(report: Report) -> ReportCash:
    """Return what is stated of the cash of a period; an unsaved row when nothing is."""
    return ReportCash.get_or_none(ReportCash.report == report.id) or ReportCash(report=report)


def of(report: Report) -> Cash:
    """Return the stated cash position of a period."""
    stated = row(report)
    amounts = (stated.opening, stated.received, stated.other, stated.closing)
    return Cash(*amounts, stated.other_note)


def opening_expected(report: Report) -> Decimal | None:
    """Return the closing balance of the period before, 0 for the first, None if not stated."""
    before = Report.get_or_none(
        (Report.contract == report.contract_id) & (Report.number == report.number - 1)
    )
    return ZERO if before is None else of(before).closing


def received_expected(report: Report) -> Decimal | None:
    """Return the instalments that the office paid within the period; None if not known."""
    return instalments_paid.within(report.contract, report.starts_on, report.ends_on)


def save(report: Report, stated: Cash, saving: Save) -> None:
    """Save the cash position; refused with ``Conflict`` when it was saved meanwhile."""
    _require_possible(stated, report.contract.currency)
    with atomic():
        begin_writing(report, saving)
        here = row(report)
        if not ReportCash.select().where(ReportCash.id == here.id).exists():
            here.save(force_insert=True)
        changes = {**vars(stated), "other_note": stated.other_note.strip()}
        save_version(here, saving.seen, changes)
        events.record(saving.by, "report.section_saved", report, saving.at, section="cash")


def _require_possible(stated: Cash, currency: str) -> None:
    if (stated.received or ZERO) < 0:
        raise RuleBroken("amount_negative", "received")
    for name in AMOUNTS:
        require_fine(getattr(stated, name), currency, name)


def require_fine(amount: Decimal | None, currency: str, field: str = "") -> None:
    """Refuse an amount with more figures after the point than its currency has."""
    places = get_currency_precision(currency)
    if amount is not None and amount != round(amount, places):
        raise RuleBroken("amount_too_fine", field, places=places, currency=currency)


def problems(report: Report) -> list[RuleBroken]:
    """Return what is missing of the cash position, and where it does not tie."""
    stated = of(report)
    if stated.missing:
        return [RuleBroken("cash_missing", "cash", count=stated.missing)]
    wanted = {
        "opening": opening_expected(report),
        "received": received_expected(report),
        "closing": stated.expected(report_money.spent(report)),
    }
    currency = report.contract.currency
    broken = [
        RuleBroken(f"cash_{name}_differs", f"cash#{name}", **facts, currency=currency)
        for name, facts in _differing(stated, wanted).items()
    ]
    if stated.other and not stated.other_note:
        broken.append(RuleBroken("cash_note_missing", "cash#other_note"))
    return broken


def begun(report: Report) -> set[str]:
    """Name the section when anything of it is stated."""
    return set() if of(report).missing == len(AMOUNTS) else {"cash"}


def _differing(
    stated: Cash, wanted: Mapping[str, Decimal | None]
) -> dict[str, dict[str, Decimal]]:
    pairs = {name: (getattr(stated, name), each) for name, each in wanted.items()}
    return {
        name: {"given": given, "wanted": each}
        for name, (given, each) in pairs.items()
        if each is not None and given != each
    }
