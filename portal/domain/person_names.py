"""Whether two accounts are of one person, by name and by address."""

import unicodedata

Account = tuple[str, str]
"""Name and mail address."""


def same_person(one: Account, other: Account) -> bool:
    """Say whether two accounts look like one person's, however name and address are written."""
    same_name = plain_name(one[0]) == plain_name(other[0])
    return same_name or plain_address(one[1]) == plain_address(other[1])


def plain_name(name: str) -> str:
    """Return a name without accents, case, marks and the order of its words."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(each if each.isalnum() else " " for each in parts if _is_no_accent(each))
    return " ".join(sorted(kept.split()))


def _is_no_accent(each: str) -> bool:
    return not unicodedata.combining(each)


def plain_address(email: str) -> str:
    """Return an address without case and without what stands after a plus sign."""
    local, _, domain = unicodedata.normalize("NFKC", email).strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
