"""What the catalogue contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.catalogue.controllers.keeping import FieldPages, KeepingPages
    from plugins.onestop.catalogue.controllers.procedures import CataloguePages
    from plugins.onestop.catalogue.controllers.uploads import UploadPages

    return [UploadPages, FieldPages, CataloguePages, KeepingPages]


def panels() -> Sequence[c.Panel]:
    from plugins.onestop.catalogue.panels import load_choice

    template = "onestop/catalogue/panel_choice.html"
    return [c.Panel("onestop.dossier.aside", template, load_choice, 50, "onestop.view")]


def services() -> Sequence[c.Service]:
    from plugins.onestop.catalogue.blank_forms import ProcedureForms

    return [c.Service(ProcedureForms, ProcedureForms())]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("onestop.catalogue", c.later("plugins.onestop.catalogue.demo:load_versions"), 310)]
