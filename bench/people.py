"""People who write, send files and submit over HTTP, with the time that each answer took."""

import json
import secrets
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from io import BytesIO
from time import perf_counter

import pikepdf

from portal.services import files
from tests.factories import PASSWORD
from tests.faults.clients import Answer, Browser
from tests.faults.killing import Draft

SAVES, SIZE = 10, 2_000_000
SENTENCE = "We serve everybody who comes, on every day of the week."


class Failed(Exception):
    """An answer that nobody should get."""


@dataclass
class Met:
    """What people met: how long answers took by their kind, and what went wrong."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    acknowledged: list[Draft] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def asked(
        self,
        kind: str,
        status: int,
        ask: Callable[..., Answer],
        *given: object,
        **typed: object,
    ) -> Answer:
        """Ask, keep how long the answer took, and refuse any but the one expected."""
        start = perf_counter()
        answer = ask(*given, **typed)
        self.taken[kind].append(perf_counter() - start)
        if answer.status != status:
            raise Failed(kind, answer.status, answer.text[-500:])
        return answer

    @property
    def requests(self) -> int:
        """How many requests were answered."""
        return sum(len(each) for each in self.taken.values())


def paper(size: int) -> bytes:
    """Make a PDF of about this size, such as a scanner makes, that is nobody else's."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        scan = pdf.make_stream(secrets.token_bytes(size), Filter=pikepdf.Name.DCTDecode)
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=scan))
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def whole(met: Met, browser: Browser, draft: Draft) -> None:
    """Spend a partner's last minutes: ten saves, the file, the password, the submission."""
    for turn in range(0, SAVES, 2):
        type_on(met, browser, draft, turn)
    send(met, browser, draft)
    prove(met, browser, draft)
    press(met, browser, draft)


def type_on(met: Met, browser: Browser, draft: Draft, turn: int) -> None:
    """Let both answers grow by a sentence, saved as while typing."""
    text = f"{draft.word} {SENTENCE}"
    for place in (1, 2):
        address = f"/proposals/{draft.id}/answers/{place}"
        if not turn:
            met.asked("pages", HTTPStatus.OK, browser.get, address)
        typed = {"text": text, "base": draft.word, "version": turn // 2 + 1}
        save = (browser.post, f"{address}/autosave")
        met.asked("autosave", HTTPStatus.OK, *save, **typed)
    draft.word = text


def send(met: Met, browser: Browser, draft: Draft) -> None:
    """Send a file in parts, as the script of the page does."""
    content = paper(SIZE)
    draft.sha256 = files.digest(content)
    begun = announce(met, browser, draft, len(content), draft.sha256)
    for offset in range(0, len(content), begun["chunk"]):
        part = content[offset : offset + begun["chunk"]]
        patch = (browser.ask, "PATCH", f"{begun['address']}?offset={offset}", part)
        met.asked("part of a file", HTTPStatus.OK, *patch)
    met.asked("file taken", HTTPStatus.OK, browser.post, begun["finish"])


def announce(met: Met, browser: Browser, draft: Draft, size: int, sha256: str) -> dict:
    """Begin to send a file; return where its parts go."""
    place = f"/proposals/{draft.id}"
    met.asked("pages", HTTPStatus.OK, browser.get, f"{place}/attachments")
    told = {"name": "scan.pdf", "size": size, "sha256": sha256, "title": "Scan", "purpose": ""}
    begin = (browser.post, f"{place}/uploads")
    return json.loads(met.asked("file begun", HTTPStatus.CREATED, *begin, **told).text)


def submit(met: Met, browser: Browser, draft: Draft) -> None:
    """Read everything on one page, and submit with the password."""
    met.asked("pages", HTTPStatus.OK, browser.get, f"/proposals/{draft.id}/submit")
    press(met, browser, draft, password=PASSWORD)


def prove(met: Met, browser: Browser, draft: Draft) -> None:
    """Read everything on one page, and confirm the password before the submission."""
    address = f"/proposals/{draft.id}/submit"
    met.asked("pages", HTTPStatus.OK, browser.get, address)
    typed = (browser.post, f"{address}/password")
    met.asked("password", HTTPStatus.SEE_OTHER, *typed, edition=0, password=PASSWORD)


def press(met: Met, browser: Browser, draft: Draft, **typed: str) -> None:
    """Press the button that submits."""
    address = f"/proposals/{draft.id}/submit"
    said = {"edition": 0, **typed}
    answer = met.asked("submit", HTTPStatus.SEE_OTHER, browser.post, address, **said)
    if not answer.leads.endswith("receipt"):
        raise Failed("submit", answer.leads)
    met.acknowledged.append(draft)
