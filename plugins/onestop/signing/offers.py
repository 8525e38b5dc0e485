"""What digital signatures contribute; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c
from core.text.i18n import lazy
from plugins.onestop.menu import SETUP


def permissions() -> Sequence[c.Permission]:
    from plugins.onestop.signing.access import PERMISSIONS

    return PERMISSIONS


def nav_items() -> Sequence[c.NavItem]:
    return [c.NavItem(lazy("Khóa ký số"), "/staff/signing", "certificate", "onestop.signing_keys", 612, SETUP)]


def route_handlers() -> Sequence[Any]:
    from plugins.onestop.signing.controllers.dossier import DossierSignatures
    from plugins.onestop.signing.controllers.pages import SigningPages
    from plugins.onestop.signing.controllers.public import VerificationPages

    return [DossierSignatures, SigningPages, VerificationPages]


def panels() -> Sequence[c.Panel]:
    from plugins.onestop.signing.panels import load_nothing, load_signatures

    return [
        c.Panel("onestop.dossier", "onestop/signing/panel.html", load_signatures, 400, "onestop.view"),
        c.Panel("portal.foot", "onestop/signing/foot.html", load_nothing),
    ]


def code_patterns() -> Sequence[c.CodePattern]:
    from core.codes import SIGNED_PAPER, kind_of
    from plugins.onestop.signing.scanning import open_signed

    title = lazy("Giấy đã ký số")
    return [
        c.CodePattern("onestop.signed", title, lambda code: kind_of(code) is SIGNED_PAPER, open_signed, public=True)
    ]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("onestop.signatures", c.later("plugins.onestop.signing.demo:load_signatures"), 332)]
