"""The portal's tables of papers: names, counts and blank forms out of cells that touch each other."""

import re
from typing import Any, Final

from core.text.viet import clean
from plugins.onestop.catalogue.domain.words import heading

Doubts = list[dict[str, str]]

_TABLE: Final = re.compile(r"Tên giấy tờ\s?Mẫu đơn, tờ khai\s?Số lượng")
# The cell of the counts ends a row: "1 bản chính,2 bản sao", with nothing before its digits or behind its words. Names
# speak of copies too ("01 bản chính hoặc 01 bản sao có chứng thực"), but there a space or a mark follows.
_COUNTS: Final = re.compile(
    r"(?<!\d)(?P<first>0|[1-9]\d*|0\d{2,}) bản (?P<kind>chính|sao)(?:,(?P<copies>\d+) bản sao)?"
    r"(?=[^\s.,;:)/”\"]|\s*\Z|\s+[A-ZĐ+*•-])"
)
_EXTENSION: Final = re.compile(r"\.(?:docx?|xlsx?|pdf|rtf|odt|zip|rar|jpe?g|png|pptx?|txt)", re.IGNORECASE)
_FORM_START: Final = re.compile(
    r"(?:Mẫu|MẪU|Mau|MAU|mẫu|Phụ lục|PHỤ LỤC|Phu luc|PL|Biểu|Bieu|Tờ khai|To khai|Đơn|Don|M\d)"
)
_NOTHING: Final = frozenset({"không quy định", "không có", "không", "không có thông tin", ""})
_YEAR_AND_COUNT: Final = re.compile(r"(?:19|20)\d{2}\d")


def read_papers(section: str, doubts: Doubts) -> list[dict[str, Any]]:
    """Return the papers of a page as published rows, in its order, each with the heading it stands under."""
    parts = _TABLE.split(section)
    papers: list[dict[str, Any]] = []
    title = heading(parts[0])
    for number, part in enumerate(parts[1:], start=1):
        end = 0
        for match in _COUNTS.finditer(part):
            if part[match.start() - 1 : match.start()].isspace() and part[match.end() : match.end() + 1].isspace():
                continue
            paper = _paper(part[end : match.start()], match, title, doubts)
            end = match.end()
            if clean(paper["name"]).strip(" .-").casefold() not in _NOTHING:
                papers.append(paper)
        rest = part[end:]
        if number == len(parts) - 1 and clean(rest):
            papers.append({"name": clean(rest), "originals": None, "copies": None, "group": title, "forms": []})
        title = heading(rest)
    return papers


def _paper(text: str, counts: re.Match[str], title: str, doubts: Doubts) -> dict[str, Any]:
    digits = counts["first"]
    extra = _digits_of_name(text, digits)
    if extra is None:
        doubts.append({"kind": "glued_count", "detail": f"{text[-60:]}{counts.group()}"})
        name_text, count = text + digits[:-1], None
    else:
        name_text, count = text + digits[:extra], int(digits[extra:])
    name, forms = _forms(name_text, doubts)
    copies = int(counts["copies"]) if counts["copies"] else None
    originals = count if counts["kind"] == "chính" else 0
    if counts["kind"] == "sao":
        copies = count
    return {
        "name": name,
        "originals": originals,
        "copies": copies if copies is not None else (None if count is None else 0),
        "group": title,
        "forms": forms,
    }


def _digits_of_name(text: str, digits: str) -> int | None:
    """Return how many of the digits before "bản chính" belong to the name: none after a letter; None: not certain.

    "Mẫu số 181 bản chính" may be form 18 in one original or form 1 in 81; "2/7/20251 bản chính" is a year and 1.
    """
    if len(digits) == 1 or not text or not re.search(r"[\s/.,-]\Z", text):
        return 0
    return len(digits) - 1 if _YEAR_AND_COUNT.fullmatch(digits) else None


def _forms(text: str, doubts: Doubts) -> tuple[str, list[str]]:
    """Return the name of a paper and the file names of the blank forms that touch its end."""
    found = list(_EXTENSION.finditer(text))
    if not found or found[-1].end() < len(text.rstrip()):
        return clean(text), []
    start = _seam(text, found[0].start())
    if start is None:
        doubts.append({"kind": "unclear_form", "detail": clean(text)[-120:]})
        return clean(text), []
    ends = [match.end() for match in found]
    begins = [start, *ends[:-1]]
    return clean(text[:start]), [clean(text[begin:end]) for begin, end in zip(begins, ends, strict=True)]


def _seam(text: str, end: int) -> int | None:
    """Return where the first file name begins: a form's usual word, else after a closing mark, else inside a word."""
    usual = marked = inside = None
    for place in range(max(1, end - 120), end):
        before, after = text[place - 1], text[place]
        if before.isspace() or not after.isalnum() or before in '(_-/“"':
            continue
        if _FORM_START.match(text, place):
            usual = place
        elif before in ").;:,”":
            marked = place if not (before == "." and text[place - 2].isdigit()) else marked
        elif _touch(text[max(0, place - 2) : place], after):
            inside = place
    return next((place for place in (usual, marked, inside) if place is not None), None)


def _touch(before: str, after: str) -> bool:
    """Return whether a letter belongs to another cell than those before it: "ộ" and "M", "u" and "1", "MT" and "đ"."""
    if after.isupper() or after.isdigit():
        return before[-1:].islower()
    return before.isupper() and len(before) == 2 and after.islower()
