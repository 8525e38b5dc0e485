"""The thresholds and steps of `config/alerts.toml`, read once."""

import tomllib
from functools import cache

import msgspec
from msgspec import Struct

from core.settings import config_folder
from core.text.i18n import language
from plugins.assets.alerts.domain.thresholds import Rule


class EscalationStep(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to write to. after_min: minutes without confirmation. above: how many levels above the unit they sit."""

    after_min: int
    role: str
    above: int = 0


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """All of the file. Raises msgspec.ValidationError on reading when a rule is unfit."""

    rule: tuple[Rule, ...]
    step: tuple[EscalationStep, ...] = ()

    def title(self, key: str) -> str:
        """Return a rule's name in the reader's language; one that is gone from the file keeps its key."""
        found = next((rule for rule in self.rule if rule.key == key), None)
        if found is None:
            return key
        return found.title_en if language.get() == "en" else found.title


@cache
def rules() -> Rules:
    """Return the rules."""
    return msgspec.convert(tomllib.loads((config_folder() / "alerts.toml").read_text("utf-8")), Rules)
