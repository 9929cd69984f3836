"""Commands of ``flask --app portal``."""

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask, current_app

from portal import db, diagrams
from portal.config import ROOT
from portal.domain.actions import Role
from portal.domain.errors import RuleBroken, RulesBroken
from portal.domain.policy import VISITOR
from portal.jobs import work
from portal.migrate import migrate
from portal.models import Person
from portal.pdf import RenderPool
from portal.play import demo, life
from portal.services import accounts, clock, documents, files, staff
from portal.wording import WORDS

ROLES = [role.value for role in Role]


def init_cli(app: Flask) -> None:
    """Join the commands to the app."""
    for command in (migrate_command, prepare, work_command, demo_command, add_person):
        app.cli.add_command(command)
    app.cli.add_command(diagrams_command)
    app.cli.add_command(remake_document)


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
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    db.connect(f"sqlite:///{folder / 'portal.sqlite'}")
    files.use(folder / "files")
    clock.allow_moving(movable=True)
    migrate()
    with RenderPool() as pool:
        written = demo.run(folder, pool.render)
    click.echo(f"{len(written)} documents in {folder}, listed in {folder / 'index.html'}")


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


@click.command("diagrams")
def diagrams_command() -> None:
    """Draw docs/states.md from the lifecycle tables."""
    (ROOT / "docs" / "states.md").write_text(diagrams.text(), encoding="utf-8")
