"""Compare the English catalogues with the texts in the code: `python -m core.text.check_catalogues [--write]`.

Looks at core and at every plugin of a source tree. Known ways to mark a text are `_`, `gettext`, `ngettext`,
`pgettext`, `npgettext`, `lazy` in Python and the same (but lazy) and `{% trans %}` in Jinja templates.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

Kind = Literal["missing", "empty", "fuzzy", "placeholders", "conflict", "obsolete"]
Key = tuple[str, str]
"""Context ("" without one) and the text in the source language (of a plural its first form)."""

_TEMPLATES: Final = [f"**/templates/**.{suffix}" for suffix in ("html", "txt", "xml", "svg")]
_METHODS: Final = [("**.py", "python"), *((pattern, "jinja2.ext:babel_extract") for pattern in _TEMPLATES)]
# As in the pages' own environment: runs of white space in {% trans %} are one space, unreadable templates are errors.
_JINJA: Final = {"silent": "false", "trimmed": "true", "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols"}
_KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "lazy": None,
    "mark": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_PLACEHOLDER: Final = re.compile(r"%\((\w+)\)")


@dataclass(frozen=True)
class Use:
    """One text where the code uses it: `where` is file:line under the source tree, `forms` its one or two forms."""

    forms: tuple[str, ...]
    context: str
    where: str

    @property
    def key(self) -> Key:
        """What the catalogues know the text by."""
        return self.context, self.forms[0]


@dataclass(frozen=True)
class Finding:
    """Something wrong with one text of one package.

    missing: used but in no catalogue; empty: without translation; fuzzy: marked as unsure; placeholders: %(name)s
    differ; conflict: an earlier package translates the same text differently; obsolete: no longer used.
    """

    kind: Kind
    package: str
    text: str
    use: Use | None = None

    def __str__(self) -> str:
        return f"{self.kind}: {self.package}: {self.text!r} {self.use.where if self.use else ''}".rstrip()


def check(root: Path, code: str = "en") -> list[Finding]:
    """Return what is wrong with the catalogues of a language under root, the folder that holds core/ and plugins/.

    Packages may use what core translates. Raises jinja2.TemplateSyntaxError for a template that cannot be read.
    """
    catalogues = {package: _messages(catalogue_file(root, package, code)) for package in _packages(root)}
    uses = {package: _uses(root, package) for package in catalogues}
    findings: list[Finding] = []
    for package, messages in catalogues.items():
        known = catalogues["core"].keys() | messages.keys()
        # What core translates may be there for the plugins.
        used = uses[package].keys() if package != "core" else frozenset().union(*uses.values())
        findings += [Finding("missing", package, key[1], use) for key, use in uses[package].items() if key not in known]
        findings += [Finding(kind, package, key[1]) for key, message in messages.items() for kind in _faults(message)]
        findings += [Finding("obsolete", package, key[1]) for key in messages if key not in used]
    return findings + list(_conflicts(catalogues))


def add_missing(root: Path, findings: Iterable[Finding], code: str = "en") -> int:
    """Append the missing texts, not yet translated, to the packages' catalogues and return how many there were."""
    missing = [finding for finding in findings if finding.kind == "missing"]
    for package in dict.fromkeys(finding.package for finding in missing):
        entries = Catalog(locale=code, charset="utf-8")
        for use in (finding.use for finding in missing if finding.package == package and finding.use):
            entries.add(use.forms[0] if len(use.forms) == 1 else use.forms, context=use.context or None)
        path = catalogue_file(root, package, code)
        header = "" if path.is_file() else _empty_catalogue(code)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{header}\n{_po_text(entries, omit_header=True)}")
    return len(missing)


def catalogue_file(root: Path, package: str, code: str) -> Path:
    """Return the catalogue of a package given as a path under root ("core", "plugins/assets"); it may be missing."""
    return root / package / "locale" / code / "LC_MESSAGES" / "messages.po"


def _packages(root: Path) -> list[str]:
    plugins = sorted(path.parent.relative_to(root).as_posix() for path in root.glob("plugins/*/__init__.py"))
    return ["core", *plugins]


def _uses(root: Path, package: str) -> dict[Key, Use]:
    """Return the texts that a package's code and templates use, each with its first place."""
    options = dict.fromkeys(_TEMPLATES, _JINJA)
    found = extract_from_dir(root / package, _METHODS, options, _KEYWORDS)
    uses = (
        Use((text,) if isinstance(text, str) else tuple(text), context or "", f"{package}/{file}:{line}")
        for file, line, text, _comments, context in found
    )
    first: dict[Key, Use] = {}
    for use in uses:
        first.setdefault(use.key, use)
    return first


def _messages(path: Path) -> dict[Key, Message]:
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    return {(message.context or "", _forms(message)[0]): message for message in catalogue if message.id}


def _forms(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _translations(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _faults(message: Message) -> Iterator[Kind]:
    translations = _translations(message)
    if not all(translations):
        yield "empty"
        return
    if message.fuzzy:
        yield "fuzzy"
    wanted = set(_PLACEHOLDER.findall("".join(_forms(message))))
    # A plural form may leave its number out: "one dossier".
    optional = {"num"} if len(translations) > 1 else set()
    if any(set(_PLACEHOLDER.findall(text)) | optional != wanted | optional for text in translations):
        yield "placeholders"


def _conflicts(catalogues: Mapping[str, Mapping[Key, Message]]) -> Iterator[Finding]:
    """Yield texts with two translations: which one is shown would depend on the order of the plugins."""
    first: dict[Key, tuple[str, ...]] = {}
    for package, messages in catalogues.items():
        for key, message in messages.items():
            if first.setdefault(key, _translations(message)) != _translations(message):
                yield Finding("conflict", package, key[1])


def _po_text(catalogue: Catalog, *, omit_header: bool) -> str:
    written = BytesIO()
    write_po(written, catalogue, width=0, omit_header=omit_header)
    return written.getvalue().decode()


def _empty_catalogue(code: str) -> str:
    return _po_text(Catalog(locale=code, project="motcua", charset="utf-8", fuzzy=False), omit_header=False)


@click.command()
@click.option("--write", is_flag=True, help="Append missing texts, with an empty translation, to the catalogues.")
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The source tree: the folder with core/ and plugins/ (default: the current folder).",
)
def main(*, write: bool, root: Path) -> None:
    """Report missing, empty, fuzzy, obsolete and conflicting English texts; exit code 1 when there are any."""
    findings: Sequence[Finding] = check(root)
    for finding in findings:
        click.echo(finding)
    if write:
        click.echo(f"{add_missing(root, findings)} added")
    if findings:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
