"""A rush towards a deadline, in small; `python -m bench.rush` does a large one."""

import pytest

from bench import people, rush
from bench.people import Failed
from tests.faults import killing

PARTNERS = 4


def test_in_a_rush_everything_acknowledged_is_there_once_and_whole(monkeypatch, app, tmp_path):
    monkeypatch.setenv("PORTAL_WEB_PROCESSES", "2")
    made = rush.rushed(app, tmp_path, PARTNERS, people.whole)
    assert len(made.met.acknowledged) == PARTNERS
    assert len(made.met.taken["autosave"]) == PARTNERS * people.SAVES
    assert len(made.met.taken["submit"]) == PARTNERS
    assert len(made.met.taken["password"]) == PARTNERS
    assert min(made.watch.most) > 0
    assert made.complaints == []
    assert any("99% of submit is" in line for line in rush.lines(made, "rush"))


@pytest.mark.sqlite_only
def test_whoever_has_the_page_open_presses_the_button_alone(app, tmp_path):
    made = rush.rushed(app, tmp_path, 2, people.press, killing.CHEAP)
    assert list(made.met.taken) == ["submit"]
    assert len(made.met.acknowledged) == 2


@pytest.mark.sqlite_only
def test_an_answer_that_nobody_should_get_fails_the_rush(app, tmp_path):
    def refused(_met, _browser, _draft):
        raise Failed("submit", 500)

    with pytest.raises(SystemExit, match=r"0 of 1 acknowledged\nFailed: \('submit', 500\)"):
        rush.rushed(app, tmp_path, 1, refused)
