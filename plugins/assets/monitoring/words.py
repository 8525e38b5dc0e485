"""Words and tones for what devices report as codes."""

from collections.abc import Mapping

from core.text.formats import format_number
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from plugins.assets.domain.supplies import Supply

STATES: Mapping[str, tuple[object, str]] = {
    "up": (lazy("Hoạt động"), "good"),
    "down": (lazy("Mất kết nối"), "bad"),
    "unknown": (lazy("Chưa rõ"), "neutral"),
}
FAILURES: Mapping[str, object] = {
    "timeout": lazy("không trả lời"),
    "too_big": lazy("trả lời quá lớn"),
    "credentials": lazy("sai người dùng hoặc khóa"),
    "unreachable": lazy("không có đường tới địa chỉ này"),
    "refused": lazy("từ chối trả lời"),
    "error": lazy("trả lời không đọc được"),
    "sealed": lazy("không mở được thông tin truy cập đã lưu"),
    "not_asked": lazy("hệ thống không hỏi thiết bị này nữa"),
}
CLASSES: Mapping[str, object] = {
    "printer": lazy("Máy in, máy photocopy"),
    "switch": lazy("Bộ chuyển mạch"),
    "router": lazy("Bộ định tuyến"),
    "firewall": lazy("Tường lửa"),
    "wireless": lazy("Bộ phát Wi-Fi"),
    "olt": lazy("Thiết bị quang (OLT)"),
    "ups": lazy("Bộ lưu điện"),
    "pdu": lazy("Thanh cấp nguồn (PDU)"),
    "linux": lazy("Máy chủ Linux"),
    "windows": lazy("Máy Windows"),
    "hypervisor": lazy("Máy chủ ảo hóa"),
    "server-bmc": lazy("Bộ quản lý máy chủ"),
    "nas": lazy("Thiết bị lưu trữ"),
    "camera": lazy("Camera"),
    "projector": lazy("Máy chiếu"),
    "other": lazy("Thiết bị khác"),
}
# kind of equipment in the register -> class of the network device that it most likely is
CLASS_OF_CATEGORY: Mapping[str, str] = {
    "printer": "printer",
    "photocopier": "printer",
    "switch": "switch",
    "router": "router",
    "access_point": "wireless",
    "ups": "ups",
    "server": "linux",
    "storage": "nas",
    "camera": "camera",
    "projector": "projector",
}
COLOURS: Mapping[str, object] = {
    "black": lazy("đen"),
    "cyan": lazy("xanh lơ"),
    "magenta": lazy("đỏ tươi"),
    "yellow": lazy("vàng"),
}
_KINDS: Mapping[str, object] = {
    "toner": lazy("Mực"),
    "tonerCartridge": lazy("Hộp mực"),
    "ink": lazy("Mực"),
    "inkCartridge": lazy("Hộp mực"),
    "inkRibbon": lazy("Băng mực"),
    "opc": lazy("Trống"),
    "developer": lazy("Bột từ"),
    "fuser": lazy("Bộ sấy"),
    "transferUnit": lazy("Băng chuyển"),
    "cleanerUnit": lazy("Bộ gạt mực"),
    "wasteToner": lazy("Hộp mực thải"),
    "wasteInk": lazy("Hộp mực thải"),
    "staples": lazy("Kim bấm"),
}
_SUPPLY_STATES: Mapping[str, object] = {
    "empty": lazy("hết"),
    "full": lazy("đầy"),
    "some_remaining": lazy("còn, máy không báo bao nhiêu"),
    "no_restriction": lazy("không giới hạn"),
    "unknown": lazy("máy không báo"),
}
LOW_PERCENT, WARN_PERCENT = 5, 15


def failure_words(code: str | None) -> str:
    """Return why the last poll failed, in words."""
    return str(FAILURES.get(code or "", code or ""))


def class_words(code: str) -> str:
    """Return a device class in words."""
    return str(CLASSES.get(code, code))


def supply_name(supply: Supply) -> str:
    """Return what a supply is called: kind and colour where both are known, else the device's own words."""
    kind = _KINDS.get(supply.kind or "")
    if kind is None:
        return supply.name or _("Vật tư")
    colour = COLOURS.get(supply.colour or "")
    return _("%(kind)s %(colour)s", kind=kind, colour=colour) if colour else str(kind)


def supply_words(supply: Supply) -> str:
    """Return how much is left when the device states no percentage."""
    if supply.state == "level_only" and supply.level is not None:
        return _("mức %(level)s", level=format_number(supply.level))
    return str(_SUPPLY_STATES.get(supply.state, ""))


def supply_tone(supply: Supply) -> str:
    """Return the tone of a supply: bad when it is used up, a warning when it soon will be."""
    if supply.state in {"empty", "full"} or (supply.percent is not None and supply.percent <= LOW_PERCENT):
        return "bad"
    return "warning" if supply.percent is not None and supply.percent <= WARN_PERCENT else ""


def duration_words(seconds: int | None) -> str:
    """Return a duration in its two largest units: 12 ngày 3 giờ; empty for None."""
    if seconds is None:
        return ""
    days, rest = divmod(seconds, 86_400)
    hours, minutes = rest // 3600, rest % 3600 // 60
    if days:
        return _("%(days)s ngày %(hours)s giờ", days=format_number(days), hours=hours)
    if hours:
        return _("%(hours)s giờ %(minutes)s phút", hours=hours, minutes=minutes)
    return _("%(minutes)s phút", minutes=minutes)


def speed_words(bits_per_second: int | None) -> str:
    """Return a link speed: 100 Mbit/s; empty for None or 0."""
    if not bits_per_second:
        return ""
    for unit, size in (("Gbit/s", 10**9), ("Mbit/s", 10**6), ("kbit/s", 10**3)):
        if bits_per_second >= size:
            return f"{format_number(bits_per_second / size)}\u00a0{unit}"
    return f"{bits_per_second}\u00a0bit/s"
