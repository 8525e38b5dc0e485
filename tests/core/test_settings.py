"""Settings: file below, environment above, and a word on what is wrong."""

from pathlib import Path

import msgspec
import pytest

from core.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("MOTCUA_") or name == "DATABASE_URL"]:
        monkeypatch.delenv(name)


def written(folder: Path, text: str) -> Path:
    path = folder / "motcua.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_file_is_read_and_the_rest_keeps_its_default(tmp_path: Path) -> None:
    read = load_settings(
        written(
            tmp_path,
            'agency_name = "UBND xã Hữu Thạnh"\nplugins = ["onestop"]\n[mail]\nhost = "mail.example"\n'
            "[plugin.onestop]\nlanes = 3\n",
        )
    )
    assert (read.agency_name, read.plugins, read.mail.host) == ("UBND xã Hữu Thạnh", ("onestop",), "mail.example")
    assert read.plugin == {"onestop": {"lanes": 3}}
    assert (read.time_zone, read.environment) == ("Asia/Ho_Chi_Minh", "production")


def test_the_environment_outranks_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, 'secret_key = "in the file"\ndatabase_url = "file"\n[mail]\nhost = "mail.example"\n')
    monkeypatch.setenv("MOTCUA_CONFIG", str(path))
    monkeypatch.setenv("MOTCUA_SECRET_KEY", "in the environment")
    monkeypatch.setenv("DATABASE_URL", "environment")
    monkeypatch.setenv("MOTCUA_MAIL_PASSWORD", "secret")
    read = load_settings()
    assert (read.secret_key, read.database_url) == ("in the environment", "environment")
    assert (read.mail.host, read.mail.password) == ("mail.example", "secret")
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "ours")
    assert load_settings().database_url == "ours", "our own name counts more than the common one"


def test_an_empty_variable_is_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    assert load_settings(written(tmp_path, 'database_url = "file"\n')).database_url == "file"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('agencyname = "x"', "agencyname"),
        ('environment = "live"', "environment"),
        ('plugins = "onestop"', "plugins"),
        ('[mail]\ntls = "maybe"', "mail.tls"),
        ('idle_minutes = "long"', "idle_minutes"),
        ('plugin = { onestop = "x" }', "plugin"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=named):
        load_settings(written(tmp_path, text))


def test_a_file_that_was_named_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_CONFIG", str(tmp_path / "lost.toml"))
    with pytest.raises(FileNotFoundError, match="lost"):
        load_settings()


def test_the_shipped_example_is_valid() -> None:
    example = Path(__file__).resolve().parents[2] / "config" / "motcua.example.toml"
    assert isinstance(load_settings(example), Settings)


@pytest.mark.parametrize("key", ["", "short", "x" * 31])
def test_a_server_does_not_start_with_a_weak_secret(key: str) -> None:
    from core.app import create_asgi

    with pytest.raises(ValueError, match="secret_key must have at least 32"):
        create_asgi(Settings(secret_key=key))
