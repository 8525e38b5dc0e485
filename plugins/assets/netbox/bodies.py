"""What clients send: queries and JSON bodies, as far as they have the right shape."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from litestar.exceptions import HTTPException
from litestar.response import Response

from plugins.assets.netbox.answers import Web, answer

MOST_OBJECTS: Final = 5000


def query_of(request: Web) -> Mapping[str, Sequence[str]]:
    """Return the parameters of the address, each with all its values."""
    return {name: request.query_params.getall(name) for name in request.query_params}


async def body_of(request: Web) -> Any:
    """Return the JSON that was sent. Raises HTTPException (400) for what is none."""
    try:
        return msgspec.json.decode(await request.body())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HTTPException(status_code=400, detail=f"JSON parse error - {error}") from error


def objects_of(sent: Any) -> list[dict[str, Any]] | None:
    """Return the objects of a body that is one or a list of them; None when it is neither, or too long a list."""
    bodies = sent if isinstance(sent, list) else [sent]
    fine = len(bodies) <= MOST_OBJECTS and all(isinstance(body, dict) for body in bodies)
    return bodies if fine else None


def not_objects(sent: Any) -> Response[str]:
    """Return the refusal of a body without objects."""
    text = f"Invalid data. Expected a dictionary, but got {type(sent).__name__}."
    if isinstance(sent, list) and len(sent) > MOST_OBJECTS:
        text = f"At most {MOST_OBJECTS} objects in one call."
    return answer({"__all__": [text]}, 400)


def by_id(sent: Any) -> dict[int, dict[str, Any]] | None:
    """Return id -> object of a list in which each has its id, None for any other body."""
    bodies = objects_of(sent) if isinstance(sent, list) else None
    if bodies is None or not all(isinstance(body.get("id"), int) for body in bodies):
        return None
    return {body["id"]: body for body in bodies}
