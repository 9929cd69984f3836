"""The page of an opening by shares: what each person sees and does, and what it never tells."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.call_terms import Method
from portal.domain.lifecycle import CallState, OpeningState
from portal.models import Envelope, Event, OpeningRun, Person, ShareRelease
from portal.models.sealing import Content, Purpose
from portal.services import opening, opening_run
from portal.services.steps import fresh
from tests import conftest, openings
from tests import factories as make


def text(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def enter(client, by):
    return make.sign_in(client, Person.get_by_id(by.person_id))


def address(call, rest="opening"):
    return f"/calls/{call.slug}/{rest}"


def give(client, call, by, passphrase=make.PASSPHRASE):
    sent = {"passphrase": passphrase}
    return enter(client, by).post(address(call, "opening/share"), data=sent)


def test_two_holders_open_on_the_page(client):
    call = openings.closed_call(2)
    _key, (first, second) = openings.key_of(call)
    before = text(enter(client, first).get(address(call)))
    assert "Give your share" in before
    assert "2 of 3" in before
    assert give(client, call, first).status_code == 303
    waiting = text(client.get(address(call)))
    assert "1 more share is needed" in waiting
    assert "stands until" in waiting
    assert "http-equiv" not in waiting
    assert give(client, call, second).status_code == 303
    running = text(client.get(address(call)))
    assert "0 of 2 envelopes" in running
    assert 'http-equiv="refresh" content="3' in running
    openings.work()
    done = text(client.get(address(call)))
    assert f"{call.reference}-P2" in done
    assert "Sign the opening record" in done
    assert "http-equiv" not in done


def test_nothing_asks_again_while_somebody_may_be_typing(client):
    call = openings.closed_call()
    _key, (first, second) = openings.key_of(call)
    openings.give(call, first)
    assert "http-equiv" not in text(enter(client, second).get(address(call)))


def test_a_wrong_passphrase_is_told_at_its_field_and_nothing_is_given(client):
    call = openings.closed_call()
    _key, (first, _) = openings.key_of(call)
    answer = give(client, call, first, "wrong")
    assert answer.status_code == 422
    assert "This passphrase does not open your key" in text(answer)
    assert "wrong" not in re.findall(r'value="([^"]*)"', text(answer))
    assert ShareRelease.select().count() == 0


def test_wrong_passphrases_are_limited(app):
    call = openings.closed_call()
    _key, (first, _) = openings.key_of(call)
    strict = conftest.made_again(app, RATELIMIT_ENABLED=True, SIGN_IN_LIMIT="2 per hour")
    strict.config["WTF_CSRF_ENABLED"] = False
    client = strict.test_client()
    answers = [give(client, call, first, "wrong").status_code for _ in range(3)]
    assert answers == [422, 422, 429]
    assert give(client, call, first).status_code == 429


def test_before_the_deadline_the_page_says_when_by_which_clock(client):
    soon = datetime.now(UTC) + timedelta(minutes=5)
    call = openings.sealed_call(deadline=soon)
    openings.submit(call)
    _key, (first, _) = openings.key_of(call)
    answer = give(client, call, first)
    assert answer.status_code == 422
    assert "by the portal's own clock, which now shows" in text(answer).replace("&#39;", "'")


@pytest.mark.parametrize(
    "role", [Role.PROCUREMENT_OFFICER, Role.HEAD_OF_OFFICE, Role.AUDITOR, Role.LEGAL_OFFICER]
)
def test_until_the_call_is_open_no_page_tells_who_or_how_many(client, role):
    call = openings.sealed_call()
    names = {openings.submit(call).partner.name for _ in range(3)}
    openings.close(call)
    make.sign_in(client, make.person(role))
    shown = text(client.get(address(call)))
    _key, (first, _) = openings.key_of(call)
    openings.give(call, first)
    shown += text(client.get(address(call)))
    assert not [name for name in names if name in shown]
    assert "envelopes" not in shown.replace("opens all envelopes", "")


def test_the_head_of_office_types_the_paper(client):
    call = openings.closed_call()
    head, words = openings.head_of(call), openings.PAPERS[call.id].split()
    page = text(enter(client, head).get(address(call)))
    assert "Give the share on paper" in page
    words[16] = "academic" if words[16] != "academic" else "acid"
    sent = {"words": " ".join(words), "password": make.PASSWORD}
    wrong = client.post(address(call, "opening/paper"), data=sent)
    assert wrong.status_code == 422
    assert "Word 17 is another one on the paper" in text(wrong)
    assert words[16] in text(wrong)
    sent["words"] = openings.PAPERS[call.id]
    assert client.post(address(call, "opening/paper"), data=sent).status_code == 303
    assert "by the share on paper" not in text(client.get(address(call)))
    assert "stands until" in text(client.get(address(call)))


def test_a_holder_cannot_type_the_paper_and_others_give_nothing(client):
    call = openings.closed_call()
    _key, (first, _) = openings.key_of(call)
    sent = {"words": openings.PAPERS[call.id], "password": make.PASSWORD}
    enter(client, first)
    assert client.post(address(call, "opening/paper"), data=sent).status_code == 403
    make.sign_in(client, make.person(Role.PROGRAMME_OFFICER))
    assert client.post(address(call, "opening/share"), data={}).status_code == 403
    make.sign_in(client, make.person(Role.FINANCE_OFFICER))
    assert "Give your share" not in text(client.get(address(call)))
    answer = client.post(address(call, "opening/share"), data={"passphrase": "a b c d e"})
    assert "You hold no share" in text(answer)


def test_shares_that_ran_out_are_told(client):
    call = openings.closed_call()
    _key, (first, second) = openings.key_of(call)
    openings.give(call, first)
    past = datetime.now(UTC) - timedelta(minutes=1)
    ShareRelease.update(expires_at=past).execute()
    assert "Ran out" in text(enter(client, second).get(address(call)))


def test_a_stopped_opening_says_why_and_is_taken_up(client):
    call = openings.closed_call(2)
    run = openings.begin(call)
    opening_run.give_up(run.id, make.moment())
    _key, (first, _) = openings.key_of(call)
    page = text(enter(client, first).get(address(call)))
    assert "The opening has stopped" in page
    assert "no share is needed for it" in page
    assert client.post(address(call, "opening/again")).status_code == 303
    assert OpeningRun.get().state is OpeningState.RUNNING
    assert client.post(address(call, "opening/again")).status_code == 404


def test_an_envelope_that_is_missing_is_told_and_nothing_is_published(client):
    call = openings.closed_call(2)
    Envelope.get().delete_instance()
    openings.begin(call)
    openings.work()
    _key, (first, _) = openings.key_of(call)
    page = text(enter(client, first).get(address(call)))
    assert "What was opened is not exactly what was received" in page
    assert "Give your share" in page
    assert fresh(call).state is CallState.PUBLISHED


def test_a_damaged_envelope_is_named_on_the_page(client):
    call = openings.closed_call(2)
    openings.damage(Envelope.get())
    openings.begin(call)
    openings.work()
    _key, (first, _) = openings.key_of(call)
    page = text(enter(client, first).get(address(call)))
    assert "1 envelope is damaged or was refused" in page
    assert page.count(">Damaged<") == 1


def signed(client, call, by, **changes):
    path = address(call, "opening/sign")
    page = text(enter(client, by).get(path))
    shown = re.search(r'name="fingerprint"[^>]*value="(\w+)"', page)[1]
    sent = {"name": by.name, "password": make.PASSWORD, "fingerprint": shown, **changes}
    return client.post(path, data=sent)


def test_those_present_sign_and_then_the_record_is_there(client):
    call = openings.opened_call()
    _key, (first, second) = openings.key_of(call)
    wrong = signed(client, call, first, password="no")  # noqa: S106 - a wrong one on purpose
    assert wrong.status_code == 422
    assert first.name in text(wrong)
    assert signed(client, call, first).status_code == 303
    assert "Issued once all present have signed" in text(client.get(address(call)))
    assert client.get(address(call, "opening.pdf")).status_code == 404
    assert signed(client, call, second).status_code == 303
    assert client.get(address(call, "opening.pdf")).status_code == 202
    assert Event.select().where(Event.name == "call.opening_signed").count() == 2


def test_nobody_else_signs(client):
    call = openings.opened_call()
    enter(client, openings.head_of(call))
    assert client.get(address(call, "opening/sign")).status_code == 403
    assert client.get(address(call, "prices/sign")).status_code == 404


def test_the_old_opening_by_two_people_stays_for_calls_without_a_key(client):
    call = make.closed_call()
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    assert "Begin the opening" in text(client.get(address(call)))
    sent = {"passphrase": make.PASSPHRASE}
    assert client.post(address(call, "opening/share"), data=sent).status_code == 404


def test_a_sealed_call_cannot_be_opened_the_old_way(client):
    call = openings.closed_call()
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    assert client.post(address(call, "opening/start")).status_code == 422
    assert fresh(call).opening_starter_id is None


APART = {"prices_apart": True, "method": Method.QUALITY_COST, "threshold": 60}


def test_no_page_shows_a_price_before_the_prices_are_opened(client):
    call = openings.revealed_call(5, 4, **APART)
    _key, (first, second) = openings.key_of(call)
    officer = make.person(Role.PROCUREMENT_OFFICER)
    make.sign_in(client, officer)
    proposal = opening.opened(call)[0]
    rests = ("opening", "screening", "scoring", "ranking", "award")
    pages = [*(address(call, each) for each in rests), f"/proposals/{proposal.id}"]
    shown = "".join(text(client.get(each)) for each in pages)
    assert "432,000" not in shown
    assert "The ranking waits for the prices" in shown
    assert "opens apart, after the scores" in shown
    give(client, call, first)
    give(client, call, second)
    openings.work()
    make.sign_in(client, officer)
    assert "432,000" in text(client.get(address(call, "ranking")))
    assert "The prices are open" in text(client.get(address(call)))
    assert opening_run.of(call, Purpose.PRICES).state is OpeningState.DONE


def test_a_damaged_price_is_told_beside_the_ranking(client):
    call = openings.revealed_call(5, 4, **APART)
    openings.damage(Envelope.get(Envelope.content == Content.PRICES))
    openings.begin(call)
    openings.work()
    make.sign_in(client, make.person(Role.PROCUREMENT_OFFICER))
    assert "the price could not be opened" in text(client.get(address(call, "ranking")))


def test_prices_apart_need_quality_and_price_together(client):
    call = make.call()
    make.sign_in(client, call.author)
    rows = {"rows-0-name": "Quality", "rows-0-weight": "100", "threshold": "60", "version": "1"}
    sent = {**rows, "method": "single_grid", "prices_apart": "y"}
    answer = client.post(f"/calls/{call.slug}/edit/criteria", data=sent)
    assert answer.status_code == 422
    assert "Prices open apart only where quality and price count together" in text(answer)
    client.post(f"/calls/{call.slug}/edit/criteria", data={**sent, "method": "quality_cost"})
    assert fresh(call).prices_apart is True
