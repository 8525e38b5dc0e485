"""What a command may refuse, in words for the person who asked.

Raised by commands, turned into answers by `core.web.errors`: 422, 404, 409, 412, 403, 429.
"""

from collections.abc import Iterable

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong, in the reader's language; `field` names the input it belongs to."""

    message: str
    field: str | None = None
    code: str = ""


class MotcuaError(Exception):
    """Root of the errors that people are told about."""


class Refused(MotcuaError):
    """The input breaks a rule; carries every problem at once (422)."""

    def __init__(self, *problems: Problem | str) -> None:
        self.problems: tuple[Problem, ...] = tuple(Problem(p) if isinstance(p, str) else p for p in problems)
        super().__init__("; ".join(p.message for p in self.problems))

    @classmethod
    def if_any(cls, problems: Iterable[Problem]) -> None:
        """Raise when there is at least one problem."""
        found = tuple(problems)
        if found:
            raise cls(*found)


class Missing(MotcuaError):
    """There is no such record, or the asker may not know that there is one (404)."""


class Forbidden(MotcuaError):
    """The asker is known and is not allowed to do this (403)."""


class NeedsLogin(MotcuaError):
    """Nobody is logged in, or a step of the log-in is missing (401)."""


class Conflict(MotcuaError):
    """Somebody else was faster, or the same key was used for something else (409)."""

    def __init__(self, problem: Problem | str) -> None:
        self.problem = Problem(problem) if isinstance(problem, str) else problem
        super().__init__(self.problem.message)


class Stale(Conflict):
    """The client named a version of the record (If-Match) that is no longer the present one (412)."""


class TooMany(MotcuaError):
    """Too many tries; `retry_after` is in seconds (429)."""

    def __init__(self, message: str, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(message)
