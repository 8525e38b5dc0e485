"""Settings: one TOML file, a few of its values overridden by the environment."""

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec

Environment = Literal["development", "production", "test"]

# environment variable -> setting; secrets belong into the environment or a file outside the repository
_OVERRIDES = {
    "MOTCUA_ENVIRONMENT": "environment",
    "MOTCUA_BASE_URL": "base_url",
    "MOTCUA_SECRET_KEY": "secret_key",
    "DATABASE_URL": "database_url",
    "MOTCUA_DATABASE_URL": "database_url",
    "MOTCUA_DATA_DIR": "data_dir",
    "MOTCUA_CLAMD": "clamd_socket",
}


class MailSettings(msgspec.Struct, kw_only=True):
    """Where outgoing mail goes. tls: "none", "starttls" or "implicit"; certificates are always checked."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    tls: Literal["none", "starttls", "implicit"] = "starttls"
    sender: str = "vanphong@motcua.invalid"
    sender_name: str = "Văn phòng"
    timeout_s: float = 30


class Settings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Everything an installation may choose. Plugins find theirs under `plugin.<name>`."""

    environment: Environment = "production"
    base_url: str = "http://127.0.0.1:8000"
    secret_key: str = ""
    database_url: str = ""
    data_dir: str = "/var/lib/motcua"
    time_zone: str = "Asia/Ho_Chi_Minh"
    agency_name: str = "UBND huyện Đức Hòa"
    plugins: tuple[str, ...] = ("onestop", "publicportal", "assets", "meetings")
    strict_plugins: bool = False
    trusted_proxies: tuple[str, ...] = ()
    clamd_socket: str = ""
    mail: MailSettings = msgspec.field(default_factory=MailSettings)
    idle_minutes: int = 30
    absolute_hours: int = 12
    plugin: dict[str, dict[str, Any]] = {}

    @property
    def data_path(self) -> Path:
        """The folder for files and other state of this installation."""
        return Path(self.data_dir)


def config_folder() -> Path:
    """Return the folder with the configuration that ships with the product (communes, holidays, procedures...)."""
    return Path(__file__).resolve().parent.parent / "config"


def load_settings(path: Path | None = None) -> Settings:
    """Read the settings: `path`, else the file named by MOTCUA_CONFIG, else config/motcua.toml, else defaults.

    Raises msgspec.ValidationError (naming the setting) and FileNotFoundError.
    """
    named = path or (Path(os.environ["MOTCUA_CONFIG"]) if "MOTCUA_CONFIG" in os.environ else None)
    default = config_folder() / "motcua.toml"
    chosen = named or (default if default.exists() else None)
    values: dict[str, Any] = tomllib.loads(chosen.read_text("utf-8")) if chosen else {}
    values |= {setting: os.environ[name] for name, setting in _OVERRIDES.items() if os.environ.get(name)}
    mail = os.environ.get("MOTCUA_MAIL_PASSWORD")
    if mail:
        values["mail"] = {**values.get("mail", {}), "password": mail}
    return msgspec.convert(values, Settings)
