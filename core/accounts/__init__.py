"""Who may get in, and what they may do: passwords, one-time codes, log-ins, tokens, roles and permissions.

Other code meets accounts as `Principal` only; this face is for tools that act for somebody without a request.
"""

from core.accounts.queries import matrix, principal_of_account

__all__ = ["matrix", "principal_of_account"]
