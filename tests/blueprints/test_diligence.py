"""Pages of due diligence: declarations, verification, flags, the sanctions list."""

import re
from html import unescape
from io import BytesIO

import pytest

from portal.domain.actions import Role
from portal.domain.lifecycle import FlagState, MatchState
from portal.domain.verification import FlagCategory
from portal.models import (
    Event,
    Flag,
    PartnerDeclaration,
    SanctionsEntry,
    SanctionsMatch,
    Verification,
)
from portal.services import clock, flags, partner_declarations, sanctions, verification
from portal.services.file_checks import Limits
from portal.services.steps import fresh
from tests import counting, papers
from tests import factories as make
from tests.domain.test_sanctions_list import BOMB, SAMPLE

REASON = (
    "Date of birth, place of birth and the photograph were compared and all of them differ."
)
WHY = "Seen in the audit report of last year."


def text(answer):
    return unescape(answer.get_data(as_text=True))


def as_role(client, role, partner=None):
    who = make.person(role, partner=partner)
    make.sign_in(client, who)
    return who


def yes(texts, **changes):
    return {**{f"{code}_ok": "yes" for code in texts}, **changes}


@pytest.fixture
def partner(app):
    return make.partner("Association Nour")


def test_the_owner_makes_the_declarations(client, partner):
    PartnerDeclaration.delete().execute()
    as_role(client, Role.PARTNER_OWNER, partner)
    path = f"/partners/{partner.id}/declarations"
    assert "Make the declarations" in text(client.get(path))
    answer = client.post(f"{path}/make", data=yes(partner_declarations.statements("en")))
    assert answer.status_code == 303
    assert "Every statement is answered with yes." in text(client.get(path))


def test_a_no_without_a_comment_is_refused_and_what_was_typed_stays(client, partner):
    PartnerDeclaration.delete().execute()
    as_role(client, Role.PARTNER_OWNER, partner)
    sent = yes(
        partner_declarations.statements("en"), integrity_ok="no", values_note="Since 2009"
    )
    answer = client.post(f"/partners/{partner.id}/declarations/make", data=sent)
    assert answer.status_code == 422
    assert "Say in the comment why you answer no." in text(answer)
    assert "Since 2009" in text(answer)
    assert PartnerDeclaration.select().count() == 0


def test_a_no_is_told_to_the_partner_and_to_procurement(client, partner):
    make.declared(partner, no="integrity", made_at=clock.now())
    path = f"/partners/{partner.id}"
    as_role(client, Role.PARTNER_OWNER, partner)
    assert "Your organisation is not eligible" in text(client.get(path))
    as_role(client, Role.PROCUREMENT_OFFICER)
    page = text(client.get(path))
    assert "fraud, corruption" in page
    assert "Not yet." in page


def test_the_start_page_warns_and_the_task_list_tells_what_is_missing(client, partner):
    PartnerDeclaration.delete().execute()
    draft = make.proposal(partner=partner)
    as_role(client, Role.PARTNER_OWNER, partner)
    for path in (f"/proposals/start/{draft.call.slug}", f"/proposals/{draft.id}"):
        assert "The present declarations of your organisation" in text(client.get(path))


def sent_for_verification(partner):
    owner = make.actor(Role.PARTNER_OWNER, partner=partner)
    return verification.ask(partner, owner, clock.now())


def test_a_profile_is_sent_with_a_button_and_verified(client, partner):
    path = f"/partners/{partner.id}/verification"
    as_role(client, Role.PARTNER_OWNER, partner)
    assert "Send the profile for verification" in text(client.get(path))
    assert client.post(f"{path}/ask").status_code == 303
    assert client.post(f"{path}/ask").status_code == 409
    as_role(client, Role.PROCUREMENT_OFFICER)
    assert "Verify the partner" in text(client.get("/work"))
    assert client.get(f"{path}/decide").status_code == 200
    sent = yes(verification.questions("en"), verdict="verified", text="")
    assert client.post(f"{path}/decide", data=sent).status_code == 303
    assert client.post(f"{path}/decide", data=sent).status_code == 409
    assert "Verified" in text(client.get(path))


def test_a_refused_verdict_keeps_what_was_typed(client, partner):
    sent_for_verification(partner)
    as_role(client, Role.PROCUREMENT_OFFICER)
    path = f"/partners/{partner.id}/verification/decide"
    sent = yes(verification.questions("en"), verdict="conditions", registered_note="Until May")
    answer = client.post(path, data=sent)
    assert answer.status_code == 422
    assert "Write the conditions: the partner reads them." in text(answer)
    assert "Until May" in text(answer)
    assert Verification.get().decided_at is None


def test_the_partner_reads_the_verdict_and_not_the_notes(client, partner):
    sent_for_verification(partner)
    as_role(client, Role.PROCUREMENT_OFFICER)
    sent = yes(
        verification.questions("en"),
        verdict="conditions",
        text="Renew the certificate.",
        registered_ok="no",
        registered_note="Looks forged.",
    )
    path = f"/partners/{partner.id}/verification"
    assert client.post(f"{path}/decide", data=sent).status_code == 303
    as_role(client, Role.PARTNER_OWNER, partner)
    page = text(client.get(path))
    assert "Renew the certificate." in page
    assert "Looks forged." not in page


def raised(partner, state=FlagState.RISK):
    new = flags.NewFlag(state, FlagCategory.FINANCE, WHY)
    by = make.actor(Role.PROGRAMME_OFFICER)
    return flags.raise_flag(partner, new, Limits(0, 0), by, clock.now())


def test_a_flag_is_raised_with_a_file_and_the_file_is_given_back(client, partner):
    as_role(client, Role.PROGRAMME_OFFICER)
    pdf = papers.pdf()
    sent = {
        "state": "risk",
        "category": "finance",
        "text": WHY,
        "evidence": "",
        "file": (BytesIO(pdf), "audit.pdf"),
    }
    answer = client.post(f"/partners/{partner.id}/flags/raise", data=sent)
    assert answer.status_code == 303
    assert WHY in text(client.get(answer.location))
    assert WHY in text(client.get(f"/partners/{partner.id}/flags"))
    assert client.get(f"{answer.location}/evidence").data == pdf


def test_a_refused_flag_keeps_what_was_typed(client, partner):
    as_role(client, Role.PROGRAMME_OFFICER)
    sent = {"state": "risk", "category": "finance", "text": "Bad.", "evidence": "Page 4"}
    answer = client.post(f"/partners/{partner.id}/flags/raise", data=sent)
    assert answer.status_code == 422
    assert "Write at least 3 words." in text(answer)
    assert "Page 4" in text(answer)
    assert Flag.select().count() == 0


def test_a_partner_never_sees_a_flag(client, partner):
    flag = raised(partner, FlagState.ESCALATED)
    flags.decide(flag, WHY, make.actor(Role.HEAD_OF_OFFICE), clock.now(), red=True)
    as_role(client, Role.PARTNER_OWNER, partner)
    for path in (f"/partners/{partner.id}/flags", f"/partners/flags/{flag.id}"):
        assert client.get(path).status_code == 403
    page = text(client.get(f"/partners/{partner.id}"))
    assert "Your organisation cannot apply at present. Write to " in page
    assert not re.search(r"[Ff]lag\b|of last year", page)


def test_each_step_of_a_flag_is_taken_by_its_own_role(client, partner):
    flag = raised(partner)
    path = f"/partners/flags/{flag.id}"
    as_role(client, Role.PROCUREMENT_OFFICER)
    short = client.post(f"{path}/escalate", data={"reason": "Now."})
    assert short.status_code == 422
    assert "Now." in text(short)
    assert client.post(f"{path}/escalate", data={"reason": WHY}).status_code == 303
    red = {"reason": WHY, "decision": "yes"}
    assert client.post(f"{path}/decide", data=red).status_code == 403
    as_role(client, Role.HEAD_OF_OFFICE)
    assert "Decide on this flag" in text(client.get(path))
    assert client.post(f"{path}/decide", data=red).status_code == 303
    assert client.post(f"{path}/decide", data=red).status_code == 409
    assert client.post(f"{path}/lift", data={"reason": WHY}).status_code == 403
    as_role(client, Role.LEGAL_OFFICER)
    assert client.post(f"{path}/lift", data={"reason": WHY}).status_code == 303
    assert fresh(flag).state is FlagState.RESOLVED


def upload(client, content, name="list.xml"):
    sent = {"file": (BytesIO(content), name)}
    return client.post("/sanctions/import", data=sent)


def test_a_list_is_taken_in_by_file(client):
    as_role(client, Role.PROCUREMENT_OFFICER)
    assert upload(client, SAMPLE).status_code == 303
    page = text(client.get("/sanctions/"))
    assert "8 new, 0 changed, 0 removed" in page
    assert "list.xml" in page


def test_a_broken_list_is_refused_in_words_and_nothing_changes(client):
    as_role(client, Role.PROCUREMENT_OFFICER)
    for content, words in ((BOMB, "declares entities"), (b"<a", "not whole")):
        answer = upload(client, content)
        assert answer.status_code == 422
        assert words in text(answer)
    assert upload(client, b"").status_code == 422
    assert client.post("/sanctions/import", data={}).status_code == 422
    assert SanctionsEntry.select().count() == 0
    assert Event.select().where(Event.name == "sanctions.imported").count() == 0


def test_without_an_address_fetching_is_refused_in_words(client, monkeypatch):
    as_role(client, Role.PROCUREMENT_OFFICER)
    answer = client.post("/sanctions/fetch")
    assert answer.status_code == 422
    assert "No address is set" in text(answer)
    monkeypatch.setenv("PORTAL_SANCTIONS_URL", "https://example.org/list.xml")
    assert "Fetch it now" in text(client.get("/sanctions/"))
    assert client.post("/sanctions/fetch").status_code == 303
    assert client.post("/sanctions/rescan").status_code == 303


def suspect():
    SanctionsEntry.create(
        reference="S-1",
        kind="person",
        names=["Yassin AL-WAHDI", "ياسين الوهدي"],
        details={"born": ["1957"]},
    )
    make.partner(key_people="Yassine Al Wahdi, Treasurer")
    sanctions.rescan(clock.now())
    return SanctionsMatch.get()


def test_both_sides_of_a_match_are_shown_and_it_is_cleared(client):
    match = suspect()
    as_role(client, Role.PROCUREMENT_OFFICER)
    path = f"/sanctions/matches/{match.id}"
    page = text(client.get(path))
    for words in ("Yassine Al Wahdi", "ياسين الوهدي", "1957", "Judge this possible match"):
        assert words in page
    short = client.post(f"{path}/judge", data={"same": "no", "reason": "Other man."})
    assert short.status_code == 422
    assert "Other man." in text(short)
    sent = {"same": "no", "reason": REASON}
    assert client.post(f"{path}/judge", data=sent).status_code == 303
    assert client.post(f"{path}/judge", data=sent).status_code == 409
    assert "Not the same" in text(client.get("/sanctions/"))
    assert client.post(f"{path}/reopen", data={"reason": REASON}).status_code == 303
    assert fresh(match).state is MatchState.OPEN


def test_a_true_match_is_confirmed_by_a_second_person(client):
    match = suspect()
    path = f"/sanctions/matches/{match.id}"
    sent = {"same": "yes", "reason": REASON}
    as_role(client, Role.PROCUREMENT_OFFICER)
    assert client.post(f"{path}/judge", data=sent).status_code == 303
    assert client.post(f"{path}/confirm", data=sent).status_code == 403
    as_role(client, Role.HEAD_OF_OFFICE)
    assert "Confirm a match with the sanctions list" in text(client.get("/work"))
    assert client.post(f"{path}/confirm", data=sent).status_code == 303
    assert Flag.get().state is FlagState.RED


def test_names_of_the_list_cannot_write_into_the_page(client):
    SanctionsEntry.create(reference="S-9", kind="person", names=["Salma <b>BERRADA</b>"])
    make.partner(key_people="Salma b Berrada b")
    sanctions.rescan(clock.now())
    as_role(client, Role.PROCUREMENT_OFFICER)
    raw = client.get(f"/sanctions/matches/{SanctionsMatch.get().id}").get_data(as_text=True)
    assert "<b>BERRADA" not in raw


def count_queries(client, path):
    client.get(path)
    client.application.extensions.pop("kept", None)
    with counting.queries() as sent:
        assert client.get(path).status_code == 200
    return len(sent)


def test_lists_take_the_same_number_of_queries_for_many_rows(client, partner):
    as_role(client, Role.AUDITOR)
    suspect()
    raised(partner)
    paths = ("/sanctions/", f"/partners/{partner.id}/flags")
    few = [count_queries(client, path) for path in paths]
    for number in range(8):
        make.partner(key_people=f"Yassine Al Wahdi, Treasurer {number}")
        raised(partner)
        make.declared(partner)
    sanctions.rescan(clock.now())
    assert [count_queries(client, path) for path in paths] == few
