"""Labels for thermal printers as ZPL II: one picture in black and white per label, as `^GFA`.

A picture and not fields of the printer: the printer's own fonts lack Vietnamese letters, and a bar code that is drawn
here is the one that was tested here. Source: Zebra Programming Guide, ^GF; the compression by repeat counts is the one
of its appendix "Alternative Data Compression Scheme".
"""

from collections.abc import Iterable, Sequence


def zpl_label(rows: Sequence[bytes], width: int, nudge: tuple[int, int] = (0, 0)) -> str:
    """Return one label.

    rows: one per line of dots, a set bit is a black dot, the first dot in the highest bit. width: of the label in dots.
    nudge: correction of this printer in dots, right and down. Raises ValueError when the rows are not of one length.
    """
    across = (width + 7) // 8
    if not rows or any(len(row) != across for row in rows):
        raise ValueError(f"every row must have {across} bytes")
    right, down = nudge
    total = across * len(rows)
    return (
        f"^XA^CI28^PW{width}^LL{len(rows)}^LS{-right}^LT{down}^FO0,0"
        f"^GFA,{total},{total},{across},{_packed(rows)}^FS^XZ\n"
    )


def zpl_file(labels: Iterable[str]) -> bytes:
    """Return the labels as a file for the printer; nothing in it is beyond ASCII."""
    return "".join(labels).encode("ascii")


def _packed(rows: Sequence[bytes]) -> str:
    """Return rows in hexadecimal, runs of one digit counted, a row like the one before as a colon."""
    parts, before = [], None
    for row in rows:
        parts.append(":" if row == before else _row(row.hex().upper()))
        before = row
    return "".join(parts)


def _row(digits: str) -> str:
    kept = digits.rstrip("0")
    if len(kept) % 2:
        kept += "0"
    packed, at = [], 0
    while at < len(kept):
        run = 1
        while at + run < len(kept) and kept[at + run] == kept[at]:
            run += 1
        packed.append(_count(run) + kept[at])
        at += run
    return "".join(packed) + ("," if len(kept) < len(digits) else "")


def _count(run: int) -> str:
    """Return a repeat count: g to z are 20, 40 ... 400, G to Y are 1 to 19; nothing for 1."""
    if run == 1:
        return ""
    many, run = divmod(run, 400)
    twenties, ones = divmod(run, 20)
    return "z" * many + (chr(ord("f") + twenties) if twenties else "") + (chr(ord("F") + ones) if ones else "")
