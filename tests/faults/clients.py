"""People at their browsers, as a web server meets them: one request after the other."""

import http.client
import re
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

HOST = "127.0.0.1"
LONGEST = 150
"""Seconds that a person waits for an answer; browsers wait longer."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
SESSION = re.compile(r"session=([^;]+)")


class Answer(NamedTuple):
    """What a server answers: its status, where it leads to, and its text."""

    status: int
    leads: str
    text: str


@dataclass
class Browser:
    """One person's browser: the cookie that signs in, and the token of the last form."""

    port: int
    cookie: str = ""
    token: str = ""

    def ask(self, method, address, body=None, headers=None):
        """Send one request on a connection of its own, and return the answer."""
        own = {"Cookie": f"session={self.cookie}", "X-CSRFToken": self.token}
        connection = http.client.HTTPConnection(HOST, self.port, timeout=LONGEST)
        try:
            connection.request(method, address, body, {**own, **(headers or {})})
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        self._keep(answer.headers.get("Set-Cookie", ""), text)
        return Answer(answer.status, answer.headers.get("Location", ""), text)

    def _keep(self, sent, text):
        if cookie := SESSION.search(sent):
            self.cookie = cookie[1]
        if token := TOKEN.search(text):
            self.token = token[1]

    def get(self, address):
        """Ask for a page."""
        return self.ask("GET", address)

    def post(self, address, **typed):
        """Send a form."""
        return self.ask("POST", address, urlencode(typed), FORM)
