"""Numbers and amounts of dong in Vietnamese words, as receipts have them; always Vietnamese."""

from typing import Final, Literal

ZeroTens = Literal["linh", "lẻ"]

BILLION: Final = 10**9
HIGHEST: Final = 10**18
_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_LAST: Final = {1: "mốt", 4: "tư", 5: "lăm"}


def number_in_words(number: int, zero_tens: ZeroTens = "linh") -> str:
    """Return a number in words, e.g. 2.505.021: "hai triệu năm trăm linh năm nghìn không trăm hai mươi mốt".

    zero_tens: what stands for a tens digit of zero, "linh" in the North, "lẻ" in the South. A group after the first
    one says its zeros ("không trăm linh năm"), an empty one is left out. Raises ValueError for numbers that are
    negative or not below 10^18.
    """
    if not 0 <= number < HIGHEST:
        raise ValueError(f"{number} cannot be written in words")
    return " ".join(_words(number, zero_tens, leading=True)) or _DIGITS[0]


def dong_in_words(amount: int, zero_tens: ZeroTens = "linh") -> str:
    """Return an amount as a receipt has it, e.g. "Tám mươi nghìn đồng". Raises ValueError as `number_in_words`."""
    words = number_in_words(amount, zero_tens)
    return f"{words[0].upper()}{words[1:]} đồng"


def _words(number: int, zero_tens: ZeroTens, *, leading: bool) -> list[str]:
    """Return the words of a number, none for zero; leading: nothing stands before it."""
    words: list[str] = []
    for unit, name in ((BILLION, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, number = divmod(number, unit)
        if not group:
            continue
        first = leading and not words
        said = _words(group, zero_tens, leading=first) if unit == BILLION else _group(group, zero_tens, leading=first)
        words += [*said, name] if name else said
    return words


def _group(group: int, zero_tens: ZeroTens, *, leading: bool) -> list[str]:
    """Return the words of 1 to 999."""
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    words = [] if leading and not hundreds else [_DIGITS[hundreds], "trăm"]
    if tens == 0:
        if ones:
            words += [zero_tens, _DIGITS[ones]] if words else [_DIGITS[ones]]
        return words
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones:
        # "mười một", "mười bốn", but "mười lăm" like "hai mươi lăm"
        words.append(_LAST.get(ones, _DIGITS[ones]) if tens > 1 or ones == 5 else _DIGITS[ones])
    return words
