"""Commands of ``flask --app portal``."""

import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn, TextIO

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from portal import db, diagrams
from portal.config import ROOT
from portal.domain import evaluation_record
from portal.domain.actions import Role
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.policy import VISITOR
from portal.domain.signed_notes import key_id, raw
from portal.jobs import work
from portal.migrate import migrate
from portal.models import Person
from portal.pdf import RenderPool, sealing, stamping
from portal.pdf.attached import EVALUATION, attached, printed
from portal.play import demo, life, rehearsal
from portal.seal_tool import write_archive
from portal.services import (
    accounts,
    audit,
    backup,
    bank_numbers,
    checkpoints,
    clock,
    data_key,
    documents,
    files,
    receipts,
    seal_key,
    signing,
    staff,
)
from portal.wording import WORDS

ROLES = [role.value for role in Role]


def init_cli(app: Flask) -> None:
    """Join the commands to the app."""
    for command in (migrate_command, prepare, work_command, demo_command, add_person):
        app.cli.add_command(command)
    app.cli.add_command(diagrams_command)
    app.cli.add_command(seal_tool)
    app.cli.add_command(rehearse_opening)
    app.cli.add_command(remake_document)
    app.cli.add_command(audit_group)
    app.cli.add_command(receipts_group)
    app.cli.add_command(evaluation_group)
    app.cli.add_command(sealing_group)
    app.cli.add_command(data_key_group)
    app.cli.add_command(backup_group)


@click.command("migrate")
def migrate_command() -> None:
    """Bring the database to the present schema."""
    for name in migrate():
        click.echo(name)


@click.command("prepare")
def prepare() -> None:
    """Migrate, and in development load the sample programme into an empty database."""
    migrate()
    if current_app.config["DEVELOPMENT"] and not Person.select().exists():
        click.echo("Loading the sample programme, once ...")
        with db.atomic():
            life.load_sample(clock.now())


@click.command("work")
def work_command() -> None:
    """Run the job worker until it is told to stop."""
    work(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - Flask


@click.command("demo")
def demo_command() -> None:
    """Play the whole life of one centre and write its documents to instance/demo/."""
    folder = Path(current_app.config["INSTANCE"]) / "demo"
    _take_stage(folder)
    with RenderPool(workers=demo.PRINTERS, nice=0) as pool:
        written = demo.run(folder, pool.render)
    click.echo(f"{len(written)} documents in {folder}, listed in {folder / 'index.html'}")


@click.command("rehearse-opening")
@click.option("--proposals", default=20, type=click.IntRange(1, 1000), show_default=True)
@click.option("--megabytes", default=5, type=click.IntRange(0, 50), show_default=True)
def rehearse_opening(proposals: int, megabytes: int) -> None:
    """Seal and open the proposals of a trial call in a portal of its own, and tell the times.

    Nothing of it touches the present database; its folder is removed at the end.
    """
    size = rehearsal.Size(proposals, megabytes)
    folder = Path(current_app.config["INSTANCE"]) / "rehearsal"
    if shutil.disk_usage(folder.parent).free < size.bytes_needed:
        click.echo(f"The disk needs {size.bytes_needed // 1024**2} MB free for this.", err=True)
        sys.exit(1)
    try:
        _take_stage(folder)
        result = rehearsal.rehearse(size, click.echo)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _tell_rehearsal(size, result)


def _tell_rehearsal(size: rehearsal.Size, result: rehearsal.Result) -> None:
    amount = size.proposals * size.megabytes
    click.echo(
        f"{result.received} received, {result.opened} opened, {result.damaged} damaged, "
        f"{result.differing} files that differ.\n"
        f"Sealed in {result.sealing:.1f} s, opened in {result.opening:.1f} s "
        f"({amount / max(result.opening, 0.001):.0f} MB a second), "
        f"{result.memory} MB of memory at most."
    )
    if result.damaged or result.differing or result.opened != size.proposals:
        sys.exit(1)


def _take_stage(folder: Path) -> None:
    """Work on an empty portal in a folder of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    db.connect(f"sqlite:///{folder / 'portal.sqlite'}")
    files.use(folder / "files")
    signing.use(folder)
    data_key.use(folder)
    seal_key.use(seal_key.Settings(folder, makes_own=True))
    clock.allow_moving(movable=True)
    migrate()


@click.command("add-person")
@click.argument("email")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES))
@click.option("--language", default="en", type=click.Choice(["en", "fr"]))
@click.password_option()
def add_person(
    email: str, name: str, roles: tuple[str, ...], language: str, password: str
) -> None:
    """Open an account of the office or of a committee member."""
    try:
        accounts.require_password(password, email, name, "password")
        granted = tuple(Role(role) for role in roles)
        new = staff.NewPerson(email, name, language, granted)
        staff.add_person(new, password, VISITOR, datetime.now(UTC))
    except RuleBroken as broken:
        refuse([broken])
    except RulesBroken as several:
        refuse(several.broken)


def refuse(broken: list[RuleBroken]) -> NoReturn:
    """Tell on standard error which rules do not hold, and end with 1."""
    for each in broken:
        click.echo(f"Refused: {WORDS['rule.' + each.rule] % each.facts}", err=True)
    sys.exit(1)


@click.command("remake-document")
@click.argument("number")
def remake_document(number: str) -> None:
    """Let the worker try once more to make a document that could not be made."""
    if not documents.ask_again(number, clock.now()):
        click.echo("There is no document of this number that could not be made.", err=True)
        sys.exit(1)


audit_group = AppGroup("audit", help="The audit log: verify it, write it down, sign it.")
receipts_group = AppGroup("receipts", help="Signed receipts of proposals.")
evaluation_group = AppGroup("evaluation", help="Evaluation reports.")
backup_group = AppGroup("backup", help="Backups: write one, verify it, put it back.")
sealing_group = AppGroup("sealing", help="The seal of contracts: make its key, verify a file.")

data_key_group = AppGroup("data-key", help="The key under which bank account numbers rest.")


@audit_group.command("verify")
def verify_audit() -> None:
    """Walk the whole log and every checkpoint; name the first place that does not hold."""
    verdict = audit.keep_verdict(clock.now())
    if verdict.fault is not None:
        say_broken([verdict.fault])
    click.echo(f"{verdict.size} events hold, with every checkpoint.")


@audit_group.command("export")
@click.argument("file", type=click.File("w", encoding="utf-8", atomic=True))
def export_audit(file: TextIO) -> None:
    """Write the log to FILE, to be verified without the portal."""
    file.writelines(audit.export(clock.now()))


@audit_group.command("checkpoint")
def make_checkpoint() -> None:
    """Sign the log as it stands now and mail it to the witnesses."""
    made = checkpoints.make(clock.now())
    click.echo("Nothing has happened since the last one." if made is None else made.note)


@audit_group.command("renew-key")
def renew_key() -> None:
    """Make another signing key; the present one stays known for what it has signed."""
    if signing.is_given():
        click.echo("The key is set by PORTAL_SIGNING_KEY: change it there.", err=True)
        sys.exit(1)
    click.echo(f"New key: {checkpoints.renew_key(clock.now())}")


@receipts_group.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--keys", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify_receipt(file: Path, keys: Path | None) -> None:
    """Check a receipt: its PDF, its JSON or its mail as text; name what does not hold."""
    trusted = signing.known() if keys is None else read_keys(keys)
    checked = receipts.check(attached(file.read_bytes()), trusted, against=keys is None)
    if checked.broken:
        say_broken(checked.broken)
    facts = checked.facts
    click.echo(f"Receipt {facts['receipt']} holds: {facts['reference']}, {facts['received']}.")


@evaluation_group.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify_evaluation(file: Path) -> None:
    """Compute the ranking anew from a report alone, without a database; tell what differs."""
    content = file.read_bytes()
    text = attached(content, EVALUATION).decode("utf-8", errors="replace")
    try:
        broken = evaluation_record.broken(text, printed(content))
        inputs, _whole = evaluation_record.read(text)
    except RuleBroken as unreadable:
        say_broken([unreadable])
    if broken:
        say_broken(broken)
    click.echo(f"Equal: the ranking of {inputs.call} follows from its inputs.")
    click.echo(f"Fingerprint of the inputs: {evaluation_record.fingerprint(inputs)}")


@sealing_group.command("make-key")
@click.option("--renew", is_flag=True, help="Take another key in place of the present one.")
def make_sealing_key(*, renew: bool) -> None:
    """Make the key that seals contracts, with a certificate that it signs itself."""
    if seal_key.is_given():
        click.echo("The key is set by PORTAL_SEAL_FILE: change it there.", err=True)
        sys.exit(1)
    if seal_key.exists() and not renew:
        click.echo("There is a key. With --renew another one takes its place.", err=True)
        sys.exit(1)
    click.echo(f"Certificate SHA-256: {seal_key.make(clock.now())}")


@sealing_group.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify_seal(file: Path) -> None:
    """Say whether a file bears the portal's seal and is as it was sealed."""
    found = sealing.check(file.read_bytes())
    click.echo(WORDS[f"SealState.{found.state.value}"])
    if found.said:
        click.echo(f"{found.said}\nCertificate SHA-256: {found.certificate}")
    if found.stamp:
        click.echo(f"Time stamp: {_of_authority(found.stamp)}")
    if found.state is not sealing.SealState.GENUINE:
        sys.exit(1)


@sealing_group.command("try-stamp")
def try_stamp() -> None:
    """Ask the time-stamping authority of the settings for one stamp, and say what it gave."""
    try:
        found = stamping.tried()
    except RuleBroken as broken:
        refuse([broken])
    click.echo(_of_authority(found))


def _of_authority(stamp: stamping.Stamp) -> str:
    return f"{stamp.at:%Y-%m-%d %H:%M:%S} UTC, {stamp.authority}"


@backup_group.command("write")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def write_backup(folder: Path) -> None:
    """Write the database and all files into FOLDER, which is new; the portal goes on meanwhile.

    The keys that sign and seal are not in it: keep them apart.
    """
    try:
        made = backup.write(folder, clock.now())
    except RuleBroken as broken:
        refuse([broken])
    click.echo(_told(made))
    for name in made.missing:
        click.echo(f"The database names a file that is not there: {name}", err=True)
    if made.missing:
        sys.exit(1)


@backup_group.command("verify")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def verify_backup(folder: Path) -> None:
    """Read the backup in FOLDER again, whole, and name what is not as it was written."""
    try:
        click.echo(f"Holds: {_told(backup.verify(folder))}")
    except RuleBroken as broken:
        say_broken([broken])


@backup_group.command("restore")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def restore_backup(folder: Path) -> None:
    """Put the backup in FOLDER back into an empty portal, in the present schema."""
    try:
        told = backup.restore(folder)
    except RuleBroken as broken:
        refuse([broken])
    migrate()
    backup.note_restored(told, clock.now())
    click.echo(f"Put back: {_told(told)}\nNow: flask --app portal audit verify")
    _require_key()


@data_key_group.command("check")
def check_data_key() -> None:
    """Try every bank account number; end with 1 when the key of one is not there."""
    _require_key()
    click.echo(f"All {bank_numbers.look().numbers} bank account numbers can be read.")


def _require_key() -> None:
    looked = bank_numbers.look()
    if looked.closed:
        click.echo(
            f"{looked.closed} of {looked.numbers} bank account numbers cannot be read: "
            "data-key or PORTAL_DATA_KEYS is not the one they were locked under.",
            err=True,
        )
        sys.exit(1)


@data_key_group.command("renew")
@click.option("--lost", is_flag=True, help="Go on without the numbers that no key opens.")
def renew_data_key(*, lost: bool) -> None:
    """Lock all bank account numbers under another key; earlier ones open older backups."""
    if not lost:
        _require_key()
    try:
        done = bank_numbers.renew(clock.now())
    except RuleBroken as broken:
        refuse([broken])
    click.echo(f"{done} bank account numbers are locked anew.")


def _told(made: backup.Manifest) -> str:
    return f"{made.events} events and {len(made.files) - 1} files of {made.at}."


def read_keys(file: Path) -> dict[str, bytes]:
    """Read the public keys of a portal, as it gives them in keys.json."""
    listed = json.loads(file.read_text(encoding="utf-8"))["keys"]
    publics = [raw(each["public"]) for each in listed]
    return {key_id(each): each for each in publics}


def say_broken(broken: list[RuleBroken]) -> NoReturn:
    """Tell what does not hold, a sentence each, and end with 1."""
    for each in broken:
        click.echo(f"Does not hold: {WORDS['rule.' + each.rule] % each.facts}")
    sys.exit(1)


@click.command("seal-tool")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def seal_tool(file: Path) -> None:
    """Write portal-seal to FILE, for partners who seal on a computer of their own."""
    write_archive(file)
    click.echo(f"{file}: runs with Python and PyNaCl, python {file.name} --help")


@click.command("diagrams")
def diagrams_command() -> None:
    """Draw docs/states.md from the lifecycle tables."""
    (ROOT / "docs" / "states.md").write_text(diagrams.text(), encoding="utf-8")
