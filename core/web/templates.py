"""One Jinja environment over the templates of the core and of every plugin."""

import importlib.util
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

from core.registry import Registry
from core.text import formats
from core.text.i18n import gettext, jinja_translations, language, ngettext
from core.web import charts
from core.web.assets import Assets, install_assets, load_assets


def package_folder(package: str) -> Path:
    """Return the folder of an importable package."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(package)
    return Path(next(iter(spec.submodule_search_locations)))


def folders(registry: Registry, name: str) -> list[Path]:
    """Return the existing sub-folders `name` ("templates", "static") of the core's web part and of every plugin."""
    packages: Sequence[str] = ["core.web", *(plugin.package for plugin in registry.plugins)]
    return [folder for package in packages if (folder := package_folder(package) / name).is_dir()]


@lru_cache(maxsize=1)
def assets_of(registry: Registry) -> Assets:
    """Return the browser files of a registry: the core's and each plugin's own `static` folder."""
    static = {plugin.name: package_folder(plugin.package) / "static" for plugin in registry.plugins}
    present = {name: folder for name, folder in static.items() if folder.is_dir()}
    return load_assets(present, development=registry.settings.environment == "development")


def url(path: str) -> str:
    """Return a path of this site in the reader's language."""
    return f"/en{path}" if language.get() == "en" and path.startswith("/") else path


def build_environment(registry: Registry) -> jinja2.Environment:
    """Return the environment; templates are looked up as `<plugin>/<name>.html`."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders(registry, "templates")),
        autoescape=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=registry.settings.environment == "development",
    )
    # As when the texts are extracted: line breaks in {% trans %} are no part of the text to translate.
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(**jinja_translations(), newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        url=url,
        _=gettext,
        ngettext=ngettext,
        charts=charts,
        agency_name=registry.settings.agency_name,
        app_name="motcua",
    )
    install_assets(environment, assets_of(registry))
    environment.filters.update(formats.FILTERS)
    return environment


@lru_cache(maxsize=1)
def environment_of(registry: Registry) -> jinja2.Environment:
    """Return the environment of a registry, built once."""
    return build_environment(registry)


def render(registry: Registry, template: str, context: dict[str, Any]) -> str:
    """Return the text of a template."""
    return environment_of(registry).get_template(template).render(context)
