"""Addresses, integrity and sending of browser files."""

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from jinja2 import Environment

from core.web.assets import VENDOR_FOLDER, Assets, install_assets, load_assets

ROOT = Path(__file__).resolve().parents[3]

if not (VENDOR_FOLDER / "manifest.json").is_file():
    pytest.skip("third-party files not built: python config/assets/build.py", allow_module_level=True)


@pytest.fixture(name="folder")
def plugin_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "list.js").write_text("export const answer = 42;\n" * 200, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("not for browsers", encoding="utf-8")
    return folder


@pytest.fixture(name="assets")
def loaded_assets(folder: Path) -> Assets:
    return load_assets({"example": folder})


def test_every_manifest_entry_matches_its_file() -> None:
    manifest = json.loads((VENDOR_FOLDER / "manifest.json").read_bytes())
    assert len(manifest["files"]) >= 10
    for name, entry in manifest["files"].items():
        content = (VENDOR_FOLDER / entry["path"]).read_bytes()
        digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
        assert entry["integrity"] == f"sha384-{digest}", name
        ready = VENDOR_FOLDER / f"{entry['path']}.gz"
        if ready.exists():
            assert gzip.decompress(ready.read_bytes()) == content, name


def test_style_sheets_point_only_at_files_that_are_shipped(assets: Assets) -> None:
    for name, entry in assets.manifest.files.items():
        if name.endswith(".css"):
            css = (VENDOR_FOLDER / entry.path).read_text(encoding="utf-8")
            for address in re.findall(r"url\(\s*['\"]?([^)'\"]+)", css):
                assert address.startswith(("data:", "#")) or (VENDOR_FOLDER / address).is_file(), (name, address)
            assert "@import" not in css, name


def test_no_shipped_file_loads_from_another_site(assets: Assets) -> None:
    """Fetching at run time would break offices without Internet; the wasm reader's default address is overridden."""
    for name, entry in assets.manifest.files.items():
        if name.endswith((".css", ".svg")):
            text = (VENDOR_FOLDER / entry.path).read_text(encoding="utf-8")
            assert not re.search(r"(url\(|href=)['\"]?(https?:)?//", text), name


def test_licences_name_every_shipped_package() -> None:
    packages = json.loads((ROOT / "config/assets/package.json").read_bytes())["dependencies"]
    text = (VENDOR_FOLDER / "LICENSES.txt").read_text(encoding="utf-8")
    for package, version in packages.items():
        assert f"{package} {version}" in text


def test_lock_file_holds_hashes_and_no_registry_address() -> None:
    lock = json.loads((ROOT / "config/assets/package-lock.json").read_bytes())
    packages = [entry for name, entry in lock["packages"].items() if name]
    assert packages
    for entry in packages:
        assert entry["integrity"].startswith("sha512-")
        assert "resolved" not in entry


def test_third_party_address_has_hash_and_integrity(assets: Assets) -> None:
    found = assets.address("htmx.js")
    assert re.fullmatch(r"/static/vendor/htmx\.[0-9a-f]{12}\.js", found.path)
    assert found.integrity.startswith("sha384-")


def test_own_file_gets_a_new_address_when_its_content_changes(assets: Assets, folder: Path) -> None:
    before = assets.address("example/list.js").path
    (folder / "list.js").write_text("export const answer = 43;\n", encoding="utf-8")
    assert load_assets({"example": folder}).address("example/list.js").path != before


def test_a_misspelt_name_is_refused(assets: Assets) -> None:
    with pytest.raises(LookupError, match=r"example/lost\.js"):
        assets.address("example/lost.js")


@pytest.mark.parametrize("name", ["../secret.txt", "x/../../secret.txt", "/etc/passwd", ""])
def test_nothing_outside_the_static_folder_is_found(assets: Assets, name: str) -> None:
    assert assets.locate("example", name) is None


def test_development_reads_a_file_anew(folder: Path) -> None:
    assets = load_assets({"example": folder}, development=True)
    path = folder / "list.js"
    first = assets.read(path)
    path.write_text("changed", encoding="utf-8")
    assert assets.read(path).body == b"changed" != first.body


def test_template_functions_write_whole_elements(assets: Assets) -> None:
    environment = Environment(autoescape=True)
    install_assets(environment, assets)
    template = "{{ stylesheet('tabler.css') }}{{ script('htmx.js', 'defer') }}{{ script('example/list.js') }}"
    html = environment.from_string(template).render()
    assert re.search(r'<link rel="stylesheet" href="/static/vendor/tabler\.\w+\.css" integrity="sha384-', html)
    assert re.search(r'<script src="/static/vendor/htmx\.\w+\.js" defer integrity="sha384-', html)
    assert re.search(r'<script src="/static/\w+/example/list\.js" type="module"></script>', html)


def test_icon_is_decoration_unless_labelled(assets: Assets) -> None:
    assert 'aria-hidden="true"' in assets.icon("home")
    assert 'role="img" aria-label="Nhà &amp; đất"' in assets.icon("home", "Nhà & đất")


def test_an_unknown_icon_falls_back_so_that_a_foreign_plugin_cannot_break_the_menu(assets: Assets) -> None:
    assert str(assets.icon("no-such-icon")).endswith('#point"></use></svg>')


def test_imported_style_sheets_are_sent_in_one_file(assets: Assets, folder: Path) -> None:
    (folder / "skin.css").write_text('@import "colours.css";\n\nmain { margin: 0; }\n', encoding="utf-8")
    (folder / "colours.css").write_text(":root { color: red; }\n", encoding="utf-8")
    assert assets.read(folder / "skin.css").body == b":root { color: red; }\n\n\nmain { margin: 0; }\n"


@pytest.mark.parametrize(("skin", "budget_kb"), [("core/public.css", 20), ("core/staff.css", 25)])
def test_own_style_sheets_stay_small(assets: Assets, skin: str, budget_kb: int) -> None:
    path = assets.locate(*skin.split("/"))
    assert path is not None
    content = assets.read(path)
    assert b"@import" not in content.body
    assert len(content.gzipped) <= budget_kb * 1024


def test_the_camera_reader_is_the_version_that_its_loader_was_made_for() -> None:
    """With another version the reader fails at every picture: the two share memory addresses."""
    packages = json.loads((ROOT / "config/assets/package-lock.json").read_bytes())["packages"]
    wanted = packages["node_modules/barcode-detector"]["dependencies"]["zxing-wasm"]
    assert packages["node_modules/zxing-wasm"]["version"] == wanted
    assert "node_modules/barcode-detector/node_modules/zxing-wasm" not in packages
