"""The members' reasons as CSV, for a report of so many scores that they are not printed."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from portal.services.evaluations import code_of
from portal.services.scoring import Criterion, Ranking

MOST_PRINTED = 2_000
"""How many reasons a report prints at most: beyond, nobody reads them on paper."""
HEAD = ("lot", "proposal", "criterion", "member", "score", "reason")


def count(tables: Iterable[Ranking]) -> int:
    """Count the scores of all lots."""
    return sum(
        len(said) for table in tables for row in table.rows for said in row.reasons.values()
    )


def written(tables: Iterable[Ranking], criteria: Sequence[Criterion]) -> str:
    """Write every score with its reason, a line each."""
    file = StringIO()
    lines = csv.writer(file)
    lines.writerow(HEAD)
    for table in tables:
        for row in table.rows:
            for each in criteria:
                for member, value, reason in row.reasons.get(each.id, []):
                    about = (table.lot.number, row.proposal.number, code_of(each))
                    lines.writerow((*about, _plain(member), value, _plain(reason)))
    return file.getvalue()


def _plain(text: str) -> str:
    """Keep a spreadsheet from reading a text as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
