"""Bank account numbers rest locked: in tables, files, backups; the key lies elsewhere."""

import subprocess

import pytest
from playhouse.migrations import Runner

from portal import db
from portal.domain import locked
from portal.domain.actions import Role
from portal.domain.errors import RuleBroken
from portal.domain.partner_house import AccountState
from portal.migrate import MIGRATIONS, migrate
from portal.models import BankAccount, Event
from portal.services import (
    backup,
    bank_details,
    bank_numbers,
    clock,
    data_key,
    own_data,
    profile_issue,
)
from portal.services.bank_details import Wish
from tests import factories, houses
from tests.conftest import POSTGRESQL
from tests.factories import NOON
from tests.houses import NUMBER
from tests.paying import Table

LOCKED = "0092_bank_numbers"
WISH = Wish("Nour", "Banque de la Ville", "MA", NUMBER, "", "MAD")
PIECES = [NUMBER, NUMBER[4:], NUMBER[-12:]]


@pytest.fixture
def shares():
    """What these tests look for, they look for in the file of their own database."""
    return False


@pytest.fixture
def owner(app):
    return factories.actor(Role.PARTNER_OWNER, partner=factories.partner())


@pytest.fixture
def account(owner):
    return bank_details.ask(partner_of(owner), WISH, owner, NOON)


def partner_of(actor):
    return factories.Partner.get_by_id(actor.partner_id)


def stored(app):
    """Every byte of the database: its files, or a dump and the table as it lies on the disk."""
    if not POSTGRESQL:
        db.forget_old_pages()
        there = app.config["INSTANCE"].glob("portal.sqlite*")
        return b"".join(each.read_bytes() for each in there)
    dump = subprocess.run(["pg_dump", POSTGRESQL], check=True, capture_output=True).stdout
    db.database.execute_sql("CHECKPOINT")
    place = "pg_read_binary_file(pg_relation_filepath('bank_account'))"
    return dump + bytes(db.database.execute_sql(f"SELECT {place}").fetchone()[0])


def require_unseen(content):
    assert content
    assert not [each for each in PIECES if each.encode() in content]


def lose_key(app):
    (app.config["INSTANCE"] / data_key.KEPT).unlink()


def test_no_byte_of_a_number_stands_in_database_dump_log_or_own_data(app, account, owner):
    bank_numbers.renew(NOON)
    require_unseen(stored(app))
    assert bank_numbers.whole(bank_details.by_id(account.id)) == NUMBER
    require_unseen(str([vars(each) for each in Event.select()]).encode())
    require_unseen(own_data.take(owner, NOON).encode())


def test_no_backup_holds_a_number_or_its_key(app, account, tmp_path):
    backup.write(tmp_path / "backup", clock.now())
    key = (app.config["INSTANCE"] / data_key.KEPT).read_bytes().strip()
    there = [each for each in (tmp_path / "backup").rglob("*") if each.is_file()]
    content = b"".join(each.read_bytes() for each in there)
    require_unseen(content)
    assert key not in content
    assert data_key.KEPT not in {each.name for each in there}


def test_the_migration_locks_what_was_in_clear_and_going_back_opens_it(app, account):
    runner = Runner(db.database.obj, str(MIGRATIONS))
    later = min(each.stem for each in MIGRATIONS.glob("*.py") if each.stem >= LOCKED)
    runner.down(later)
    kept = db.database.execute_sql("SELECT number FROM bank_account").fetchall()
    assert kept == [(NUMBER,)]
    assert NUMBER.encode() in stored(app)
    lose_key(app)
    migrate()
    require_unseen(stored(app))
    assert bank_numbers.whole(bank_details.by_id(account.id)) == NUMBER


def test_the_key_is_made_once_for_this_user_only(app, account):
    kept = app.config["INSTANCE"] / data_key.KEPT
    assert kept.stat().st_mode & 0o077 == 0
    before = kept.read_bytes()
    houses.account(factories.partner(), account.asked_by_id)
    data_key.make()
    assert kept.read_bytes() == before
    assert [each.name for each in kept.parent.glob("data-key*")] == [data_key.KEPT]


def test_a_number_taken_to_another_row_or_partner_stays_shut(account):
    other = houses.account(factories.partner(), account.asked_by_id)
    stolen = bank_details.by_id(account.id).locked_number
    BankAccount.update(locked_number=stolen).where(BankAccount.id == other.id).execute()
    BankAccount.update(partner=other.partner_id).where(BankAccount.id == account.id).execute()
    for each in (account, other):
        with pytest.raises(RuleBroken, match="bank_number_closed"):
            bank_numbers.whole(bank_details.by_id(each.id))


def test_without_the_key_pages_say_so_and_nothing_is_confirmed_or_asked(app, account, owner):
    signatory = factories.actor(Role.PARTNER_SIGNATORY, partner=partner_of(owner))
    lose_key(app)
    shown = bank_details.accounts_of(partner_of(owner), owner)
    assert shown[AccountState.ASKED].number == ""
    with pytest.raises(RuleBroken, match="bank_number_closed"):
        bank_details.confirm(account, NUMBER, signatory, NOON)
    bank_details.decline(account, "The key is gone.", owner, NOON)
    with pytest.raises(RuleBroken, match="data_key_missing"):
        bank_details.ask(partner_of(owner), WISH, owner, NOON)
    assert BankAccount.select().count() == 1
    assert not (app.config["INSTANCE"] / data_key.KEPT).exists()


def test_another_key_confirms_nothing_and_issues_no_profile(app, account, owner):
    BankAccount.update(state=AccountState.CONFIRMED).execute()
    data_key.use(app.config["INSTANCE"], locked.new_key())
    with pytest.raises(RuleBroken, match="bank_number_closed"):
        profile_issue.issue(partner_of(owner), owner, NOON)
    data_key.use(app.config["INSTANCE"], "no key at all")
    assert (
        bank_details.accounts_of(partner_of(owner), owner)[AccountState.CONFIRMED].number == ""
    )


def test_no_payment_is_approved_to_a_number_that_nobody_can_read(app):
    table = Table().to("request", "verify")
    kept = app.config["INSTANCE"] / data_key.KEPT
    key = kept.read_bytes()
    kept.unlink()
    with pytest.raises(RuleBroken, match="bank_number_closed"):
        table.approve()
    assert table.now().request.account is None
    kept.write_bytes(key)
    table.approve()
    assert table.now().request.account.id == table.account.id


def test_a_renewed_key_locks_every_number_and_older_ones_open_older_backups(app, account):
    before = bank_details.by_id(account.id).locked_number
    old = data_key.ring().keys[0]
    said = app.test_cli_runner().invoke(args=["data-key", "renew"])
    assert (said.exit_code, said.output) == (0, "1 bank account numbers are locked anew.\n")
    now, keys = bank_details.by_id(account.id), data_key.ring()
    assert (len(keys.keys), keys.keys[1]) == (2, old)
    assert locked.is_of_present(keys, now.locked_number)
    assert bank_numbers.whole(now) == NUMBER
    BankAccount.update(locked_number=before).execute()
    assert bank_numbers.whole(bank_details.by_id(account.id)) == NUMBER
    told = Event.select().order_by(Event.id.desc()).get()
    assert told.name == "data_key.renewed"
    assert told.facts == {"key": locked.name_of(keys.keys[0]), "numbers": 1}


def test_keys_from_the_environment_are_renewed_by_putting_one_before_them(app, account):
    kept = (app.config["INSTANCE"] / data_key.KEPT).read_text()
    fresh = locked.new_key()
    data_key.use(app.config["INSTANCE"], f"{fresh} {kept}")
    assert bank_numbers.renew(NOON) == 1
    data_key.use(app.config["INSTANCE"], fresh)
    assert bank_numbers.look() == bank_numbers.Looked(1, 0)
    assert (app.config["INSTANCE"] / data_key.KEPT).read_text() == kept


def test_the_check_names_how_many_cannot_be_read_and_renewing_waits_for_the_key(app, account):
    run = app.test_cli_runner().invoke
    assert "All 1" in run(args=["data-key", "check"]).output
    before = bank_details.by_id(account.id).locked_number
    lose_key(app)
    for command in ("check", "renew"):
        said = run(args=["data-key", command])
        assert said.exit_code == 1
        assert "1 of 1 bank account numbers cannot be read" in said.output
    assert bank_details.by_id(account.id).locked_number == before
    assert not (app.config["INSTANCE"] / data_key.KEPT).exists()
    assert "0 bank" in run(args=["data-key", "renew", "--lost"]).output
    other = houses.account(factories.partner(), account.asked_by_id)
    assert bank_numbers.whole(bank_details.by_id(other.id)) == NUMBER
    assert bank_numbers.look() == bank_numbers.Looked(2, 1)
