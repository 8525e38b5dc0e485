"""Recorded agents of the corpus (.snmprec files) as answers, and what the corpus says of them."""

import csv
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from plugins.assets.domain.varbinds import Value

CORPUS = Path(os.environ.get("MOTCUA_CORPUS", Path(__file__).parents[4] / "shared" / "corpus")) / "snmp"
needs_corpus = pytest.mark.skipif(not (CORPUS / "MANIFEST.tsv").exists(), reason=f"no recordings in {CORPUS}")

Line = tuple[tuple[int, ...], str, bytes]
NUMBERS = {"2", "65", "66", "67", "70"}


def manifest() -> list[dict[str, str]]:
    """Return the rows of the manifest; an empty list when the corpus is not there."""
    path = CORPUS / "MANIFEST.tsv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


ROWS = {Path(row["file"]).stem: row for row in manifest()}
NAMES = sorted(ROWS)


@cache
def lines(name: str) -> list[Line]:
    """Return a recording as (OID, tag, octets) in OID order; tags as in ASN.1, decimal, "x" for hexadecimal undone."""
    found = {}
    for line in (CORPUS / "data" / f"{name}.snmprec").read_bytes().splitlines():
        oid, tag, text = line.split(b"|", 2)
        # "66:numeric|..." are values that change with time: any number does
        kind, _, variation = tag.decode().partition(":")
        octets = bytes.fromhex(text.decode()) if kind.endswith("x") else b"0" if variation else text
        found[tuple(map(int, oid.split(b".")))] = (kind.removesuffix("x"), octets)
    return [(oid, *found[oid]) for oid in sorted(found)]


def varbinds(name: str) -> dict[str, Value]:
    """Return a recording as parse() wants it."""
    return {
        ".".join(map(str, oid)): value for oid, tag, octets in lines(name) if (value := _value(tag, octets)) is not None
    }


def expected(name: str) -> dict[str, Any]:
    """Return what another system reads out of the recording, {} when there is nothing."""
    path = CORPUS / "expected" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _value(tag: str, octets: bytes) -> Value | None:
    if tag in NUMBERS:
        return int(octets)
    if tag == "6":
        return octets.decode()
    if tag == "64":
        return address(octets)
    return None if tag == "5" else octets


def address(octets: bytes) -> bytes:
    """Return the four octets of an IpAddress written with dots; other notations as they are."""
    parts = octets.split(b".")
    return bytes(map(int, parts)) if len(parts) == 4 and all(part.isdigit() for part in parts) else octets
