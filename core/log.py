"""Structured logs: JSON lines in production, readable lines in development; no personal data, no secrets."""

import json
import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import msgspec
import structlog

# keys that never reach a log, whoever passes them
_HIDDEN = frozenset({"password", "token", "secret", "cookie", "authorization", "id_number", "phone", "email", "name"})


def configure_logging(*, development: bool = False) -> None:
    """Set up structlog on standard error; called once by each process."""
    renderer: Any = (
        # plain: the library's own tracebacks show local variables, which may be about people
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if development and sys.stderr.isatty()
        else structlog.processors.JSONRenderer(serializer=_json)
    )
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_personal,
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # what libraries say through Python's own logging comes out in the same form
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def _json(event: MutableMapping[str, Any], **_options: Any) -> str:
    """Return the line; a value that JSON does not know as its `repr`."""
    try:
        return msgspec.json.encode(event, enc_hook=repr).decode()
    except UnicodeEncodeError:  # half of a surrogate pair, as file names have them that are not UTF-8
        return json.dumps(event, default=repr)


def hide_personal(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace values that must not be logged, and line breaks that could forge a line."""
    for key, value in event.items():
        if key in _HIDDEN:
            event[key] = "[hidden]"
        elif isinstance(value, str) and not value.isprintable():
            event[key] = "".join(c if c.isprintable() else repr(c)[1:-1] for c in value)
    return event
