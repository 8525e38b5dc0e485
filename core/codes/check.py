"""Two check digits by ISO 7064 MOD 97-10, the ones at the end of every code this office prints.

For codes of one fixed length (up to 96 digits) they catch every wrong digit and every swap of two digits, neighbours or
not, because 97 is prime and 10 has order 96 modulo 97. They cannot see a lost leading zero: the length does that, so
`core.codes.kinds` fixes one length per kind and leaves a gap between lengths.
"""

MODULUS = 97
CHECK_LENGTH = 2


def _require_digits(text: str) -> None:
    # str.isdigit() alone also accepts superscripts and other scripts' digits
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"only the digits 0-9 can carry check digits, not {text!r}")


def with_check(body: str) -> str:
    """Return the digits with their two check digits behind.

    Raises ValueError unless body is one or more ASCII digits. Source: ISO/IEC 7064, system MOD 97-10.
    """
    _require_digits(body)
    return f"{body}{MODULUS + 1 - int(body) * 100 % MODULUS:02d}"


def has_check(code: str) -> bool:
    """Tell whether the last two digits fit the digits before; says nothing about the length."""
    if not (code.isascii() and code.isdigit()) or len(code) <= CHECK_LENGTH:
        return False
    # 00, 01 and 99 leave the same remainders as 97, 98 and 02; only 02 to 98 are ever issued
    return int(code) % MODULUS == 1 and 2 <= int(code[-CHECK_LENGTH:]) <= MODULUS + 1
