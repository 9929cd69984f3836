"""What differs between two tables whose rows bear no key, or between answers to questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.domain.changes import Mark, word_pieces
from portal.domain.proposal_parts import Kind, is_empty

Row = Mapping[str, Any]


@dataclass(frozen=True)
class RowChange:
    """A row that was changed, added or removed; nothing stands where it was not or is not."""

    mark: str
    before: Row
    after: Row


@dataclass(frozen=True)
class AnswerChange:
    """A question that is answered otherwise: its reply before and after, and its words.

    ``replies`` are empty texts for a question that asks for words alone; ``pieces`` are empty
    where the words stay.
    """

    text: str
    replies: tuple[str, str]
    pieces: Sequence[tuple[str, str]]


def answer_changes(before: Sequence[Row], after: Sequence[Row]) -> list[AnswerChange]:
    """Return the questions that are answered otherwise, in the order of the later ones."""
    old = {each["text"]: each for each in before}
    return [
        _answered(old.get(each["text"], {}), each)
        for each in after
        if each != old.get(each["text"])
    ]


def _answered(before: Row, after: Row) -> AnswerChange:
    asks = after["kind"] == Kind.ANSWER
    said, given = ("note", "given") if asks else ("given", "note")
    was, will = str(before.get(said, "")), str(after[said])
    pieces = [(each.mark.value, each.text) for each in word_pieces(was, will)]
    replies = (str(before.get(given, "")), str(after[given])) if asks else ("", "")
    return AnswerChange(after["text"], replies, pieces if was != will else ())


def table_changes(before: Sequence[Row], after: Sequence[Row], name: str) -> list[RowChange]:
    """Return the rows that differ, in the order of the later table; those gone come last.

    A row with the same text in the column ``name`` was changed; with another one it was
    removed, and a row added. The order of rows is no difference, nor how a field is empty.
    """
    gone, come = _apart(before, after), _apart(after, before)
    found = []
    for row in come:
        former = next((each for each in gone if _named(each, name) == _named(row, name)), None)
        if former is not None:
            gone.remove(former)
        found.append(_come(former, row))
    return [*found, *(RowChange(Mark.REMOVED.value, each, {}) for each in gone)]


def _come(former: Row | None, row: Row) -> RowChange:
    mark = Mark.ADDED if former is None else Mark.CHANGED
    return RowChange(mark.value, former or {}, row)


def _apart(rows: Sequence[Row], others: Sequence[Row]) -> list[Row]:
    """Return the rows that do not stand in the other table, each as often as it is more."""
    rest, found = [_filled(each) for each in others], []
    for row in rows:
        if _filled(row) in rest:
            rest.remove(_filled(row))
        else:
            found.append(row)
    return found


def _filled(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not is_empty(value)}


def _named(row: Row, name: str) -> str:
    return str(row.get(name) or "").casefold()
