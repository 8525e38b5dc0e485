"""What the catalogue contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.catalogue.controllers import CataloguePages, UploadPages

    return [UploadPages, CataloguePages]


def panels() -> Sequence[c.Panel]:
    from plugins.onestop.catalogue.panels import load_choice

    template = "onestop/catalogue/panel_choice.html"
    return [c.Panel("onestop.dossier.aside", template, load_choice, 50, "onestop.view")]


def demo_data() -> Sequence[c.DemoData]:
    from plugins.onestop.catalogue.demo import load_versions

    return [c.DemoData("onestop.catalogue", load_versions, 310)]
