"""Pages of a register on paper, A4 across."""

from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from core.clock import VIETNAM
from core.printing import dong, render_pdf
from plugins.onestop.results.domain.registers import FieldSpec, Register, Value
from plugins.onestop.results.queries import Sheet


def template() -> Path:
    """Return the path of the page."""
    return Path(str(files("plugins.onestop"))) / "templates" / "onestop" / "print" / "register.typ"


def page_data(register: Register, lines: Sequence[Sheet], year: int, printed_at: datetime) -> dict[str, Any]:
    """Return what the template reads: heads and lines of texts; a revoked line keeps its number."""
    return {
        "title": register.title,
        "symbol": register.symbol,
        "year": str(year),
        "agency": lines[0].authority_name if lines else "",
        "retention": register.retention.title,
        "printed_at": f"{printed_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
        "heads": ["Số", "Ngày ký", *(spec.label for spec in register.listed), "Người ký", "Ghi chú"],
        "lines": [_line(register, line) for line in lines],
    }


def _line(register: Register, line: Sheet) -> dict[str, Any]:
    # the words of the paper, not of a screen: registers are kept in Vietnamese
    note = {"revoked": "Đã thu hồi", "corrected": "Đã đính chính"}.get(line.state, "")
    cells = [
        line.number_text,
        f"{line.signed_on:%d/%m/%Y}",
        *(written(s, line.values.get(s.key)) for s in register.listed),
    ]
    return {"revoked": line.state == "revoked", "cells": [*cells, line.signer_name, note]}


def written(spec: FieldSpec, value: Value | None) -> str:
    """Return a value of a record as people here write it."""
    if value is None:
        return ""
    if spec.kind == "money":
        return dong(int(value))
    if spec.kind == "number":
        return f"{value:,}".replace(",", ".")
    text = str(value)
    return f"{text[8:]}/{text[5:7]}/{text[:4]}" if spec.kind == "date" else text


async def register_pdf(register: Register, lines: Sequence[Sheet], year: int, at: datetime) -> bytes:
    """Return lines of a register's book as PDF; at: aware, when they are printed."""
    return await render_pdf(template(), page_data(register, lines, year, at), at=at)
