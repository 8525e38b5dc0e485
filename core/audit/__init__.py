"""The hash-chained log: who did what, when, from where, with the values before and after."""

from core.audit.commands import entry_sql, entry_values, record

__all__ = ["entry_sql", "entry_values", "record"]
