"""Compare the English catalogues with the texts in the code: `python -m core.text.check_catalogues [--write]`.

Looks at core and at every plugin of a source tree. A plugin may use texts that the core has translated.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Final, Literal

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from core.text.i18n import LANGUAGES, SOURCE_LANGUAGE

Kind = Literal["missing", "empty", "fuzzy", "placeholders", "conflict", "obsolete"]
Key = tuple[str, str]
"""Context ("" when there is none) and the text in the source language (of a plural: its first form)."""

_METHODS: Final = [("**.py", "python"), *[(f"**/templates/**.{ext}", "jinja2") for ext in ("html", "txt", "xml", "svg")]]
_OPTIONS: Final = {
    f"**/templates/**.{ext}": {"silent": "false", "trimmed": "true", "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols"}
    for ext in ("html", "txt", "xml", "svg")
}
_KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@dataclass(frozen=True)
class Finding:
    """Something wrong with one text of one package. `where` is file:line of a use, relative to the source tree."""

    kind: Kind
    package: str
    text: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.kind:12} {self.package:24} {self.text!r} {self.where}".rstrip()


def check(root: Path, code: str = "en") -> list[Finding]:
    """Return what is wrong with the catalogues of a language under root (the folder with core/ and plugins/).

    missing: used, not in the catalogue; empty: no translation; fuzzy: marked as unsure; placeholders: %(name)s differ;
    conflict: two packages translate one text differently; obsolete: no longer used. Raises jinja2's
    TemplateSyntaxError for a template that cannot be read.
    """
    catalogues = {package: _catalogue(root / package, code) for package in packages(root)}
    shared = catalogues.get("core", {})
    found: list[Finding] = []
    for package, catalogue in catalogues.items():
        used = _used(root, package)
        found += [Finding("missing", package, key[1], used[key].where) for key in used if key not in {**shared, **catalogue}]
        found += [Finding("obsolete", package, key[1]) for key in catalogue if key not in used and package != "core"]
        found += [Finding(kind, package, key[1]) for key, message in catalogue.items() for kind in _faults(message)]
        found += _conflicts(package, catalogue, shared) if package != "core" else []
    return found
