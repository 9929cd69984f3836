"""Amounts as people type them and as spreadsheets hold them."""

from decimal import Decimal, InvalidOperation

from portal.domain.figure_words import unsigned

THOUSANDTH = Decimal("0.001")


def read_amount(typed: str) -> Decimal:
    """Turn a typed amount into a decimal; ``InvalidOperation`` when it is none."""
    plain = "".join(unsigned(typed).replace("\N{RIGHT SINGLE QUOTATION MARK}", "").split())
    head, mark, tail = plain.rpartition(max(",", ".", key=plain.rfind))
    if mark and len(tail) == 3 and (head.count(mark) or mark == ","):  # noqa: PLR2004 - thousands
        return Decimal(plain.replace(",", "").replace(".", ""))
    return Decimal(head.replace(",", "").replace(".", "") + "." + tail if mark else plain)


def read_cell(value: object) -> Decimal | None:
    """Return the amount in a cell of a spreadsheet, typed or a figure; None when it is none."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        amount = Decimal(repr(value)) if isinstance(value, float) else read_amount(str(value))
        return amount.quantize(THOUSANDTH).normalize() if amount.is_finite() else None
    except InvalidOperation:
        return None
