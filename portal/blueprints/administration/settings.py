"""Every setting of the portal with its value, its default and where it is set; no secret."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from portal.blueprints.administration.routes import bp
from portal.config import report_retention_years
from portal.domain.actions import Action
from portal.services import retention_overview
from portal.web import now, page

SECRETS = frozenset(
    {
        "PORTAL_SECRET_KEY",
        "PORTAL_DATA_KEYS",
        "PORTAL_SIGNING_KEY",
        "PORTAL_SEAL_PASSPHRASE",
        "PORTAL_MAIL_PASSWORD",
        "PORTAL_DATABASE_URL",
    }
)
"""Only whether they are set is shown: an address of a database holds a password too."""
GROUPS: Mapping[str, Mapping[str, str]] = {
    "accounts": {
        "SECOND_FACTOR_ROLES": "",
        "SESSION_HOURS": "12",
        "SIGN_IN_LIMIT": "10 per 15 minutes",
        "INVITATION_DAYS": "7",
        "PASSWORD_PASSES": "3",
        "PASSWORD_MEMORY": "64",
        "PASSPHRASE_PASSES": "3",
        "PASSPHRASE_MEMORY": "256",
    },
    "partners": {
        "VERIFICATION_YEARS": "5",
        "CAPACITY_YEARS": "4",
        "PSEA_YEARS": "5",
        "PSEA_PLAN_MONTHS": "6",
        "PARTNER_LIKENESS": "88",
        "PARTNER_FILE_COUNT_LIMIT": "60",
        "CONTACT": "",
        "SANCTIONS_URL": "",
        "SANCTIONS_LIMIT": "26214400",
        "SANCTIONS_LIKENESS": "88",
    },
    "calls": {
        "MINIMUM_PUBLICATION_DAYS": "14",
        "CLARIFICATION_WORKING_DAYS": "5",
        "QUESTIONS_PER_DAY": "20",
        "ANSWER_REMINDER_DAYS": "2",
        "ADDENDUM_DAYS": "7",
        "FILE_LIMIT": "10485760",
        "FILE_COUNT_LIMIT": "10",
        "UPLOAD_HOURS": "48",
        "KEY_THRESHOLD": "2",
        "KEY_SHARES": "3",
        "SHARE_MINUTES": "15",
        "PROOF_MINUTES": "15",
        "OPENING_SIGN_HOURS": "48",
    },
    "award": {
        "DEFICIENCY_HOURS": "72",
        "FEWEST_VOTES": "3",
        "QUORUM": "3",
        "DIVERGENCE_PERCENT": "30",
        "LOW_PRICE_UNDER_MEDIAN": "30",
        "LOW_PRICE_UNDER_CEILING": "50",
        "NO_OBJECTION_DAYS": "10",
        "REVIEW_DAYS": "10",
        "AWARD_CEILINGS": "USD:300000 EUR:280000 MAD:3000000",
        "SCORING_NOTE_DAYS": "90",
    },
    "contracts": {
        "AMENDMENT_PERCENT": "10",
        "REVIEW_REMINDER_DAYS": "3",
        "ADVANCE_CLEARED_PERCENT": "70",
        "REPORT_REMINDER_DAYS": "7",
        "REPORT_AGAIN_DAYS": "7",
        "REPORT_ESCALATION_DAYS": "14",
        "REPORT_ANSWER_DAYS": "15",
        "REPORT_FILE_COUNT_LIMIT": "20",
        "VARIANCE_PERCENT": "20",
        "TRANSACTION_ROWS": "10000",
        "ROSTER_REST_HOURS": "11",
        "VISIT_COMMENT_DAYS": "14",
        "MANAGEMENT_MEETING_DAYS": "31",
        "MANAGEMENT_MINUTES_DAYS": "5",
        "SMALL_COUNTS": "5",
        "REPORT_RETENTION_YEARS": "7",
        "HANDOVER_REVIEW_DAYS": "182 365",
        "OFFICE_REMINDER_DAYS": "7",
        "OFFICE_AGAIN_DAYS": "7",
    },
    "operation": {
        "MODE": "production",
        "PORT": "5000",
        "WEB_PROCESSES": "1",
        "ADDRESS": "http://127.0.0.1:5000",
        "INSTANCE": "instance",
        "DATABASE_URL": "",
        "TRUSTED_PROXIES": "0",
        "CLAMD": "",
        "MAIL_SERVER": "localhost",
        "MAIL_PORT": "25",
        "MAIL_TLS": "",
        "MAIL_USERNAME": "",
        "MAIL_PASSWORD": "",
        "MAIL_SENDER": "portal@localhost",
        "SECRET_KEY": "",
        "SIGNING_KEY": "",
        "RETIRED_KEYS": "",
        "DATA_KEYS": "",
        "CHECKPOINT_HOURS": "24",
        "SEAL_FILE": "",
        "SEAL_PASSPHRASE": "",
        "SEAL_TIMESTAMPS": "",
        "SEAL_TIMESTAMPS_NEEDED": "",
    },
}
"""The settings of each part of the work, with what holds in production when none is set."""
LIGHTER = {
    "MINIMUM_PUBLICATION_DAYS": "0",
    "CLARIFICATION_WORKING_DAYS": "0",
    "PASSPHRASE_PASSES": "1",
    "PASSPHRASE_MEMORY": "8",
}
"""What holds in development mode instead, so that everything can be tried in minutes."""


@dataclass(frozen=True)
class Setting:
    """One setting as it is shown; ``value`` is empty for a secret, whatever it is."""

    name: str
    value: str
    default: str
    is_set: bool
    is_secret: bool

    @property
    def short(self) -> str:
        """The name by which the words tell what the setting does."""
        return self.name.removeprefix("PORTAL_")


def shown(environment: Mapping[str, str], *, development: bool) -> dict[str, Sequence[Setting]]:
    """Return the settings of each group with what an environment says of them."""
    usual = LIGHTER if development else {}
    return {
        group: [_setting(name, {**own, **usual}[name], environment) for name in own]
        for group, own in GROUPS.items()
    }


def _setting(short: str, default: str, environment: Mapping[str, str]) -> Setting:
    name = f"PORTAL_{short}"
    is_secret, is_set = name in SECRETS, bool(environment.get(name))
    value = "" if is_secret else environment.get(name) or default
    return Setting(name, value, default, is_set, is_secret)


@bp.get("/settings")
@page(Action.SEE_SETTINGS)
def settings() -> ResponseReturnValue:
    """Show every setting that counts."""
    groups = shown(os.environ, development=current_app.config["DEVELOPMENT"])
    return render_template("administration/settings.html", groups=groups)


@bp.get("/retention")
@page(Action.SEE_SETTINGS)
def retention() -> ResponseReturnValue:
    """Show what is kept how long, and how much of it is due."""
    years = report_retention_years()
    return render_template(
        "administration/retention.html",
        years=years,
        standing=retention_overview.standing(now(), years),
    )
