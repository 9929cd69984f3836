"""Commands of ``flask --app portal``."""

import click
from flask import Flask, current_app

from portal.jobs import work
from portal.migrate import migrate


def init_cli(app: Flask) -> None:
    """Join the commands to the app."""
    app.cli.add_command(migrate_command)
    app.cli.add_command(work_command)


@click.command("migrate")
def migrate_command() -> None:
    """Bring the database to the present schema."""
    for name in migrate():
        click.echo(name)


@click.command("work")
def work_command() -> None:
    """Run the job worker until it is told to stop."""
    work(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - Flask
