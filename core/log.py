"""Structured logs: JSON lines in production, readable lines in development; no personal data, no secrets."""

import asyncio
import atexit
import json
import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import msgspec
import structlog

TOGETHER_SECONDS = 0.05
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
        logger_factory=_Lines(sys.stderr),
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


_open: list["_Lines"] = []


@atexit.register
def write_out() -> None:
    """Write the lines that wait: before the process ends."""
    for lines in _open:
        lines.write_out()


class _Lines:
    """Writes lines of the same moment together while a loop runs; a warning at once, and what came before it.

    Each write lets another thread take the interpreter, which a request then has to win back.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lines: list[str] = []
        _open.append(self)

    def __call__(self, *_arguments: object) -> "_Lines":
        """Be the logger of every name, as structlog's factories are asked for one."""
        return self

    def info(self, line: str) -> None:
        """Write a line soon."""
        self._lines.append(line)
        if len(self._lines) == 1:
            try:
                asyncio.get_running_loop().call_later(TOGETHER_SECONDS, self.write_out)
            except RuntimeError:  # no loop runs
                self.write_out()

    def warning(self, line: str) -> None:
        """Write a line now."""
        self._lines.append(line)
        self.write_out()

    debug = msg = info
    error = critical = exception = fatal = warn = warning

    def write_out(self) -> None:
        """Write what waits."""
        lines, self._lines = self._lines, []
        if lines:
            self._stream.write("\n".join(lines) + "\n")
            self._stream.flush()


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
