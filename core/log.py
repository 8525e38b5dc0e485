"""Structured logs: JSON lines in production, readable lines in development; no personal data, no secrets."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# keys that never reach a log, whoever passes them
_HIDDEN = frozenset({"password", "token", "secret", "cookie", "authorization", "id_number", "phone", "email", "name"})


def configure_logging(*, development: bool = False) -> None:
    """Set up structlog on standard error; called once by each process."""
    renderer: Any = (
        # plain: the library's own tracebacks show local variables, which may be about people
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if development and sys.stderr.isatty()
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            hide_personal,
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def hide_personal(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace values that must not be logged, and line breaks that could forge a line."""
    for key, value in event.items():
        if key in _HIDDEN:
            event[key] = "[hidden]"
        elif isinstance(value, str) and key != "exception" and ("\n" in value or "\r" in value or "\x1b" in value):
            event[key] = value.replace("\n", "\\n").replace("\r", "\\r").replace("\x1b", "\\x1b")
    return event
