"""Structured logs: one line a request with its id, and nothing personal in it."""

import logging
import sys
import time
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger("portal")


def init_logs(app: Flask) -> None:
    """Write JSON lines to standard error, each with the id of its request.

    Each in one write, so that the lines of several processes do not mix.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=uuid4().hex[:12])


def _end(response: Response) -> Response:
    rule = request.url_rule.rule if request.url_rule else "unknown"
    if request.endpoint not in {"static", "system.healthz"}:
        log.info(
            "request",
            method=request.method,
            rule=rule,
            status=response.status_code,
            ms=round((time.perf_counter() - g.started) * 1000, 1),
        )
    response.headers["X-Request-Id"] = structlog.contextvars.get_contextvars().get(
        "request", ""
    )
    return response
