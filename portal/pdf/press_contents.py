"""Page numbers of contents found by a shorter way.

The library knows the pages of a list of contents once all pages are laid out, and then lays the
list out again. Where each number stands in a place of set width, only its text is put anew.
The bytes of the file stay the same.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from weasyprint.css.targets import TargetCollector
from weasyprint.formatting_structure.boxes import LineBox, TextBox
from weasyprint.layout import inline

from portal.pdf import press_pages

Library = Any
"""A thing of the library, which types none of its own."""
library_targets = TargetCollector.cache_target_page_counters
_NUMBER = frozenset({"page"})
_WIDE = 1000
"""More than a page number is wide."""


def remake_page(index: int, context: Library, root_box: Library, html: Library) -> Library:
    """Lay out a page; one laid out before gets only its numbers, where that will do."""
    begins = context.page_maker[index]
    laid_out = context.__dict__.setdefault("kept_pages", {})
    before, made, noted = laid_out.get(index, (None, None, {}))
    told = _told_on(index, context.target_collector, noted.get("content_lookups", ()))
    for item in told.values():
        if item.cached_page_counter_values:
            item.cached_page_counter_values["pages"] = begins[3][1]["pages"]
            item.parse_again(item.cached_page_counter_values)
    if before is begins and _renumbered(made, told, context):
        begins[-1].update(noted)
        return made, context.page_maker[index + 1][0]
    made, resume_at = press_pages.remade(index, context, root_box, html)
    noted = {name: begins[-1][name] for name in ("anchors", "content_lookups")}
    laid_out[index] = begins, made, noted
    return made, resume_at


def _told_on(index: int, collector: Library, noted: Iterable[int]) -> dict[Library, Library]:
    """Return each box, not yet laid out, that tells pages on a page, and what it tells."""
    kept: dict[int, tuple[Library, Library]] | None = collector.__dict__.get("kept_items")
    if kept is None:
        items = collector.counter_lookup_items.items()
        kept = collector.kept_items = {id(item): (box, item) for (box, _), item in items}
    found = (kept[each] for each in noted)
    return {box: item for box, item in found if item.page_maker_index == index}


def _renumbered(made: Library, told: Mapping[Library, Library], context: Library) -> bool:
    """Put new numbers on a page, if they are all that changes there."""
    if not told or not all(_is_a_number(each) for each in told.values()):
        return False
    placed = {
        each.missing_link: each
        for each in made.descendants(placeholders=True)
        if each.missing_link in told and _is_set(each)
    }
    words = {source: _only_text(source) for source in told}
    texts = {source: _only_text(each) for source, each in placed.items()}
    if len(texts) < len(told) or None in texts.values() or None in words.values():
        return False
    for source, (line, text) in texts.items():
        _put(words[source][1].text, line, text, context)
    return True


def _is_a_number(item: Library) -> bool:
    asked = (item.missing_counters, *item.missing_target_counters.values())
    return all(_NUMBER.issuperset(each) for each in asked)


def _is_set(placed: Library) -> bool:
    """Tell if a box has a place and width of its own, at whose right end its text stands."""
    style = placed.style
    fixed = placed.is_absolutely_positioned() and style["width"] != "auto"
    return bool(fixed and style["text_align_all"] == "right")


def _only_text(box: Library) -> Library:
    """Return line and text of a box that holds one of each, else None."""
    match box.children:
        case [LineBox(children=[TextBox() as text]) as line]:
            return line, text
    return None


def _put(words: str, line: Library, text: Library, context: Library) -> None:
    """Write a text in the place of another, which ends where that one ended."""
    fitted, _, _ = inline.split_text_box(context, text.copy_with_text(words), _WIDE, 0)
    moved = text.width - fitted.width
    fitted.position_x = text.position_x + moved
    line.children, line.width = (fitted,), fitted.width
    line.position_x += moved


def targets(collector: Library, anchor: str, *rest: Library) -> None:
    """Tell who names the page of a place; the library looks through all who name any."""
    told = collector.counter_lookup_items
    if not collector.collecting:
        collector.counter_lookup_items = _who_name(collector).get(anchor, {})
    library_targets(collector, anchor, *rest)
    collector.counter_lookup_items = told


def _who_name(collector: Library) -> dict[str, dict[Library, Library]]:
    """Return who names the page of each place; it is known once all have been collected."""
    kept: dict[str, dict[Library, Library]] | None = collector.__dict__.get("kept_names")
    if kept is None:
        kept = collector.kept_names = {}
        for key, item in collector.counter_lookup_items.items():
            for anchor in item.missing_target_counters:
                kept.setdefault(anchor, {})[key] = item
    return kept


METHODS = ((TargetCollector, "cache_target_page_counters", library_targets, targets),)
FUNCTIONS = ((press_pages.library_remake, remake_page),)
