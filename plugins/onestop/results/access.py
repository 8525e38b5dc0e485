"""Who may enter results, and who may correct or revoke them."""

from typing import Final

from core.contributions import Permission
from core.text.i18n import lazy

ENTER: Final = "onestop.results"
AMEND: Final = "onestop.results_amend"
PERMISSIONS: Final = (
    Permission(ENTER, lazy("Vào sổ và cấp số kết quả"), roles=("clerk", "specialist")),
    Permission(AMEND, lazy("Đính chính, thu hồi kết quả đã vào sổ"), roles=("leader",)),
)
