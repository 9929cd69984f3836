"""Settings, each safe to ship; secrets come from the environment or from ``instance/``."""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).parent.parent
LANGUAGES = ("en", "fr")


def _number(name: str, default: int) -> int:
    return int(os.environ.get(name, default))


def address() -> str:
    """Return where people reach the portal, for links in mails and codes on documents."""
    return os.environ.get("PORTAL_ADDRESS", "http://127.0.0.1:5000").rstrip("/")


def settings() -> dict[str, object]:
    """Return the settings of this process, read from the environment."""
    instance = Path(os.environ.get("PORTAL_INSTANCE", ROOT / "instance"))
    development = os.environ.get("PORTAL_MODE", "production") == "development"
    return {
        "DEVELOPMENT": development,
        "INSTANCE": instance,
        "DATABASE_URL": os.environ.get(
            "PORTAL_DATABASE_URL", f"sqlite:///{instance / 'portal.sqlite'}"
        ),
        "SECRET_KEY": os.environ.get("PORTAL_SECRET_KEY") or _kept_secret(instance),
        "ADDRESS": address(),
        "TRUSTED_PROXIES": _number("PORTAL_TRUSTED_PROXIES", 0),
        **_mail(development=development),
        "FILE_LIMIT": _number("PORTAL_FILE_LIMIT", 10 * 1024 * 1024),
        "FILE_COUNT_LIMIT": _number("PORTAL_FILE_COUNT_LIMIT", 10),
        "MAX_CONTENT_LENGTH": _number("PORTAL_FILE_LIMIT", 10 * 1024 * 1024) * 3,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "SIGN_IN_LIMIT": os.environ.get("PORTAL_SIGN_IN_LIMIT", "10 per 15 minutes"),
        "MINIMUM_PUBLICATION_DAYS": os.environ.get("PORTAL_MINIMUM_PUBLICATION_DAYS"),
        "SESSION_HOURS": _number("PORTAL_SESSION_HOURS", 12),
        "SESSION_COOKIE_SECURE": not development,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_DEFAULT_TIMEZONE": "UTC",
    }


def _mail(*, development: bool) -> dict[str, object]:
    """Return how mail leaves: kept for reading in development, else over SMTP."""
    return {
        "MAIL_BACKEND": "portal.mail.KeptEmailBackend" if development else "smtp",
        "MAIL_SERVER": os.environ.get("PORTAL_MAIL_SERVER", "localhost"),
        "MAIL_PORT": _number("PORTAL_MAIL_PORT", 25),
        "MAIL_USE_TLS": os.environ.get("PORTAL_MAIL_TLS", "") == "1",
        "MAIL_USERNAME": os.environ.get("PORTAL_MAIL_USERNAME"),
        "MAIL_PASSWORD": os.environ.get("PORTAL_MAIL_PASSWORD"),
        "MAIL_DEFAULT_SENDER": os.environ.get("PORTAL_MAIL_SENDER", "portal@localhost"),
    }


def _kept_secret(instance: Path) -> str:
    """Return the secret kept in ``instance/secret-key``, made on the first start."""
    kept = instance / "secret-key"
    instance.mkdir(parents=True, exist_ok=True)
    if not kept.exists():
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return kept.read_text().strip()
