"""Where to go after the log-in: only to a page of this site."""

import re

START = "/staff"
_LOCAL = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f]{0,500}")


def safe_next(wanted: str) -> str:
    """Return the path when it is one of this site, without host or scheme in any spelling, else the start page."""
    if not _LOCAL.fullmatch(wanted) or wanted.startswith(("/login", "/logout")):
        return START
    return wanted
