"""Lists of transactions of a report: sent, shown beside the present one, taken in whole."""

import csv
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

from babel.numbers import get_currency_precision, list_currencies

from portal.config import transaction_rows
from portal.db import atomic, database
from portal.domain import transactions as rules
from portal.domain.actions import Action
from portal.domain.cells import safe_cell
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.lifecycle import ReportState
from portal.domain.policy import require
from portal.domain.proposals import clean_filename
from portal.domain.report_money import ZERO
from portal.domain.transactions import Entry, Listed, PayeeKind, Terms
from portal.models import ListedTransaction, Report, TransactionList
from portal.services import events, files, report_money, report_rates, transaction_files
from portal.services.file_checks import Limits, Upload
from portal.services.report_writing import Save, begin_writing
from portal.services.transaction_files import Expected


@dataclass(frozen=True)
class Names:
    """What people call things in a list: headings in any language, lines and kinds of payee.

    The latter two in small letters.
    """

    headings: Collection[tuple[str, ...]]
    lines: Mapping[str, str]
    payees: Mapping[str, PayeeKind]


@dataclass(frozen=True)
class Sent:
    """A file that was sent, what a file may be, and the words in it."""

    upload: Upload
    limits: Limits
    names: Names


@dataclass(frozen=True)
class Changes:
    """What taking a list in changes: documents by what becomes of them, and sums by line."""

    added: int
    gone: int
    changed: int
    same: int
    sums: Mapping[str, tuple[Decimal, Decimal]]


def current(report: Report) -> TransactionList | None:
    """Return the list that counts; None before the first one is taken in."""
    return _newest(report, TransactionList.taken_at.is_null(is_null=False))


def waiting(report: Report) -> TransactionList | None:
    """Return the list that was sent and checked but not taken in yet."""
    return _newest(report, TransactionList.taken_at.is_null())


def _newest(report: Report, also: Any) -> TransactionList | None:  # noqa: ANN401 - an expression
    here = (TransactionList.report == report.id) & TransactionList.replaced_at.is_null()
    found: TransactionList | None = (
        TransactionList.select()
        .where(here & also)
        .order_by(TransactionList.sent_at.desc())
        .first()
    )
    return found


def rows(listed: TransactionList, first: int = 0, most: int = -1) -> list[ListedTransaction]:
    """Return rows of a list in its order; ``most`` below 0 for all from ``first`` on."""
    here = ListedTransaction.select().where(ListedTransaction.listed == listed.id)
    query = here.order_by(ListedTransaction.row).offset(first)
    return list(query if most < 0 else query.limit(most))


def sums(listed: TransactionList | None) -> dict[str, Decimal]:
    """Return by category what a list adds up to; nothing without a list."""
    return {} if listed is None else {code: Decimal(each) for code, each in listed.sums.items()}


def send(report: Report, sent: Sent, save: Save) -> TransactionList:
    """Read and check a list and keep it beside the present one; told whole when it is wrong.

    The very list that counts already, or that waits, is kept no second time.
    """
    require(save.by, Action.WRITE_REPORT, report)
    sha256 = files.digest(sent.upload.content)
    for there in (current(report), waiting(report)):
        if there is not None and there.sha256 == sha256:
            return there
    listed = _read(report, sent)
    if listed.problems:
        raise RulesBroken(listed.problems)
    with atomic():
        begin_writing(report, save)
        return _keep(report, listed, (clean_filename(sent.upload.filename), sha256), save)


def _read(report: Report, sent: Sent) -> Listed:
    most = transaction_rows()
    expected = Expected(report.contract_id.hex, sent.names.headings, most)
    found = transaction_files.rows(sent.upload, sent.limits, expected)
    return rules.read(found, terms(report, sent.names))


def terms(report: Report, names: Names) -> Terms:
    """Return what a list of a report is checked against."""
    return Terms(
        starts_on=report.starts_on,
        ends_on=report.ends_on,
        currency=report.contract.currency,
        lines=names.lines,
        payees=names.payees,
        places=_places(),
        rates=report_rates.known(report),
        used=_used(report),
        most=transaction_rows(),
    )


@cache
def _places() -> Mapping[str, int]:
    return {code: get_currency_precision(code) for code in list_currencies()}


def _used(report: Report) -> dict[str, str]:
    """Return the documents that earlier accepted reports of the contract charged."""
    query = (
        ListedTransaction.select(ListedTransaction.known_as, Report.reference)
        .join(TransactionList)
        .join(Report)
        .where(
            (Report.contract == report.contract_id)
            & (Report.id != report.id)
            & (Report.state == ReportState.ACCEPTED)
            & TransactionList.taken_at.is_null(is_null=False)
        )
    )
    found: Iterable[tuple[str, str]] = query.tuples()  # type: ignore[assignment]  # as rows
    return dict(found)


def _keep(report: Report, read: Listed, told: tuple[str, str], save: Save) -> TransactionList:
    here = (TransactionList.report == report.id) & TransactionList.taken_at.is_null()
    TransactionList.delete().where(here).execute()
    by_line = read.sums()
    made: TransactionList = TransactionList.create(
        report=report,
        filename=told[0],
        sha256=told[1],
        rows=len(read.entries),
        total=sum(by_line.values(), ZERO),
        sums={code: str(each) for code, each in by_line.items()},
        sent_at=save.at,
        sent_by=save.by.person_id,
    )
    _write(made, read.entries)
    return made


def _write(listed: TransactionList, entries: Sequence[Entry]) -> None:
    """Write rows by one statement that is made once: peewee's own would take seconds."""
    columns = ListedTransaction.columns()
    fields = list(columns.values())
    statement = ListedTransaction.insert_many([[None] * len(fields)], fields).sql()[0]
    values = [
        [_stored(field, told[name]) for name, field in columns.items()]
        for told in (_columns(listed, each) for each in entries)
    ]
    database.cursor().executemany(statement, values)


def _stored(field: Any, value: object) -> object:  # noqa: ANN401 - a field of peewee
    return field.db_value(value)


def _columns(listed: TransactionList, entry: Entry) -> dict[str, object]:
    more = {"category": entry.line, "known_as": rules.known_as(entry.document)}
    return {**vars(entry), **more, "id": uuid4(), "listed": listed.id}


def changes(report: Report, new: TransactionList) -> Changes:
    """Return what taking a list in changes of the one that counts."""
    old = current(report)
    before, after = _told(old), _told(new)
    both = before.keys() & after.keys()
    changed = sum(before[each] != after[each] for each in both)
    earlier, later = sums(old), sums(new)
    return Changes(
        added=len(after.keys() - before.keys()),
        gone=len(before.keys() - after.keys()),
        changed=changed,
        same=len(both) - changed,
        sums={
            code: (earlier.get(code, ZERO), later.get(code, ZERO))
            for code in dict.fromkeys([*earlier, *later])
        },
    )


def _told(listed: TransactionList | None) -> dict[str, tuple[object, ...]]:
    if listed is None:
        return {}
    names = ("known_as", "dated_on", "payee", "description", "category", "amount", "currency")
    columns = [getattr(ListedTransaction, each) for each in (*names, "value")]
    query = ListedTransaction.select(*columns).where(ListedTransaction.listed == listed.id)
    found: Iterable[tuple[str, ...]] = query.tuples()  # type: ignore[assignment]  # as rows
    return {each[0]: tuple(each[1:]) for each in found}


def take(report: Report, list_id: UUID, save: Save) -> None:
    """Let a list count that was sent; of the one before only its head and sums are kept."""
    with atomic():
        begin_writing(report, save)
        new, old = waiting(report), current(report)
        if new is None or new.id != list_id:
            raise RuleBroken("list_gone", "file")
        if old is not None:
            ListedTransaction.delete().where(ListedTransaction.listed == old.id).execute()
            same = TransactionList.id == old.id
            TransactionList.update(replaced_at=save.at).where(same).execute()
        same = TransactionList.id == new.id
        TransactionList.update(taken_at=save.at).where(same).execute()
        facts = {"rows": new.rows, "total": str(new.total), "sha256": new.sha256}
        events.record(save.by, "report.transactions_taken", report, save.at, **facts)


def differences(report: Report) -> dict[str, tuple[Decimal, Decimal]]:
    """Return by category what is stated and what the list says, where the two differ."""
    listed = current(report)
    if listed is None:
        return {}
    stated = {row.category: row.amount for row in report_money.rows(report)}
    return rules.differences(stated, sums(listed))


def problems(report: Report) -> list[RuleBroken]:
    """Return that the list that counts differs from the expenditure, if it does."""
    count = len(differences(report))
    return [RuleBroken("transactions_differ", "expenditure", count=count)] if count else []


def as_expenditure(report: Report) -> dict[str, dict[str, object]]:
    """Return what the expenditure becomes when the sums of the list are taken over."""
    listed = current(report)
    if listed is None:
        raise RuleBroken("list_none")
    found = sums(listed)
    return {
        row.category: {"amount": found.get(row.category, ZERO), "note": row.note}
        for row in report_money.rows(report)
    }


def table(
    listed: TransactionList,
    heads: Sequence[str],
    lines: Mapping[str, str],
    payees: Mapping[PayeeKind, str],
) -> str:
    """Return a list as CSV under its headings, with its value as the last column.

    ``lines`` and ``payees`` are what they are called. It can be sent again as it is.
    """
    text = StringIO()
    out = csv.writer(text)
    out.writerow([*heads, listed.report.contract.currency])
    for each in rows(listed):
        words = (each.document, payees[each.payee])
        more = (each.description, lines.get(each.category, each.category))
        told = [safe_cell(one) for one in (*words, *more)]
        rate = "" if each.rate == 1 else f"{each.rate.normalize():f}"
        money = (abs(each.amount), each.currency, rate, "yes" if each.credit else "")
        out.writerow([each.dated_on.isoformat(), *told, *money, each.value])
    return text.getvalue()
