"""Every template of the product: readable, complete, in its owner's folder, within the content policy."""

import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from jinja2 import meta
from litestar import Litestar

from core.registry import Registry
from core.web.templates import environment_of, folders

# a template's folder is its owner's name; these are the kernel's, the macros' and the official forms'
KERNEL = {"core"}


@pytest.fixture(scope="module")
def environment(app: Litestar, registry: Registry) -> jinja2.Environment:
    return environment_of(registry)


def html(registry: Registry) -> Iterator[tuple[str, str]]:
    """Return (name, source) of every page template."""
    for folder in folders(registry, "templates"):
        for path in sorted(folder.rglob("*.html")):
            yield path.relative_to(folder).as_posix(), path.read_text("utf-8")


def test_every_template_can_be_read_and_finds_what_it_includes(
    environment: jinja2.Environment, registry: Registry
) -> None:
    names = set(environment.list_templates())
    missing = []
    for name, source in html(registry):
        environment.get_template(name)
        referenced = meta.find_referenced_templates(environment.parse(source))
        missing += [f"{name} -> {target}" for target in referenced if target is not None and target not in names]
    assert missing == []


def test_no_two_owners_have_a_template_of_one_name(registry: Registry) -> None:
    names = [name for name, _ in html(registry)]
    assert [name for name in set(names) if names.count(name) > 1] == []


def test_a_template_lies_in_its_owners_folder(registry: Registry) -> None:
    owners = {plugin.package: plugin.name for plugin in registry.plugins} | {"core.web": "core"}
    wrong = []
    for folder in folders(registry, "templates"):
        package = ".".join(Path(folder).parts[-3:-1]) if "plugins" in folder.parts else f"core.{folder.parent.name}"
        owner = owners[package]
        wrong += [str(path) for path in folder.rglob("*.html") if path.relative_to(folder).parts[0] != owner]
    assert wrong == []


# the content policy refuses all of these in a browser: a page that needs one is broken
FORBIDDEN = {
    "a script in the page": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")", re.IGNORECASE
    ),
    "a style in the page": re.compile(r"<style|\sstyle=", re.IGNORECASE),
    "a handler in an attribute": re.compile(r"\son[a-z]+=[\"']", re.IGNORECASE),
    "a script address": re.compile(r"href=[\"']javascript:", re.IGNORECASE),
    "something from another site": re.compile(r"(?:src|srcset|action)=[\"'](?:https?:)?//", re.IGNORECASE),
}


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_page_needs_what_the_content_policy_forbids(registry: Registry, kind: str) -> None:
    assert [name for name, source in html(registry) if FORBIDDEN[kind].search(source)] == []


def test_every_form_that_writes_carries_the_forms_token(registry: Registry) -> None:
    """Public ones too: a logged-in person who uses them is known by cookie, so the token is asked for."""
    form = re.compile(r"<form\b(?=[^>]*method=\"post\").*?(?:</form>|\Z)", re.IGNORECASE | re.DOTALL)
    token = re.compile(r"_csrf|own_fields\(")  # the latter: the lists' own macro around it
    found = [(name, written) for name, source in html(registry) for written in form.findall(source)]
    assert len(found) > 10
    assert [f"{name}: {written[:80]}" for name, written in found if not token.search(written)] == []


def test_nothing_is_marked_safe_in_a_template(registry: Registry) -> None:
    """What is already HTML comes as Markup from code that made it so; a template trusts nothing."""
    marked = [name for name, source in html(registry) if re.search(r"\|\s*safe\b|autoescape\s+false", source)]
    assert marked == []
