"""What a row would do to the register: pure, given what is known. Problems are sentences for whoever sent the file."""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from core.codes import is_valid
from core.text.i18n import gettext as _
from core.text.viet import clean, search_key
from plugins.assets.importing.domain import values
from plugins.assets.importing.knowledge import Known
from plugins.assets.importing.schemas import Facts, Thing, Verdict
from plugins.assets.importing.words import FIELDS
from plugins.assets.inventory.domain.changes import differences
from plugins.assets.inventory.domain.serials import real_serial

UNKNOWN_MAKER = "Chưa rõ"
KEYS = ("code", "serial", "old_number")
_LONGEST = {
    "name": 200, "maker": 100, "model": 150, "serial": 100, "place": 150, "funding": 200, "decision": 100, "note": 2000,
    "old_number": 100,
}  # fmt: skip
_DAYS = ("bought_on", "in_use_from", "warranty_until")


class WrongRow(Exception):
    """A row that cannot be written; says why."""


def texts_of(cells: Sequence[str], mapping: Sequence[str]) -> dict[str, str]:
    """Return field -> text of the cells that say something; a code without the signs people put between digits."""
    found = {field: clean(cell) for cell, field in zip(cells, mapping, strict=False) if field and cell.strip()}
    if "code" in found:
        found["code"] = found["code"].replace(" ", "").replace(".", "").replace("-", "")
    return found


def digest_of(texts: dict[str, str], unit_id: int, twins: dict[str, int]) -> str | None:
    """Return what a row without a key is known by when it comes again; equal rows of a file are counted apart."""
    if any(texts.get(key) for key in KEYS) or not texts:
        return None
    plain = hashlib.sha256(msgspec.json.encode([unit_id, texts], order="sorted")).hexdigest()
    twins[plain] = at = twins.get(plain, 0) + 1
    return hashlib.sha256(f"{plain} {at}".encode()).hexdigest()


def judge(texts: dict[str, str], line: int, default_unit: int, digest: str | None, known: Known) -> Verdict:
    """Return what a row would do; it is noted in `known`, so that a later row for the same thing is told apart."""
    try:
        return _judged(texts, line, default_unit, digest, known)
    except WrongRow as error:
        return Verdict(kind="wrong", reason=str(error), unit_id=default_unit, digest=digest)


def _judged(texts: dict[str, str], line: int, default_unit: int, digest: str | None, known: Known) -> Verdict:
    written = _values(texts)
    unit_id = _unit(texts.get("unit"), default_unit, known)
    if unit_id not in known.writable:
        raise WrongRow(_("Bạn không được ghi sổ tài sản của đơn vị này."))
    thing = _thing(texts, written, unit_id, digest, known)
    _note_twice(texts, written, unit_id, thing, line, known)
    if thing and thing.old_key and thing.old_key == search_key(written.get("old_number", "")):
        del written["old_number"]  # the same number, written in another case
    if "status" in texts:
        written["status"] = _one_of(texts["status"], known.statuses, "status")
    if "origin" in texts:
        written["origin"] = _one_of(texts["origin"], known.origins, "origin")
    people = {}
    for role in ("holder", "owner"):
        if role in texts:
            people[role], written[role] = _person(texts[role], unit_id, known)
    before = thing.facts if thing else {}
    facts = (_changed if thing else _new)(texts, written, before, known)
    if thing:
        _allowed(thing, facts, unit_id, texts, known)
    changes = differences(before, facts)
    columns = thing.columns if thing else {}
    return Verdict(
        kind=("update" if changes else "unchanged") if thing else "new",
        unit_id=unit_id,
        thing=thing,
        facts=facts,
        changes=changes,
        holder_id=people.get("holder", columns.get("holder_id")),
        owner_id=people.get("owner", columns.get("owner_id")),
        old_number=written.get("old_number"),
        digest=digest,
    )


def _values(texts: dict[str, str]) -> Facts:
    """Return the facts that need no look-up, as history keeps them."""
    found: Facts = {}
    for field, text in texts.items():
        if len(text) > _LONGEST.get(field, 2000):
            raise WrongRow(_("%(field)s dài quá %(n)s ký tự.", field=FIELDS[field], n=_LONGEST.get(field, 2000)))
        if field in _DAYS:
            found[field] = _day(text, field)
        elif field == "cost":
            try:
                found[field] = values.money(text)
            except ValueError as error:
                raise WrongRow(_("Nguyên giá “%(text)s” không phải là số đồng.", text=text)) from error
        elif field in _LONGEST:
            found[field] = text
    if "serial" in found:
        found["serial"] = real_serial(found["serial"])
        if found["serial"] is None:
            del found["serial"]
    return found


def _day(text: str, field: str) -> str:
    try:
        day: date = values.day(text)
    except ValueError as error:
        words = _("%(field)s “%(text)s” không phải là một ngày (dd/mm/yyyy).", field=FIELDS[field], text=text)
        raise WrongRow(words) from error
    return day.isoformat()


def _one_of(text: str, words: dict[str, str], field: str) -> str:
    key = words.get(search_key(text))
    if key is None:
        raise WrongRow(_("%(field)s “%(text)s” chưa có trong danh mục.", field=FIELDS[field], text=text))
    return key


def _unit(text: str | None, default: int, known: Known) -> int:
    if not text:
        return default
    key = search_key(text)
    for prefix in ("", "ubnd ", "uy ban nhan dan "):
        unit = known.units.get(key.removeprefix(prefix))
        if unit is not None:
            return unit.id
    raise WrongRow(_("Không có đơn vị “%(text)s”.", text=text))


def _person(text: str, unit_id: int, known: Known) -> tuple[int, str]:
    found = known.people.get(unit_id, {}).get(search_key(text), [])
    if not found:
        raise WrongRow(_("Không có người tên “%(name)s” ở đơn vị này.", name=text))
    if len(found) > 1:
        raise WrongRow(_("Có %(n)s người cùng tên “%(name)s” ở đơn vị này.", n=len(found), name=text))
    return found[0]


def _thing(texts: dict[str, str], written: Facts, unit_id: int, digest: str | None, known: Known) -> Thing | None:
    """Return the thing that the row's keys mean, None when it is new. Raises WrongRow when they contradict."""
    found: list[Thing] = []
    if code := texts.get("code"):
        thing = known.by_code.get(code)
        if not is_valid(code):
            raise WrongRow(_("Mã nhãn “%(code)s” không đúng: sai chữ số kiểm tra.", code=code))
        if thing is None or thing.unit_id not in known.writable:
            raise WrongRow(_("Không có thiết bị mang mã nhãn %(code)s trong sổ của bạn.", code=code))
        found.append(thing)
    if number := written.get("old_number"):
        thing = known.by_number.get((unit_id, search_key(number)))
        found += [thing] if thing else []
    if "code" not in texts and (serial := written.get("serial")):
        thing = _by_serial(serial, texts, known)
        found += [thing] if thing else []
    if not found and digest and digest in known.by_digest:
        found.append(known.by_digest[digest])
    if len({thing.id for thing in found}) > 1:
        raise WrongRow(_("Mã nhãn, số sê-ri và số cũ của dòng này chỉ đến các thiết bị khác nhau trong sổ."))
    if found and found[0].unit_id not in known.writable:
        raise WrongRow(_("Số sê-ri này đã có trong sổ của đơn vị khác."))
    return found[0] if found else None


def _by_serial(serial: str, texts: dict[str, str], known: Known) -> Thing | None:
    same = known.by_serial.get(serial, [])
    if "model" in texts:
        model = search_key(texts["model"])
        same_model = [thing for thing in same if thing.model_key == model]
        if "maker" in texts:
            same_model = [thing for thing in same_model if thing.maker_key == search_key(texts["maker"])]
        if same and not same_model:
            other = same[0].facts["model"] if same[0].unit_id in known.writable else "…"
            raise WrongRow(_("Số sê-ri này đã có trong sổ với kiểu máy khác (%(model)s).", model=other))
        same = same_model
    if len(same) > 1:
        raise WrongRow(_("Nhiều thiết bị trong sổ có số sê-ri này; cần thêm cột kiểu máy hoặc mã nhãn."))
    return same[0] if same else None


def _note_twice(
    texts: dict[str, str], written: Facts, unit_id: int, thing: Thing | None, line: int, known: Known
) -> None:
    """Raise WrongRow for a second row of the file about one thing; the first one counts."""
    keys: list[tuple[str, ...]] = [("thing", str(thing.id))] if thing else []
    if written.get("serial"):
        model = search_key(texts.get("model") or (thing.facts["model"] if thing else ""))
        keys.append(("serial", written["serial"], model))
    if written.get("old_number"):
        keys.append(("number", str(unit_id), search_key(written["old_number"])))
    for key in keys:
        if known.seen.setdefault(key, line) != line:
            raise WrongRow(_("Trùng với dòng %(line)s của tệp.", line=known.seen[key]))


def _guessed_category(text: str, known: Known) -> str | None:
    """Return the kind whose name stands in a text, the longest one; None when none does."""
    words = f" {search_key(text)} "
    hits = [(len(word), key) for word, key in known.categories.items() if f" {word} " in words]
    return max(hits)[1] if hits else None


def _category(texts: dict[str, str], known: Known) -> str | None:
    if "category" not in texts:
        return None
    exact = known.categories.get(search_key(texts["category"])) or _guessed_category(texts["category"], known)
    if exact is None:
        raise WrongRow(_("Chưa có loại thiết bị “%(text)s” trong danh mục.", text=texts["category"]))
    return exact


def _new(texts: dict[str, str], written: Facts, _before: Facts, known: Known) -> Facts:
    """Return the facts of a thing that is not in the register yet."""
    name = written.get("name") or (texts.get("model") and f"{texts.get('maker', '')} {texts['model']}".strip()) or ""
    if len(name) < 2:
        raise WrongRow(_("Thiếu tên thiết bị."))
    told = _category(texts, known)
    category = told or _guessed_category(f"{name} {texts.get('model', '')}", known) or "other"
    maker = texts.get("maker") or UNKNOWN_MAKER
    model = texts.get("model") or known.category_names[category]
    maker, model, category = _model(maker, model, category, told, known)
    empty: Facts = {field: None for field in FIELDS if field not in {"code", "unit"}}
    start = {"status": "in_use", "origin": "purchase"}
    return empty | start | written | {"name": name, "category": category, "maker": maker, "model": model}


def _changed(texts: dict[str, str], written: Facts, before: Facts, known: Known) -> Facts:
    """Return the facts of a thing after the row; what an empty cell stands for stays as it is."""
    told = _category(texts, known)
    maker, model = texts.get("maker") or before["maker"], texts.get("model") or before["model"]
    maker, model, category = _model(maker, model, told or before["category"], told, known)
    return before | written | {"maker": maker, "model": model, "category": category}


def _model(maker: str, model: str, category: str, told: str | None, known: Known) -> tuple[str, str, str]:
    """Return maker, model and kind as the catalogue has them; a new one is noted for the rows that follow."""
    key = search_key(maker), search_key(model)
    kind, kept_maker, kept_model = known.models.setdefault(key, (category, maker, model))
    if told and kind != told:
        other = known.category_names[kind]
        raise WrongRow(_("Kiểu máy %(model)s đã có trong danh mục với loại %(kind)s.", model=kept_model, kind=other))
    return kept_maker, kept_model, kind


def _allowed(thing: Thing, facts: Facts, unit_id: int, texts: dict[str, str], known: Known) -> None:
    """Raise WrongRow for what needs a paper of its own: another unit, disposal, a thing that is gone already."""
    if "unit" in texts and unit_id != thing.unit_id:
        raise WrongRow(_("Thiết bị đang ở đơn vị khác; hãy điều chuyển bằng biên bản."))
    if thing.facts == facts:
        return
    if thing.meaning == "gone":
        raise WrongRow(_("Thiết bị đã ra khỏi sổ; không sửa bằng tệp."))
    if known.meanings.get(str(facts["status"])) == "gone":
        raise WrongRow(_("Ghi mất hoặc thanh lý phải lập biên bản, không làm bằng tệp."))


def shown(changes: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Return the changes that a preview shows: without what stays empty."""
    return {field: pair for field, pair in changes.items() if pair[0] != pair[1]}
