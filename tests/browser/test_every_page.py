"""Every page in Chromium: axe finds nothing, nothing overflows on a telephone."""

import re
from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.people import PERSONAS

TRIED_TIMES = 2
"""How many addresses of one kind are tried for each person."""
PAGES_OF_A_PERSON = 90
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z]+-[A-Z]{3}-[A-Z0-9-]+|\d+")
axe = Axe()


def shape(address):
    """An address without the record it names, to try each kind of page a few times."""
    return KEY.sub("*", address.split("?")[0])


def links(page, portal):
    found = page.eval_on_selector_all("a[href]", "nodes => nodes.map(node => node.href)")
    own = [address.split("#")[0] for address in found if address.startswith(portal)]
    return [
        a
        for a in own
        if not a.endswith(".pdf") and "/static/" not in a and "/attachments/" not in a
    ]


def complaints(page):
    results = axe.run(page).response["violations"]
    return [
        (each["id"], [node["html"][:160] for node in each["nodes"]][:3]) for each in results
    ]


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth") > 361


@pytest.mark.sqlite_only
@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_a_person_can_reach_is_accessible(persona, visit, portal):
    page = visit(
        PERSONAS[persona],
        width=360,
        scripts=True,
        language="fr" if persona == "head of office" else "en",
    )
    queue = [f"{portal}/", f"{portal}/calls/"]
    tried, seen, wrong = Counter(), set(), {}
    while queue and len(seen) < PAGES_OF_A_PERSON:
        address = queue.pop(0)
        if address in seen or tried[shape(address)] >= TRIED_TIMES:
            continue
        seen.add(address)
        tried[shape(address)] += 1
        answer = page.goto(address)
        assert answer.status < 400, (address, answer.status)
        found = complaints(page)
        if too_wide(page):
            found.append(("wider than the screen", []))
        if found:
            wrong[address.removeprefix(portal)] = found
        queue += links(page, portal)
    assert not wrong
    assert len(seen) > 5


@pytest.mark.sqlite_only
def test_the_first_page_weighs_at_most_150_kilobytes(visit):
    page = visit(scripts=True)
    page.goto("/calls/", wait_until="networkidle")
    sizes = page.evaluate(
        "performance.getEntries().filter(e => 'transferSize' in e).map(e => e.transferSize)"
    )
    assert 0 < sum(sizes) <= 150 * 1024
