"""Both sides of a sync with one face: list objects as flat values, make them, change them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

import anyio.to_thread
import msgspec
import pynetbox
from requests import Session
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from core.acting import Act
from plugins.assets.netbox import reading, writing
from plugins.assets.netbox.domain.describe import ObjectType

PAGE: Final = 200
TRIES: Final = 5
SECONDS: Final = 30.0
FLAT: Final = frozenset({"text", "number", "decimal", "flag", "date", "choice", "rel"})
MARK: Final = "motcua"
Object = Mapping[str, Any]


class Side(Protocol):
    """A NetBox, ours or theirs."""

    async def objects(self, kind: ObjectType) -> list[Object]:
        """Return all objects as the API gives them."""

    async def create(self, kind: ObjectType, bodies: Sequence[Object]) -> list[int]:
        """Make objects; return their ids in that order."""

    async def update(self, kind: ObjectType, bodies: Mapping[int, Object]) -> None:
        """Change objects: id -> new values."""


class Ours:
    """The objects here, through the same code as the API, with its change log and rights."""

    def __init__(self, act: Act) -> None:
        self.act = act

    async def objects(self, kind: ObjectType) -> list[Object]:
        """Return all objects that the actor may see."""
        found: list[Object] = []
        start = 0
        while True:
            query = {"limit": [str(reading.MOST)], "start": [str(start)]}
            page = msgspec.json.decode((await reading.listed(kind, query, self.act.who, "/", "/")).json)
            found += page["results"]
            if page["next"] is None:
                return found
            start = found[-1]["id"] + 1

    async def create(self, kind: ObjectType, bodies: Sequence[Object]) -> list[int]:
        """Make objects."""
        return await writing.create(kind, bodies, self.act)

    async def update(self, kind: ObjectType, bodies: Mapping[int, Object]) -> None:
        """Change objects."""
        await writing.update(kind, dict(bodies), self.act, whole=False)


class Theirs:
    """A NetBox elsewhere, through pynetbox in a thread; what it is too busy for is tried again, later each time."""

    def __init__(self, url: str, token: str) -> None:
        self.api = pynetbox.api(url, token=token)
        session = Session()
        tries = Retry(
            total=TRIES, backoff_factor=1, status_forcelist=(429, 502, 503, 504), allowed_methods=None, read=0
        )
        for scheme in ("http://", "https://"):
            session.mount(scheme, _Patient(max_retries=tries))
        self.api.http_session = session
        self.marked = False

    def endpoint(self, kind: ObjectType) -> Any:
        """Return pynetbox's endpoint of a type."""
        return getattr(getattr(self.api, kind.app), kind.path.replace("-", "_"))

    async def objects(self, kind: ObjectType) -> list[Object]:
        """Return all objects, page by page."""
        return await anyio.to_thread.run_sync(lambda: [_plain(one) for one in self.endpoint(kind).all(limit=PAGE)])

    async def create(self, kind: ObjectType, bodies: Sequence[Object]) -> list[int]:
        """Make objects; they carry our tag and our id, where the other side lets us."""
        made = await anyio.to_thread.run_sync(lambda: self.endpoint(kind).create([dict(body) for body in bodies]))
        return [one.id for one in made]

    async def update(self, kind: ObjectType, bodies: Mapping[int, Object]) -> None:
        """Change objects in one call."""
        changes = [{"id": number, **body} for number, body in bodies.items()]
        await anyio.to_thread.run_sync(lambda: self.endpoint(kind).update(changes))

    async def mark(self, kinds: Sequence[ObjectType]) -> bool:
        """Have the tag and the field that mark what came from here, made once; False where we may not make them."""
        self.marked = await anyio.to_thread.run_sync(lambda: self._mark([kind.key for kind in kinds]))
        return self.marked

    def _mark(self, kinds: Sequence[str]) -> bool:
        try:
            if self.api.extras.tags.get(slug=MARK) is None:
                self.api.extras.tags.create(name=MARK, slug=MARK, color="a51d1d", description="from motcua")
            field = self.api.extras.custom_fields.get(name=f"{MARK}_id")
            if field is None:
                self.api.extras.custom_fields.create(
                    name=f"{MARK}_id", label="motcua id", type="integer", object_types=list(kinds)
                )
            elif set(kinds) - set(field.object_types):
                field.update({"object_types": sorted({*field.object_types, *kinds})})
        except pynetbox.RequestError as refused:
            if refused.req.status_code == 403:
                return False
            raise
        return True


class _Patient(HTTPAdapter):
    """Every request has an end: a server that does not answer must not hold the sync for ever."""

    def send(self, request: Any, *args: Any, **options: Any) -> Any:
        options["timeout"] = options.get("timeout") or SECONDS
        return super().send(request, *args, **options)


def _plain(record: Any) -> Object:
    """Return a record of pynetbox as the JSON that it was made of."""
    return dict(record)


def flat(kind: ObjectType, found: Object) -> dict[str, Any]:
    """Return the plain fields of an object: choices by their value, relations as {"id": .., "slug" or "name": ..}."""
    values: dict[str, Any] = {}
    for field in kind.fields:
        if field.kind not in FLAT or field.name not in found:
            continue
        value = found[field.name]
        if isinstance(value, Mapping) and field.kind == "choice":
            value = value.get("value")
        values[field.name] = value
    return values
