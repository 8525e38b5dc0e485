"""The hash-chained log: who did what, when, from where, with the values before and after."""

from core.audit.commands import record

__all__ = ["record"]
