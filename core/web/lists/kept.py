"""Pages with holes, kept: what differs from look to look (rows, the form's token) is put into what stays the same.

A work list is looked at all day by the same people with the same question; its frame, filters and heads cost more to
draw than its rows, and change only when something that stands in the key changes.
"""

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Final

_MARK: Final = secrets.token_hex(8)  # nobody can write it into a record beforehand
ROWS: Final = f"rows-{_MARK}"
TOKEN: Final = f"token-{_MARK}"
_HOLES: Final = re.compile(f"((?:rows|token)-{_MARK})")
_MOST: Final = 300
# key -> (whom it belongs to, compared as objects; parts)
_kept: OrderedDict[bytes, tuple[tuple[object, ...], Sequence[str]]] = OrderedDict()


def filled(key: bytes | None, owners: tuple[object, ...], draw: Callable[[], str], holes: Mapping[str, str]) -> str:
    """Return a page with its holes filled; drawn only when no page is kept under the key for the same owners.

    key: everything that the page without its holes depends on, None for a page that can't be kept. owners: objects
    that stand for the rest of what it depends on, compared by identity; holes: marker -> safe HTML.
    """
    known = None if key is None else _kept.get(key)
    if known is None or any(mine is not yours for mine, yours in zip(known[0], owners, strict=True)):
        known = (owners, _HOLES.split(draw()))
        if key is not None:
            _kept[key] = known
            while len(_kept) > _MOST:
                _kept.popitem(last=False)
    return "".join([holes.get(part, part) for part in known[1]])
