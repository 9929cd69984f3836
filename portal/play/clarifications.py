"""Between publication and proposals: partners ask, the office answers all of them at once."""

from collections.abc import Mapping
from typing import Any

from portal.models import Clarification
from portal.play.people import read
from portal.play.stage import Stage
from portal.services import clarification_desk, clarifications
from portal.services.clarification_desk import Edit

ASK_DAY, DRAFT_DAY, PUBLISH_DAY = 3, 4, 5


def answer_all(stage: Stage) -> None:
    """Let partners ask, one officer draft, another read, and the answers be published."""
    entries = read("clarifications")["question"]
    asked = [_ask(stage, number, entry) for number, entry in enumerate(entries)]
    for item, entry in zip(asked, entries, strict=True):
        _answer(stage, item, entry)
    officer = stage.actor("procurement_first")
    at = stage.on(PUBLISH_DAY, 9)
    keys = [item.id for item in asked]
    clarification_desk.publish(stage.played_call(), keys, officer, at)


def _ask(stage: Stage, number: int, entry: Mapping[str, Any]) -> Clarification:
    wish = clarifications.Wish(entry["asked"], entry.get("lot"), entry["section"])
    at = stage.on(ASK_DAY, 9 + number)
    return clarifications.ask(stage.played_call(), wish, stage.actor(entry["asker"]), at)


def _answer(stage: Stage, item: Clarification, entry: Mapping[str, Any]) -> None:
    first, second = stage.actor("procurement_first"), stage.actor("procurement_second")
    opened = clarifications.by_id(item.id)
    at = stage.on(DRAFT_DAY, 10)
    texts = (entry["edited"], entry["answer"])
    clarification_desk.draft(opened, *texts, Edit(first, at, opened.version))
    drafted = clarifications.by_id(item.id)
    edit = Edit(second, stage.on(DRAFT_DAY, 15), drafted.version)
    clarification_desk.check(drafted, edit)
