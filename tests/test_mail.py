"""Mails tell days in the words of their language, and moments in the zone of their call."""

import pytest
from flask_mailman import EmailMessage

from portal import mail

DUE = {
    "reference": "IOM/MAR/2026/001",
    "title": "Shelter",
    "slug": "IOM-MAR-2026-001",
    "due": "2026-12-11",
}


@pytest.fixture
def sent(app, monkeypatch):
    """Send a mail and return its body."""
    bodies = []
    monkeypatch.setattr(EmailMessage, "send", lambda message: bodies.append(message.body))

    def send(template, language, **facts):
        told = {"to": "a@example.org", "template": template, "language": language}
        with app.test_request_context():
            mail.send({**told, "facts": facts})
        return bodies[-1].replace("\N{NO-BREAK SPACE}", " ")

    return send


@pytest.mark.parametrize(("language", "day"), [("en", "11 December"), ("fr", "11 décembre")])
def test_a_day_is_told_in_the_language_of_the_reader(sent, language, day):
    body = sent("objection", language, **DUE)
    assert f"{day} 2026" in body
    assert "2026-12-11" not in body


def test_a_moment_is_told_in_the_zone_of_its_call(sent):
    until = {"until": "2026-12-11T22:30:00+00:00", "zone": "Asia/Phnom_Penh"}
    body = sent("missing", "en", reference="P1", title="Shelter", proposal="x", **until)
    assert "Sat 12 Dec 2026, 05:30 (Phnom Penh, GMT+7)" in body


@pytest.mark.parametrize("title", ["2026-13-45", "2026-12-11 to 2026-12-14", "2026"])
def test_a_title_that_only_looks_like_a_day_stays_as_it_is(sent, title):
    assert title in sent("objection", "en", **{**DUE, "title": title})
