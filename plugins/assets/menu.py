"""Where the plugin stands in the menu."""

from core.text.i18n import lazy

SECTION = lazy("Thiết bị")
