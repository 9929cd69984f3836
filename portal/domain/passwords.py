"""What a password must be: long, and no repetition of who chose it."""

from portal.domain.errors import RuleBroken

LEAST = 12
SHORTEST_PART = 4


def broken_rules(
    password: str, email: str, name: str, field: str, kind: str = "password"
) -> list[RuleBroken]:
    """Return the rules that a password breaks, each told at the input ``field``.

    Length and no personal parts, nothing else (NIST SP 800-63B, 5.1.1.2); for a passphrase,
    which is another ``kind``, they are told in words of their own.
    """
    broken = []
    if len(password) < LEAST:
        broken.append(RuleBroken(f"{kind}_short", field, least=LEAST))
    if _tells(password.casefold(), email, name):
        broken.append(RuleBroken(f"{kind}_tells", field))
    return broken


def _tells(password: str, email: str, name: str) -> bool:
    address = email.strip().casefold()
    parts = (address, address.partition("@")[0], name.strip().casefold())
    return any(len(part) >= SHORTEST_PART and part in password for part in parts)
