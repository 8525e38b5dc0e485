"""Browser files: third-party ones from the build's manifest, authored ones from each package's static folder.

Addresses: `/static/vendor/<hashed name>` and `/static/<version>/<package>/<file>`. Both change with the content, so
both are cached for a year. In development the version is `dev`, nothing is cached and an edit shows on reload.
"""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec
from jinja2 import Environment
from markupsafe import Markup, escape

VENDOR_FOLDER: Final = Path(__file__).resolve().parent.parent / "static" / "vendor"
CORE_FOLDER: Final = Path(__file__).resolve().parent / "static"
PREFIX: Final = "/static"
UNKNOWN_ICON: Final = "point"
_DEVELOPMENT: Final = "dev"
_IMPORT: Final = re.compile(rb'^@import "([\w-]+\.css)";$', re.MULTILINE)
_COMPRESSED: Final = frozenset({".css", ".js", ".svg", ".txt", ".json", ".webmanifest"})
# The system's table of types differs between machines; a module served as text/plain does not run.
_TYPES: Final = {
    ".js": "text/javascript",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
}


class Asset(msgspec.Struct, frozen=True):
    """A file's address and, for third-party files, its integrity attribute; shown in a template it is the address."""

    path: str
    integrity: str = ""

    def __str__(self) -> str:
        return self.path


class StaticContent(msgspec.Struct, frozen=True):
    """One file as sent: body, the same gzipped (empty: not worth it), media type and strong validator."""

    body: bytes
    gzipped: bytes
    media_type: str
    etag: str


class VendorFile(msgspec.Struct, frozen=True):
    """A manifest entry: hashed name and sha384 integrity."""

    path: str
    integrity: str


class Manifest(msgspec.Struct, frozen=True):
    """What config/assets/build.py wrote: third-party files by their plain name, and the icons of the sprite."""

    files: dict[str, VendorFile]
    icons: frozenset[str]


class Assets(msgspec.Struct, frozen=True):
    """Everything needed to address and to send browser files.

    folders: package name as used in addresses -> its static folder. version: changes with any authored file.
    """

    manifest: Manifest
    folders: Mapping[str, Path]
    version: str
    read: Callable[[Path], StaticContent]

    @property
    def development(self) -> bool:
        """Tell whether files may change while the process runs."""
        return self.version == _DEVELOPMENT

    def address(self, name: str) -> Asset:
        """Return where `name` is found: "htmx.js" is third-party, "onestop/worklist.js" a package's own file.

        Raises LookupError for a name that does not exist, so a misspelt one fails in the first test.
        """
        vendor = self.manifest.files.get(name)
        if vendor is not None:
            return Asset(f"{PREFIX}/vendor/{vendor.path}", vendor.integrity)
        package, _, file = name.partition("/")
        if self.locate(package, file) is None:
            raise LookupError(f"no browser file {name!r}: neither in the manifest nor in a static folder")
        return Asset(f"{PREFIX}/{self.version}/{name}")

    def locate(self, package: str, file: str) -> Path | None:
        """Return the path of a package's file, None when there is none or the name leaves the folder."""
        folder = VENDOR_FOLDER if package == "vendor" else self.folders.get(package)
        if folder is None or not file:
            return None
        path = (folder / file).resolve()
        return path if path.is_relative_to(folder.resolve()) and path.is_file() else None

    def icon(self, name: str, label: str = "") -> Markup:
        """Return an icon of the sprite: decoration by default, an image with a name when `label` is given."""
        known = name if name in self.manifest.icons else UNKNOWN_ICON
        meaning = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
        use = f'<use href="{escape(self.address("icons.svg").path)}#{escape(known)}"></use>'
        return Markup(f'<svg class="icon" {meaning} focusable="false">{use}</svg>')  # noqa: S704 -- escaped above


def load_assets(folders: Mapping[str, Path], *, development: bool = False) -> Assets:
    """Read the manifest and index the packages' static folders ("core" is added).

    Raises FileNotFoundError, with the command that helps, when the third-party files were not built.
    """
    manifest = VENDOR_FOLDER / "manifest.json"
    if not manifest.is_file():
        raise FileNotFoundError(f"{manifest} is missing: run `python config/assets/build.py`")
    everything = {"core": CORE_FOLDER, **folders}
    return Assets(
        manifest=msgspec.json.decode(manifest.read_bytes(), type=Manifest),
        folders=everything,
        version=_DEVELOPMENT if development else _digest(everything),
        read=read_content if development else cache(read_content),
    )


def read_content(path: Path) -> StaticContent:
    """Read a file and prepare what is sent of it; uses the .gz beside it when there is one.

    `@import "other.css";` lines of a style sheet are replaced by that file of the same folder: cohesive files to work
    on, one request for the reader.
    """
    body = path.read_bytes()
    suffix = path.suffix
    if suffix == ".css":
        body = _IMPORT.sub(lambda found: (path.parent / found[1].decode()).read_bytes(), body)
    ready = path.with_name(path.name + ".gz")
    if ready.is_file():
        gzipped = ready.read_bytes()
    else:
        gzipped = gzip.compress(body, 6, mtime=0) if suffix in _COMPRESSED and len(body) > 1024 else b""
    media_type = _TYPES.get(suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return StaticContent(body=body, gzipped=gzipped, media_type=media_type, etag=etag)


def install_assets(environment: Environment, assets: Assets) -> None:
    """Give templates `asset(name)`, `icon(name, label="")`, `stylesheet(name)` and `script(name, kind)`."""

    def stylesheet(name: str) -> Markup:
        return Markup('<link rel="stylesheet" href="{}"{}>').format(assets.address(name), _integrity(assets, name))

    def script(name: str, kind: str = "module") -> Markup:
        """Write a script element: kind "module" (default), "defer" for a classic one, "early" for one that blocks."""
        loading = {"module": Markup(' type="module"'), "defer": Markup(" defer"), "early": Markup("")}[kind]
        return Markup('<script src="{}"{}{}></script>').format(assets.address(name), loading, _integrity(assets, name))

    offered: dict[str, Callable[..., Any]] = {
        "asset": assets.address,
        "icon": assets.icon,
        "stylesheet": stylesheet,
        "script": script,
    }
    # A page names some sixty files and icons; where each one is does not change while a server runs.
    kept = {name: call if assets.development else lru_cache(1024)(call) for name, call in offered.items()}
    environment.globals.update(kept)


def _integrity(assets: Assets, name: str) -> Markup:
    value = assets.address(name).integrity
    return Markup(' integrity="{}"').format(escape(value)) if value else Markup("")


def _digest(folders: Mapping[str, Path]) -> str:
    """Return a short hash over the authored files: one edited file gives all of them new addresses."""
    digest = hashlib.sha256()
    for name, folder in sorted(folders.items()):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(f"{name}/{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]
