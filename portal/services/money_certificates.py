"""What a partner certifies with a report: its money, held by the fingerprint of its figures."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from portal.domain.policy import Actor
from portal.models import MoneyCertificate, Person, Report, TransactionList
from portal.services import report_cash, report_money, report_rates


def certify(report: Report, by: Actor, at: datetime) -> None:
    """Note that the signatory certifies the money, inside the submission of the report."""
    person = Person.get_by_id(by.person_id)
    number = MoneyCertificate.select().where(MoneyCertificate.report == report.id).count() + 1
    MoneyCertificate.create(
        report=report,
        number=number,
        fingerprint=fingerprint(report),
        person=person,
        name=person.name,
        certified_at=at,
    )


def last(report: Report) -> MoneyCertificate | None:
    """Return the certificate of the last submission; None before the first."""
    given = MoneyCertificate.select().where(MoneyCertificate.report == report.id)
    found: MoneyCertificate | None = given.order_by(MoneyCertificate.number.desc()).first()
    return found


def figures(report: Report) -> Mapping[str, object]:
    """Return the money of a report as plain data: what its certificate is given on."""
    cash = report_cash.of(report)
    listed = TransactionList.report == report.id
    taken = listed & TransactionList.taken_at.is_null(is_null=False)
    lists = TransactionList.select().where(taken & TransactionList.replaced_at.is_null())
    return {
        "report": report.reference,
        "lines": [
            [each.category, _plain(each.amount), each.note]
            for each in report_money.rows(report)
        ],
        "cash": [_plain(getattr(cash, name)) for name in report_cash.AMOUNTS],
        "cash_note": cash.other_note,
        "rates": [
            [each.currency, each.from_on.isoformat(), _plain(each.rate)]
            for each in report_rates.rows(report)
        ],
        "transactions": [each.sha256 for each in lists],
    }


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():f}"


def fingerprint(report: Report) -> str:
    """Return the SHA-256 of the money of a report in hexadecimal."""
    text = json.dumps(figures(report), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
