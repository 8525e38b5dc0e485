"""Let a plugin be made of features: sub-packages whose `offers` module has functions named as the hooks they answer."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any


def gathered(features: Sequence[str], hook: str) -> list[Any]:
    """Return what the features contribute to a hook, in their order. features: names of their `offers` modules."""
    modules = [import_module(name) for name in features]
    return [item for module in modules if hasattr(module, hook) for item in getattr(module, hook)()]
