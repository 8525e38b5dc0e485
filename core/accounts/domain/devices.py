"""What a browser is called in a list of log-ins; a guess that helps to recognise one's own, never a decision."""

import re
from typing import Final

from core.text.i18n import gettext as _

_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("CocCoc", "Cốc Cốc"),
    ("coc_coc", "Cốc Cốc"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_name(agent: str) -> str:
    """Return "Chrome, Windows" for a User-Agent header; its first words when it is none of the usual browsers."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    known = ", ".join(filter(None, (browser, system)))
    return known or re.sub(r"[^\w ./()-]", "", agent)[:40] or _("không rõ thiết bị")
