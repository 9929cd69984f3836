"""Settings, each safe to ship; secrets come from the environment or from ``instance/``."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from portal.domain.actions import Role
from portal.domain.call_rules_times import Notice
from portal.domain.pricing import LowLimits

ROOT = Path(__file__).parent.parent
LANGUAGES = ("en", "fr")
USUAL_PUBLICATION_DAYS = 14
USUAL_QUIET_DAYS = 5


def _number(name: str, default: int) -> int:
    return int(os.environ.get(name, default))


def address() -> str:
    """Return where people reach the portal, for links in mails and codes on documents."""
    here = f"http://127.0.0.1:{os.environ.get('PORTAL_PORT', '5000')}"
    return os.environ.get("PORTAL_ADDRESS", here).rstrip("/")


def contact() -> str:
    """Return the address that a partner is told to write to."""
    return os.environ.get("PORTAL_CONTACT") or os.environ.get(
        "PORTAL_MAIL_SENDER", "portal@localhost"
    )


def verification_years() -> int:
    """Return for how many years the verification of a partner holds; a house default."""
    return _number("PORTAL_VERIFICATION_YEARS", 5)


def sanctions_likeness() -> int:
    """Return from which likeness of 100 on a person has to judge two names."""
    return _number("PORTAL_SANCTIONS_LIKENESS", 88)


def sanctions_address() -> str:
    """Return where the sanctions list is fetched every day; empty to take files only."""
    return os.environ.get("PORTAL_SANCTIONS_URL", "")


def sanctions_limit() -> int:
    """Return the most bytes of a sanctions list."""
    return _number("PORTAL_SANCTIONS_LIMIT", 25 * 1024 * 1024)


def scanner_address() -> str:
    """Return where clamd listens: ``host:port`` or a socket's path; empty to scan nothing."""
    return os.environ.get("PORTAL_CLAMD", "")


def addendum_days() -> int:
    """Return how many days are left to the deadline after an addendum, at least."""
    return _number("PORTAL_ADDENDUM_DAYS", 7)


def fewest_votes() -> int:
    """Return how many members of a committee vote at least; a house default."""
    return _number("PORTAL_FEWEST_VOTES", 3)


def usual_quorum() -> int:
    """Return the quorum that a new call begins with; a house default."""
    return _number("PORTAL_QUORUM", 3)


def amendment_percent() -> int:
    """Return how much of a contract's amount the head of office alone may move, in percent.

    A starting figure of the house and no rule of IOM: more than that asks for legal review too.
    """
    return _number("PORTAL_AMENDMENT_PERCENT", 10)


def no_objection_days() -> int:
    """Return for how many working days a government can object; a house default."""
    return _number("PORTAL_NO_OBJECTION_DAYS", 10)


def review_days() -> int:
    """Return within how many working days a review is decided; a house default."""
    return _number("PORTAL_REVIEW_DAYS", 10)


def key_threshold() -> int:
    """Return how many shares of a call's key open its proposals."""
    return _number("PORTAL_KEY_THRESHOLD", 2)


def key_shares() -> int:
    """Return how many shares of a call's key there are at least, with the one in escrow."""
    return _number("PORTAL_KEY_SHARES", 3)


def share_minutes() -> int:
    """Return for how many minutes a share that was given can be put together with others."""
    return _number("PORTAL_SHARE_MINUTES", 15)


def proof_minutes() -> int:
    """Return for how many minutes a password typed beforehand submits; 0 for none."""
    return _number("PORTAL_PROOF_MINUTES", 15)


def opening_sign_hours() -> int:
    """Return for how many hours the record of an opening waits for its signatures."""
    return _number("PORTAL_OPENING_SIGN_HOURS", 48)


def award_ceilings() -> Mapping[str, Decimal]:
    """Return by currency up to which amount the head of office awards alone.

    Written as ``USD:300000 MAD:3000000``, a house default and no rule of IOM; an award in any
    other currency always asks for the second approver.
    """
    given = os.environ.get("PORTAL_AWARD_CEILINGS", "USD:300000 EUR:280000 MAD:3000000")
    pairs = (each.partition(":") for each in given.replace(",", " ").split())
    return {currency: Decimal(amount) for currency, _, amount in pairs}


def file_limit() -> int:
    """Return the most bytes of a file that is sent."""
    return _number("PORTAL_FILE_LIMIT", 10 * 1024 * 1024)


def file_count_limit() -> int:
    """Return the most files of a proposal."""
    return _number("PORTAL_FILE_COUNT_LIMIT", 10)


def divergence() -> int:
    """Return how far apart members may score unasked, in percent of a scale; a house value."""
    return _number("PORTAL_DIVERGENCE_PERCENT", 30)


def low_price_limits() -> LowLimits:
    """Return from where on a price is abnormally low; house values, in percent."""
    return LowLimits(
        _number("PORTAL_LOW_PRICE_UNDER_MEDIAN", 30),
        _number("PORTAL_LOW_PRICE_UNDER_CEILING", 50),
    )


def deficiency_hours() -> int:
    """Return for how many hours partners can supply what is missing; a house default."""
    return _number("PORTAL_DEFICIENCY_HOURS", 72)


def capacity_years() -> int:
    """Return for how many years an assessment of capacity holds; a house default."""
    return _number("PORTAL_CAPACITY_YEARS", 4)


def psea_years() -> int:
    """Return for how many years a full rating on PSEA holds; a house default."""
    return _number("PORTAL_PSEA_YEARS", 5)


def psea_plan_months() -> int:
    """Return for how many months, of 30 days, another rating on PSEA holds; a house default."""
    return _number("PORTAL_PSEA_PLAN_MONTHS", 6)


def advance_cleared() -> int:
    """Return how much of earlier instalments accepted reports clear before the next; percent.

    A house default that a new contract begins with, no rule of IOM.
    """
    return _number("PORTAL_ADVANCE_CLEARED_PERCENT", 70)


def visit_comment_days() -> int:
    """Return for how many days a partner can comment a reported visit; a house default."""
    return _number("PORTAL_VISIT_COMMENT_DAYS", 14)


def roster_rest_hours() -> int:
    """Return how many hours of rest a roster leaves between two shifts; a house default."""
    return _number("PORTAL_ROSTER_REST_HOURS", 11)


def management_meeting_days() -> int:
    """Return in how many days a management committee meets; a month, a house default."""
    return _number("PORTAL_MANAGEMENT_MEETING_DAYS", 31)


def management_minutes_days() -> int:
    """Return in how many working days its minutes are agreed by both sides; a house default."""
    return _number("PORTAL_MANAGEMENT_MINUTES_DAYS", 5)


def small_counts() -> int:
    """Return under which number counts of people are not published; a house default."""
    return _number("PORTAL_SMALL_COUNTS", 5)


def variance_percent() -> int:
    """Return from how many percent off its plan spending is explained; a house default."""
    return _number("PORTAL_VARIANCE_PERCENT", 20)


def transaction_rows() -> int:
    """Return the most rows of a list of transactions."""
    return _number("PORTAL_TRANSACTION_ROWS", 10_000)


def report_retention_years() -> int:
    """Return for how many years after a closing the words of reports are kept.

    A neutral figure of the house and no rule of IOM.
    """
    return _number("PORTAL_REPORT_RETENTION_YEARS", 7)


def handover_review_days() -> tuple[int, ...]:
    """Return how many days after a handover each review is due; a house default.

    Written as ``182 365``; empty for no review.
    """
    given = os.environ.get("PORTAL_HANDOVER_REVIEW_DAYS", "182 365").replace(",", " ")
    return tuple(int(each) for each in given.split())


def second_factor_roles() -> frozenset[Role]:
    """Return who gets nowhere without a second factor; written ``administrator auditor``."""
    given = os.environ.get("PORTAL_SECOND_FACTOR_ROLES", "").replace(",", " ")
    return frozenset(Role(each) for each in given.split())


def publication_notice(settings: Mapping[str, Any]) -> Notice:
    """Return how early partners must know what is published: as set, else by the mode."""
    days = settings["MINIMUM_PUBLICATION_DAYS"]
    quiet = settings["CLARIFICATION_WORKING_DAYS"]
    usual = (0, 0) if settings["DEVELOPMENT"] else (USUAL_PUBLICATION_DAYS, USUAL_QUIET_DAYS)
    return Notice(
        usual[0] if days is None else int(days), usual[1] if quiet is None else int(quiet)
    )


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
        **_signing(),
        **_sealing(),
        "ADDRESS": address(),
        "TRUSTED_PROXIES": _number("PORTAL_TRUSTED_PROXIES", 0),
        **_mail(development=development),
        **_files(),
        **_signing_in(),
        **_publication(),
        "SCORING_NOTE_DAYS": _number("PORTAL_SCORING_NOTE_DAYS", 90),
        **_partners(),
        **_passphrases(development=development),
        "SESSION_COOKIE_SECURE": not development,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "en",
        "BABEL_DEFAULT_TIMEZONE": "UTC",
    }


def _signing_in() -> dict[str, object]:
    """Return who needs a second factor, how often one may fail, and how long one stays."""
    return {
        "SECOND_FACTOR_ROLES": second_factor_roles(),
        "SIGN_IN_LIMIT": os.environ.get("PORTAL_SIGN_IN_LIMIT", "10 per 15 minutes"),
        "SESSION_HOURS": _number("PORTAL_SESSION_HOURS", 12),
    }


def _signing() -> dict[str, object]:
    """Return the keys that are given, and how often a checkpoint is made."""
    return {
        "SIGNING_KEY": os.environ.get("PORTAL_SIGNING_KEY", ""),
        "RETIRED_KEYS": os.environ.get("PORTAL_RETIRED_KEYS", ""),
        "DATA_KEYS": os.environ.get("PORTAL_DATA_KEYS", ""),
        "CHECKPOINT_HOURS": _number("PORTAL_CHECKPOINT_HOURS", 24),
    }


def _sealing() -> dict[str, object]:
    """Return by what contracts are sealed: the office's own PKCS#12 file, else the portal's."""
    return {
        "SEAL_FILE": os.environ.get("PORTAL_SEAL_FILE", ""),
        "SEAL_PASSPHRASE": os.environ.get("PORTAL_SEAL_PASSPHRASE", ""),
        "SEAL_TIMESTAMPS": os.environ.get("PORTAL_SEAL_TIMESTAMPS", ""),
        "SEAL_TIMESTAMPS_NEEDED": os.environ.get("PORTAL_SEAL_TIMESTAMPS_NEEDED") == "1",
    }


def _partners() -> dict[str, object]:
    """Return what partners are held to: invitations, likeness of names, number of files."""
    return {
        "INVITATION_DAYS": _number("PORTAL_INVITATION_DAYS", 7),
        "PARTNER_LIKENESS": _number("PORTAL_PARTNER_LIKENESS", 88),
        "PARTNER_FILE_COUNT_LIMIT": _number("PORTAL_PARTNER_FILE_COUNT_LIMIT", 60),
        "REPORT_FILE_COUNT_LIMIT": _number("PORTAL_REPORT_FILE_COUNT_LIMIT", 20),
    }


def _passphrases(*, development: bool) -> dict[str, object]:
    """Return what a try of a passphrase and of a password costs: passes, and memory in MiB."""
    passes, memory = (1, 8) if development else (3, 256)
    return {
        "PASSWORD_PASSES": _number("PORTAL_PASSWORD_PASSES", 3),
        "PASSWORD_MEMORY": _number("PORTAL_PASSWORD_MEMORY", 64),
        "PASSPHRASE_PASSES": _number("PORTAL_PASSPHRASE_PASSES", passes),
        "PASSPHRASE_MEMORY": _number("PORTAL_PASSPHRASE_MEMORY", memory),
    }


def _files() -> dict[str, object]:
    """Return how large files and requests may be, in bytes, and how many files."""
    return {
        "FILE_LIMIT": file_limit(),
        "FILE_COUNT_LIMIT": file_count_limit(),
        "UPLOAD_HOURS": _number("PORTAL_UPLOAD_HOURS", 48),
        "MAX_CONTENT_LENGTH": file_limit() * 3,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
    }


def _publication() -> dict[str, object]:
    """Return what holds while a call is published; without a number, as the mode says."""
    return {
        "MINIMUM_PUBLICATION_DAYS": os.environ.get("PORTAL_MINIMUM_PUBLICATION_DAYS"),
        "CLARIFICATION_WORKING_DAYS": os.environ.get("PORTAL_CLARIFICATION_WORKING_DAYS"),
        "QUESTIONS_PER_DAY": _number("PORTAL_QUESTIONS_PER_DAY", 20),
        "ANSWER_REMINDER_DAYS": _number("PORTAL_ANSWER_REMINDER_DAYS", 2),
        "REVIEW_REMINDER_DAYS": _number("PORTAL_REVIEW_REMINDER_DAYS", 3),
        "OFFICE_DAYS": (
            _number("PORTAL_OFFICE_REMINDER_DAYS", 7),
            _number("PORTAL_OFFICE_AGAIN_DAYS", 7),
        ),
        "REPORT_DAYS": (
            _number("PORTAL_REPORT_REMINDER_DAYS", 7),
            _number("PORTAL_REPORT_AGAIN_DAYS", 7),
            _number("PORTAL_REPORT_ESCALATION_DAYS", 14),
            _number("PORTAL_REPORT_ANSWER_DAYS", 15),
        ),
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
        _make_secret(kept)
    return kept.read_text().strip()


def _make_secret(kept: Path) -> None:
    """Write a new secret; when another process is first, its secret stands."""
    own = kept.with_name(f"{kept.name}.{secrets.token_hex(8)}")
    handle = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    with contextlib.suppress(FileExistsError):
        os.link(own, kept)
    own.unlink()
