"""A scan -> the places it can lead to, by the word of the plugins that know the codes."""

from urllib.parse import urlsplit

from msgspec import Struct

from core.acting import Principal
from core.codes.scans import Scan, normalise
from core.registry import current


class Place(Struct, frozen=True):
    """Where one code leads: the kind in the reader's language, the digits, a path of this site."""

    title: str
    code: str
    path: str


class Found(Struct, frozen=True):
    """What a scan leads to. login: somebody who is logged in might get further."""

    scan: Scan
    places: tuple[Place, ...]
    login: bool = False


async def resolve(raw: str, principal: Principal) -> Found:
    """Ask every plugin that knows codes of the scan's kinds. Codes of other offices' addresses are not looked up.

    An anonymous reader is only led to what is public; whether there is more behind a login does not depend on
    whether the code exists.
    """
    scan = normalise(raw, hosts=[urlsplit(current().settings.base_url).netloc])
    places: list[Place] = []
    login = False
    for code in scan.codes:
        for pattern in current().all("code_patterns"):
            if not pattern.matches(code):
                continue
            if not pattern.public and not principal.username:
                login = True
                continue
            path = await pattern.resolve(code, principal)
            if path is not None:
                places.append(Place(str(pattern.title), code, path))
    return Found(scan, tuple(places), login and not places)
