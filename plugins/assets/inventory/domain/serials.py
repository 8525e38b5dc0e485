"""Serial numbers as people type them and as makers forget to set them."""

from typing import Final

from core.text.viet import clean

# What boards report when nobody wrote a serial into them; kept, they would make different machines one.
_NO_SERIAL: Final = frozenset(
    {
        "0", "00000000", "0123456789", "123456789", "1234567890", "default string", "empty", "invalid", "n/a", "na",
        "none", "not applicable", "not available", "not specified", "oem", "o.e.m.", "system serial number",
        "to be filled by o.e.m.", "unknown", "xxxxxxx", "không có", "không", "không rõ",
    }
)  # fmt: skip


def real_serial(text: str | None) -> str | None:
    """Return the serial number in capitals without blanks around, None when it is empty or a maker's placeholder."""
    serial = clean(text or "")
    if serial.casefold() in _NO_SERIAL or not serial.strip("0.-_ xX"):
        return None
    return serial.upper()
