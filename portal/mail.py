"""Mail: rendered from templates, sent by SMTP, or kept for the page of development mode."""

from collections.abc import Mapping

from flask import Flask, current_app
from flask_babel import force_locale
from flask_mailman import EmailMessage, Mail
from flask_mailman.backends.base import BaseEmailBackend

from portal.models import DeliveredMail
from portal.services import clock


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
    with force_locale(str(mail["language"])):
        template = current_app.jinja_env.get_template(f"mail/{mail['template']}.txt")
        text = template.render(dict(mail["facts"]))  # type: ignore[call-overload]
    subject, _, body = text.strip().partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[str(mail["to"])]).send()
