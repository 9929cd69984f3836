"""The lists of clearances, memoranda and sheets as files."""

from portal.models import Person
from tests import factories as make
from tests.clearing import Bureau


def lines(client, address):
    """The rows of a table without its heading."""
    return client.get(f"/exports/{address}").text.splitlines()[1:]


def enter(app, actor):
    return make.sign_in(app.test_client(), Person.get_by_id(actor.person_id))


def test_the_lists_leave_as_files_under_the_filters_of_their_pages(app):
    bureau, other = Bureau(), Bureau()
    cleared, draft = bureau.cleared(), other.drafted()
    memorandum = bureau.signed(cleared)
    bureau.sheet(2, 3, under=memorandum)
    officer, place = enter(app, bureau.officer), f"centre={bureau.centre.slug}"
    (row,) = lines(officer, f"clearances.csv?{place}")
    assert cleared.reference in row
    assert "6000" in row
    (row,) = lines(officer, "clearances.csv?state=draft")
    assert draft.reference in row
    (row,) = lines(officer, f"memoranda.csv?{place}")
    assert "MAS-0412" in row
    (row,) = lines(officer, f"allowances.csv?{place}")
    assert "40" in row.split(",")
    page = officer.get(f"/allowances/?{place}").text
    assert f"/exports/allowances.xlsx?{place}" in page
    assert officer.get(f"/exports/allowances.xlsx?{place}").data.startswith(b"PK")


def test_the_lists_of_payments_are_not_given_to_who_may_not_see_them(app):
    stranger = make.sign_in(app.test_client(), make.person())
    for name in ("clearances", "memoranda", "allowances"):
        assert stranger.get(f"/exports/{name}.csv").status_code in {403, 404}
