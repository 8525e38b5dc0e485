"""Disks, processors and memory from HOST-RESOURCES-MIB (RFC 2790) and UCD-SNMP-MIB."""

from msgspec import Struct

from plugins.assets.domain.supplies import percent_left
from plugins.assets.domain.varbinds import Answers, count_of, number_of, text_of

STORAGE = "1.3.6.1.2.1.25.2.3.1"
TYPE, DESCR, UNIT, SIZE, USED = (f"{STORAGE}.{n}" for n in (2, 3, 4, 5, 6))
PROCESSOR_LOAD = "1.3.6.1.2.1.25.3.3.1.2"
DEVICE_TYPE, DEVICE_DESCR = "1.3.6.1.2.1.25.3.2.1.2", "1.3.6.1.2.1.25.3.2.1.3"
HOST_COLUMNS = (TYPE, DESCR, UNIT, SIZE, USED, PROCESSOR_LOAD)
UCD_TOTAL, UCD_FREE, UCD_BUFFER, UCD_CACHED = (f"1.3.6.1.4.1.2021.4.{n}.0" for n in (5, 6, 14, 15))
UCD_OIDS = (UCD_TOTAL, UCD_FREE, UCD_BUFFER, UCD_CACHED)

_TYPES = "1.3.6.1.2.1.25.2.1"
_RAM = f"{_TYPES}.2"
_DISKS = {
    f"{_TYPES}.4": "fixed_disk",
    f"{_TYPES}.5": "removable_disk",
    f"{_TYPES}.8": "ram_disk",
    f"{_TYPES}.9": "flash",
    f"{_TYPES}.10": "network_disk",
}


class Storage(Struct, frozen=True, kw_only=True):
    """A disk or file system. Sizes in bytes; percent: how much of it is used."""

    name: str
    kind: str
    size_bytes: int
    used_bytes: int | None = None
    percent: int | None = None


class Processor(Struct, frozen=True, kw_only=True):
    """One processor; load_percent: average of the last minute."""

    name: str | None
    load_percent: int


class Memory(Struct, frozen=True, kw_only=True):
    """Working memory in bytes; used without what the system can give back at once (buffers, cache)."""

    total_bytes: int
    used_bytes: int | None = None
    percent: int | None = None


def storage(answers: Answers) -> list[Storage]:
    """Return the storages that are disks and have a size; memory and swap are not among them."""
    columns = {oid: answers.column(oid) for oid in (TYPE, DESCR, UNIT, SIZE, USED)}
    found = []
    for row, kind_oid in columns[TYPE].items():
        kind = _DISKS.get(str(kind_oid))
        cells = {oid: column.get(row) for oid, column in columns.items()}
        unit, size, used = number_of(cells[UNIT]), _unsigned(cells[SIZE]), _unsigned(cells[USED])
        if kind is None or not unit or not size:
            continue
        found.append(
            Storage(
                name=text_of(cells[DESCR]) or row,
                kind=kind,
                size_bytes=size * unit,
                used_bytes=None if used is None else used * unit,
                percent=percent_left(used, size),
            )
        )
    return found


def processors(answers: Answers) -> list[Processor]:
    """Return the processors with their load; the name is hrDeviceDescr where that was asked for."""
    names = answers.texts(DEVICE_DESCR)
    loads = {row: count_of(value) for row, value in answers.column(PROCESSOR_LOAD).items()}
    return [
        Processor(name=names.get(row), load_percent=load)
        for row, load in loads.items()
        if load is not None and load <= 100
    ]


def memory(answers: Answers) -> Memory | None:
    """Return the working memory: the RAM row of hrStorageTable, else UCD-SNMP's figures (kB); None if neither."""
    return _memory_from_storage(answers) or _memory_from_ucd(answers)


def _memory_from_storage(answers: Answers) -> Memory | None:
    kinds, names = answers.column(TYPE), answers.texts(DESCR)
    ram = next((row for row, kind in kinds.items() if kind == _RAM), None)
    if ram is None:
        return None
    unit, size = answers.number(f"{UNIT}.{ram}"), _unsigned(answers.value(f"{SIZE}.{ram}"))
    if not unit or not size:
        return None
    used = _unsigned(answers.value(f"{USED}.{ram}"))
    total, used_bytes = size * unit, None if used is None else used * unit
    if used_bytes is not None:
        # net-snmp counts buffers and cache as used and lists them again in rows of their own
        freeable = [row for row, name in names.items() if name in {"Memory buffers", "Cached memory"}]
        given_back = sum(_bytes_used(answers, row) for row in freeable)
        used_bytes = used_bytes - given_back if given_back <= used_bytes else used_bytes
    return Memory(total_bytes=total, used_bytes=used_bytes, percent=percent_left(used_bytes, total))


def _memory_from_ucd(answers: Answers) -> Memory | None:
    total, free, buffers, cached = (count_of(answers.value(oid)) for oid in UCD_OIDS)
    if not total:
        return None
    used = None if free is None else total - free - (buffers or 0) - (cached or 0)
    known = used if used is not None and used >= 0 else None
    return Memory(
        total_bytes=total * 1024,
        used_bytes=None if known is None else known * 1024,
        percent=percent_left(known, total),
    )


def _bytes_used(answers: Answers, row: str) -> int:
    return (_unsigned(answers.value(f"{USED}.{row}")) or 0) * (answers.number(f"{UNIT}.{row}") or 0)


def _unsigned(value: int | bytes | str | None) -> int | None:
    """Return hrStorageSize or hrStorageUsed; file systems over 2^31 units come back negative from many agents."""
    number = number_of(value)
    return number + 2**32 if number is not None and number < 0 else number
