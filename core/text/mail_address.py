"""Mail addresses as offices use them: plain ASCII, one mailbox, nothing that a header or a calendar could misread."""

import re

LONGEST = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
_LOCAL = re.compile(r"[A-Za-z0-9_+'&=~-]+(?:\.[A-Za-z0-9_+'&=~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def is_mail_address(text: str) -> bool:
    """Tell whether the text is a mail address that can be written to.

    Stricter than RFC 5321 on purpose: no quoted local parts, no comments, no %, !, # or /, no address literals, and the
    domain has at least one dot. Whoever owns such an address has another one too.
    """
    local, at, domain = text.rpartition("@")
    if not at or len(text) > LONGEST or len(local) > 64 or not _LOCAL.fullmatch(local):
        return False
    labels = domain.split(".")
    return len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
