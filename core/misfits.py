"""Do the fields of what a plugin contributed have the declared types? Python does not ask; a page would break later."""

import types
from collections.abc import Callable
from dataclasses import fields
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


def misfit(item: Any) -> str | None:
    """Return what is wrong with a contribution (a dataclass of core.contributions), in a sentence; None for nothing."""
    hints = get_type_hints(type(item))
    for field in fields(item):
        value = getattr(item, field.name)
        if not _fits(value, hints[field.name]):
            return f"{type(item).__name__}.{field.name} is {type(value).__name__}"
    return None


def _fits(value: object, hint: Any) -> bool:
    """Tell whether a value is of a declared type; what the elements of a container are is not looked at."""
    origin = get_origin(hint)
    if hint is Any:
        return True
    if origin is Literal:
        return value in get_args(hint)
    if origin in {Union, types.UnionType}:
        return any(_fits(value, option) for option in get_args(hint))
    kind = origin or hint
    return callable(value) if kind is Callable else isinstance(value, kind)
