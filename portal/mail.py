"""Mail: rendered from templates, sent by SMTP, or kept for the page of development mode."""

import re
from collections.abc import Mapping
from datetime import datetime

from flask import Flask, current_app
from flask_babel import force_locale
from flask_mailman import EmailMessage, Mail
from flask_mailman.backends.base import BaseEmailBackend

from portal.models import DeliveredMail
from portal.services import clock

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T|\Z)")
"""How a day or a moment begins that the outbox keeps."""


class KeptEmailBackend(BaseEmailBackend):
    """The backend of development mode: mail lands in a table that a page shows."""

    def send_messages(self, messages: list[EmailMessage]) -> int:
        """Keep the messages and return how many they were."""
        for message in messages:
            DeliveredMail.create(
                to=message.to[0],
                subject=message.subject,
                body=message.body,
                sent_at=clock.now(),
            )
        return len(messages)


def init_mail(app: Flask) -> None:
    """Join the mail settings to the app."""
    Mail(app)


def send(mail: Mapping[str, object]) -> None:
    """Send one mail of the outbox: its first line is the subject, the rest the body."""
    facts = dict(mail["facts"])  # type: ignore[call-overload]
    with force_locale(str(mail["language"])):
        facts = {name: _read(value) for name, value in facts.items()}
        text = _rendered(str(mail["template"]), facts).strip()
        foot = _rendered("leaving", facts) if "leaving" in facts else ""
    subject, _, body = text.partition("\n")
    body = "\n\n".join(part.strip() for part in (body, foot) if part)
    to, headers = [str(mail["to"])], _headers(facts)
    EmailMessage(subject.strip(), f"{body}\n", to=to, headers=headers).send()


def _read(value: object) -> object:
    """Return a fact as its mail tells it: a day in words, a moment ready to be told in a zone.

    The outbox keeps both as text.
    """
    if not isinstance(value, str) or not _DAY.match(value):
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return moment if moment.tzinfo else current_app.jinja_env.filters["day"](moment)


def _rendered(name: str, facts: Mapping[str, object]) -> str:
    return current_app.jinja_env.get_template(f"mail/{name}.txt").render(facts)


def _headers(facts: Mapping[str, object]) -> dict[str, str]:
    """Let mail programs end a following by one click (RFC 2369, RFC 8058)."""
    if "leaving" not in facts:
        return {}
    address = f"{current_app.config['ADDRESS']}/calls/unfollow/{facts['leaving']}"
    return {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
