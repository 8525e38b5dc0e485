"""A catalogue as a table (CSV, XLSX) turned into published rows: one line a procedure, or one line a case of it.

Lines with the same code belong together when each names another case. Cells hold words, which are read as those of the
portal are: "05 ngày làm việc", "100.000 đồng", one paper a line "Tờ khai (1 bản chính, 2 bản sao)".
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from core.text.viet import clean, clean_lines, search_key
from plugins.onestop.catalogue.domain.words import NO_INFORMATION, read_amount, read_limit

# Field -> the headings under which it may stand, as search keys.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("ma", "ma thu tuc", "ma tthc", "code"),
    "name": ("ten", "ten thu tuc", "ten thu tuc hanh chinh", "name"),
    "field": ("linh vuc", "field"),
    "level": ("cap thuc hien", "cap", "level"),
    "agency": ("co quan thuc hien", "co quan", "agency"),
    "competent": ("co quan co tham quyen", "competent"),
    "decision": ("so quyet dinh", "quyet dinh cong bo", "decision"),
    "applicants": ("doi tuong", "doi tuong thuc hien", "applicants"),
    "case": ("truong hop", "case"),
    "workflow": ("quy trinh", "workflow"),
    "limit": ("thoi han", "thoi han giai quyet", "thoi gian giai quyet", "limit"),
    "phi": ("phi", "phi (dong)"),
    "le_phi": ("le phi", "le phi (dong)"),
    "fee": ("phi, le phi", "muc thu", "fee"),
    "exemptions": ("mien giam", "mien, giam", "doi tuong mien", "exemptions"),
    "papers": ("thanh phan ho so", "giay to", "documents", "papers"),
    "forms": ("mau don, to khai", "bieu mau", "forms"),
    "results": ("ket qua", "results"),
    "grounds": ("can cu phap ly", "can cu", "legal basis"),
    "conditions": ("yeu cau, dieu kien", "conditions"),
    "steps": ("trinh tu thuc hien", "steps"),
}
# Field -> the parts of a procedure that a column of it speaks of.
_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "level": ("levels",),
    "agency": ("agency",),
    "competent": ("competent",),
    "decision": ("decision",),
    "applicants": ("applicants",),
    "case": ("cases",),
    "limit": ("limits", "time_limit_ambiguous", "rules", "unread_rules"),
    "phi": ("fees",),
    "le_phi": ("fees",),
    "fee": ("fees",),
    "exemptions": ("exemptions",),
    "papers": ("papers", "papers_total"),
    "forms": ("forms",),
    "results": ("results",),
    "grounds": ("legal_basis",),
    "conditions": ("conditions",),
    "steps": ("steps",),
}
_ALWAYS: Final = ("code", "name", "field", "verified", "source", "notes")
_FIELD_OF: Final = {heading: field for field, headings in COLUMNS.items() for heading in headings}
_PAPER_COUNTS: Final = re.compile(
    r"\(\s*(?:(\d+)\s*bản chính)?\s*[,;]?\s*(?:(\d+)\s*bản sao)?\s*\)\s*\Z", re.IGNORECASE
)
_SHARE: Final = re.compile(r"(?P<name>.*?)\s*[:(]\s*(?:giảm\s*)?(?P<percent>\d{1,3})\s*%\s*\)?\Z", re.IGNORECASE)
_LINK: Final = re.compile(r"(?P<name>.*?)\s*(?:[|<(]\s*)?(?P<url>https?://[^\s>)]+)[>)]?\Z")
_OF_PROCEDURE: Final = ("name", "field", "agency", "competent", "decision", "conditions", "steps")


def read_table(lines: Iterable[Sequence[object]]) -> list[dict[str, Any]]:
    """Return the published rows of a table whose first line with a code column holds the headings.

    Raises ValueError when no line has headings for code and name.
    """
    rows: dict[str, dict[str, Any]] = {}
    answer: list[dict[str, Any]] = []
    for line in _lines(lines):
        code = line.get("code", "")
        known = rows.get(code)
        if known is not None and line.get("case") and line["case"] not in {c["name"] for c in known["cases"]}:
            _add_case(known, line)
            continue
        row = _new_row(line)
        answer.append(row)
        rows.setdefault(code, row)
        _add_case(row, line)
    return answer


def _lines(lines: Iterable[Sequence[object]]) -> Iterator[dict[str, Any]]:
    """Yield the lines below the headings, by field; empty lines are skipped.

    "ignored" names the unknown columns, "speaks_of" what the known ones are about.
    """
    fields: list[str] | None = None
    extra: dict[str, Any] = {}
    for cells in lines:
        texts = [_cell(cell) for cell in cells]
        if fields is None:
            found = [_FIELD_OF.get(search_key(text), "") for text in texts]
            if "code" in found and "name" in found:
                fields = found
                ignored = ", ".join(clean(t) for t, field in zip(texts, found, strict=True) if t and not field)
                parts = [part for field in dict.fromkeys(found) for part in _PARTS.get(field, ())]
                extra = {"ignored": ignored, "speaks_of": [*_ALWAYS, *dict.fromkeys(parts)]}
            continue
        if any(texts):
            yield {field: text for field, text in zip(fields, texts, strict=False) if field} | extra
    if fields is None:
        raise ValueError("no line with headings for code and name")


def _cell(cell: object) -> str:
    """Return a cell as text; a number that a spreadsheet made of "5" comes back as "5"."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean_lines(str(cell))


def _new_row(line: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {field: line.get(field, "") for field in _OF_PROCEDURE}
    ignored = line.get("ignored", "")
    return row | {
        "code": line.get("code", ""),
        "level": _pieces(line.get("level", ""), r"[,;\n]"),
        "applicants": _pieces(line.get("applicants", ""), r"[;\n]"),
        "result": [{"name": name} for name in _pieces(line.get("results", ""), r"[;\n]")],
        "legal_basis": _pieces(line.get("grounds", ""), r"[;\n]"),
        "forms": [_form(text) for text in _pieces(line.get("forms", ""), r"[;\n]")],
        "exemptions": [_exemption(text) for text in _pieces(line.get("exemptions", ""), r"[;\n]")],
        "cases": [],
        "time_limit": [],
        "fee": [],
        "required_documents": [],
        "clock_rules": [],
        "doubts": [{"kind": "ignored_column", "detail": ignored}] if ignored else [],
        "verified": "source",
        "source": "table",
        "speaks_of": line["speaks_of"],
    }


def _add_case(row: dict[str, Any], line: Mapping[str, Any]) -> None:
    """Add what a line says of its case, or of the whole procedure when it names none."""
    case = clean(line.get("case", ""))
    if case:
        row["cases"].append({"name": case, "workflow": line.get("workflow", "")})
    row["time_limit"] += _limits(line.get("limit", ""), case, row)
    row["fee"] += _fees(line, case, row["doubts"])
    papers = [_paper(text) for text in _pieces(line.get("papers", ""), r"\n|;(?![^()]*\))")]
    row["required_documents"] += [paper | {"case": case} for paper in papers if paper not in row["required_documents"]]


def _limits(text: str, case: str, row: dict[str, Any]) -> list[dict[str, Any]]:
    words = clean(text)
    if words in {"", NO_INFORMATION}:
        return []
    if search_key(words) in {"trong ngay", "ngay trong ngay", "trong ngay lam viec"}:
        row["clock_rules"].append("received after 15:00 -> result next working day")
        return []
    read = read_limit(words)
    if read is None:
        row["doubts"].append({"kind": "unknown_unit", "detail": words[:200]})
        return []
    return [{"value": read.value, "unit": read.unit_text or None, "case": case}]


def _fees(line: Mapping[str, str], case: str, doubts: list[dict[str, str]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for field, kind in (("phi", "phi"), ("le_phi", "le_phi"), ("fee", "")):
        words = clean(line.get(field, ""))
        if words in {"", NO_INFORMATION}:
            continue
        read = read_amount(words)
        if read is None:
            doubts.append({"kind": "implausible_fee", "detail": words[:200]})
            found.append({"amount": None, "kind": kind, "case": case, "note": words})
        else:
            found.append({"amount": read.amount, "currency": read.currency, "kind": kind, "case": case})
    return found


def _paper(text: str) -> dict[str, Any]:
    words = clean(text).lstrip("-+• ")
    match = _PAPER_COUNTS.search(words)
    if match is None or not (match[1] or match[2]):
        return {"name": words, "originals": None, "copies": None}
    return {"name": words[: match.start()].strip(), "originals": int(match[1] or 0), "copies": int(match[2] or 0)}


def _exemption(text: str) -> dict[str, Any]:
    match = _SHARE.fullmatch(text)
    return {"name": match["name"], "percent": int(match["percent"])} if match else {"name": text}


def _form(text: str) -> dict[str, str]:
    match = _LINK.fullmatch(text)
    return {"name": match["name"] or match["url"], "url": match["url"]} if match else {"name": text}


def _pieces(text: str, separator: str) -> list[str]:
    return [piece for piece in (clean(part) for part in re.split(separator, text)) if piece]
