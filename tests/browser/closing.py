"""What people do on the pages of a contract that has ended, until it is closed."""

from datetime import date

from portal.domain.actions import Role
from portal.domain.lifecycle import ContractState
from portal.models import Contract, Person
from tests import factories, papers
from tests.browser import walk
from tests.browser.contracting import follow, send
from tests.ending import End

NOTE = "We thank all who worked in the shelter."
MET, WAIVED = "Staff is appointed", "A budget line is voted"


def over():
    """The people of a contract in force whose last day is past; 10,000 are to come back."""
    end = End(ContractState.IN_FORCE, spent=20_000)
    days = {"starts_on": date(2025, 4, 1), "ends_on": date(2026, 3, 31)}
    Contract.update(days).where(Contract.id == end.contract.id).execute()
    people = {
        "programme": end.officer,
        "guard": factories.actor(Role.DATA_PROTECTION_OFFICER),
        "finance": end.finance,
        "head": end.head,
        "writer": end.writer,
    }
    return {name: Person.get_by_id(who.person_id) for name, who in people.items()}


def complete(page):
    """Come from the list of contracts to the page of the end, and note that it has come."""
    page.goto("/contracts/")
    follow(page, "-C")
    follow(page, "/closing/")
    here = page.url.split("?")[0]
    send(page, "/complete")
    return here


def refuse_to_close(page, here):
    """Nothing stands yet: each item is told, and the note stays in its field."""
    page.goto(f"{here}/close")
    walk.fill(page, note=NOTE)
    send(page)
    assert page.input_value("[name=note]") == NOTE
    return page.locator(".errors li").count()


def settle_milestones(at, here):
    """The partner reports one milestone, which is met; the other one is waived."""
    for title in (MET, WAIVED):
        at.programme.goto(f"{here}/milestones/new")
        walk.fill(at.programme, title=title, owner="Ministry", due_on="2026-03-31")
        send(at.programme)
    at.writer.goto(here)
    walk.click(at.writer.locator("li", has_text=MET).locator("a[href$='/report']"))
    walk.fill(at.writer, evidence="Décret 12 du ministère.")
    send(at.writer)
    decide(at.programme, here, MET, "met")
    decide(at.programme, here, WAIVED, "waived", reason="The budget of the year has passed.")


def decide(page, here, title, value, **typed):
    page.goto(here)
    walk.click(page.locator("li", has_text=title).locator("a[href$='/decide']"))
    page.check(f"[name=decision][value={value}]")
    walk.fill(page, **typed)
    send(page)


def hand_over_asset(page, here):
    """List a van, which is then handed over with the act that shows it."""
    page.goto(f"{here}/assets/new")
    walk.fill(page, description="Van", value="90 000", custodian="The partner")
    send(page)
    follow(page, "/closing/assets/")
    to = {"handed_to": "Town of Oujda", "handed_on": "2026-04-15"}
    walk.fill(page, **to, evidence="Transfer act 4.")
    send(page)


def destroy_data(page, here):
    """Confirm without the certificate, which is refused and keeps the note, then with it."""
    page.goto(f"{here}/confirm/data")
    walk.fill(page, note="All files were destroyed.")
    send(page)
    assert page.locator(".errors").count()
    assert page.input_value("[name=note]") == "All files were destroyed."
    proof = {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": papers.pdf()}
    page.set_input_files("[name=file]", proof)
    send(page)


def refund(page, here):
    page.goto(f"{here}/refund")
    walk.fill(page, amount="10 000", reference="BACK-1", received_on="2026-04-20")
    send(page)


def close(page, here):
    page.goto(here)
    follow(page, "/close")
    walk.fill(page, note=NOTE)
    send(page)
