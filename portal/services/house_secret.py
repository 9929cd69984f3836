"""The secret of this installation, under which a key rests for minutes while it is at work."""

_secret: list[bytes] = []


def use(secret: str) -> None:
    """Work with this secret; the app gives it once, from its settings."""
    _secret[:] = [secret.encode()]


def get() -> bytes:
    """Return the secret."""
    return _secret[0]
