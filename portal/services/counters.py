"""Numbers that are given out once and in order."""

from portal.models import Counter


def next_number(scope: str) -> int:
    """Give out the next number within a scope, from 1, inside the caller's transaction."""
    Counter.insert(scope=scope, last=1).on_conflict(
        conflict_target=[Counter.scope], update={Counter.last: Counter.last + 1}
    ).execute()
    return Counter.get(Counter.scope == scope).last
