"""Addresses that somebody hands in to be led to afterwards: only those of this portal."""

FORBIDDEN = frozenset("\\") | {chr(code) for code in (*range(32), 127)}


def local(address: str | None, otherwise: str) -> str:
    """Return the address if it is a path of this portal, else the other one."""
    typed = address or ""
    is_path = typed.startswith("/") and not typed.startswith("//")
    return typed if is_path and not FORBIDDEN & set(typed) else otherwise
