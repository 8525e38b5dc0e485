"""Messages of agents for tests: recorded ones of the corpus, and small ones made here."""

import json
import os
import zlib
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(os.environ.get("MOTCUA_CORPUS", Path(__file__).parents[4] / "shared" / "corpus")) / "glpi"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no inventories in {CORPUS}")
FILES = sorted(CORPUS.glob("*/*.json")) + sorted(CORPUS.glob("*/*.xml"))


def machine(device_id: str = "pc-1-2026-01-01", **sections: Any) -> dict[str, Any]:
    content = {
        "versionclient": "GLPI-Agent_v1.12",
        "bios": {"ssn": "SN-77", "smodel": "OptiPlex 3050", "smanufacturer": "Dell Inc."},
        "hardware": {"name": "pc-1", "uuid": "4c4c4544-0034-3010-8048-b6c04f503732"},
        "networks": [{"mac": "44:85:00:2B:90:BC", "ipaddress": "10.7.0.20", "virtualdev": False}],
        "memories": [{"capacity": 4096}, {"capacity": 4096}],
        "storages": [{"model": "SSD", "serialnumber": "D1", "disksize": 256000, "type": "disk"}],
        "softwares": [{"name": "LibreOffice", "version": "24.2"}],
    }
    return {"action": "inventory", "deviceid": device_id, "itemtype": "Computer", "content": content | sections}


def packed(message: dict[str, Any]) -> bytes:
    return zlib.compress(json.dumps(message).encode())
