"""The partner portal: calls, scoring, contracts and monitoring reports."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import db, jobs, mail
from portal.blueprints import BLUEPRINTS
from portal.blueprints.kept import VisitorsCache
from portal.cli import init_cli
from portal.config import ROOT, settings
from portal.domain import seal_keys
from portal.observe import init_logs
from portal.services import accounts, clock, data_key, files, house_secret, seal_key, signing
from portal.static_files import StaticFiles
from portal.web import init_web


class Portal(Flask):
    """The portal's application: none of its views is a coroutine, so none is asked if it is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a view as it is."""
        return func


def create_app(overrides: Mapping[str, object] | None = None) -> Flask:
    """Build the portal; ``overrides`` replace settings, mostly for tests."""
    app = Portal(__name__, static_folder=str(ROOT / "static"))
    app.config.from_mapping(settings())
    app.config.from_mapping(overrides or {})
    join_services(app)
    init_logs(app)
    mail.init_mail(app)
    jobs.init_jobs(app)
    init_web(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    init_cli(app)
    if not app.config["DEVELOPMENT"]:
        app.wsgi_app = VisitorsCache(app)  # type: ignore[assignment]
    if app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=app.config["TRUSTED_PROXIES"]
        )
    app.wsgi_app = StaticFiles(app.wsgi_app)  # type: ignore[method-assign]
    return app


def join_services(app: Flask) -> None:
    """Let the services work on the database, the files and the keys that the app is set to."""
    instance = Path(app.config["INSTANCE"])
    db.connect(app.config["DATABASE_URL"])
    house_secret.use(str(app.config["SECRET_KEY"]))
    accounts.use(app.config["PASSWORD_PASSES"], app.config["PASSWORD_MEMORY"])
    cost = (app.config["PASSPHRASE_PASSES"], app.config["PASSPHRASE_MEMORY"])
    seal_keys.use(seal_keys.Cost(*cost))
    signing.use(instance, str(app.config["SIGNING_KEY"]), str(app.config["RETIRED_KEYS"]))
    data_key.use(instance, str(app.config["DATA_KEYS"]))
    files.use(instance / "files")
    seal_key.use(_seal(app))
    clock.allow_moving(movable=bool(app.config["DEVELOPMENT"]))


def _seal(app: Flask) -> seal_key.Settings:
    return seal_key.Settings(
        Path(app.config["INSTANCE"]),
        str(app.config["SEAL_FILE"]),
        str(app.config["SEAL_PASSPHRASE"]),
        str(app.config["SEAL_TIMESTAMPS"]),
        str(app.config["ADDRESS"]),
        makes_own=bool(app.config["DEVELOPMENT"]),
        needs_stamp=bool(app.config["SEAL_TIMESTAMPS_NEEDED"]),
    )
