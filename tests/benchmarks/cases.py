"""What is measured: each hot path of the product against its floor, with the bar it has to reach."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.benchmarks.installation import DOSSIERS, Clerk, Installation
from tests.benchmarks.load import Request, json_request

LOGIN = "__Host-mc_login"
ROWS = 50


@dataclass(frozen=True)
class Case:
    """A path of the product, its floor and the least ratio. right: says what is wrong with an answer's body, or ""."""

    name: str
    title: str
    bar: float
    floor: Sequence[Request]
    product: Sequence[Request]
    wrong: Callable[[bytes], str]


def cases(installed: Installation) -> list[Case]:
    """Return every case for an installation."""
    clerks = installed.clerks
    return [
        Case(
            "look-up",
            "public look-up by slip, JSON",
            0.85,
            [json_request("POST", "/one", {"id": number}) for number in range(1, DOSSIERS, 10)],
            [json_request("POST", "/api/portal/look-up", {"slip": slip}) for slip in installed.slips],
            lambda body: "" if json.loads(body)["timeline"] else "no timeline",
        ),
        Case(
            "list-json",
            "50 dossiers, JSON, by API token",
            0.80,
            [Request("GET", f"/list/{clerk.unit_id}") for clerk in clerks],
            [Request("GET", f"/api/onestop/dossiers?limit={ROWS}", _bearer(clerk)) for clerk in clerks],
            lambda body: _rows(len(json.loads(body))),
        ),
        Case(
            "work-list",
            "staff work list, 50 rows, HTML",
            0.70,
            [Request("GET", f"/page/{clerk.unit_id}") for clerk in clerks],
            [Request("GET", f"/staff/dossiers?rows={ROWS}", {"Cookie": f"{LOGIN}={clerk.cookie}"}) for clerk in clerks],
            lambda body: _rows(body.count(b"<tr data-key=")),
        ),
        Case(
            "intake",
            "intake of one dossier",
            0.70,
            [json_request("POST", "/dossiers", _floor_dossier(clerk)) for clerk in clerks],
            [
                json_request("POST", "/api/onestop/dossiers", _dossier(installed.procedure), _bearer(clerk))
                for clerk in clerks
            ],
            lambda body: "" if json.loads(body)["promised_at"] else "no promise",
        ),
    ]


def _bearer(clerk: Clerk) -> dict[str, str]:
    return {"Authorization": f"Bearer {clerk.token}"}


def _rows(count: int) -> str:
    return "" if count == ROWS else f"{count} rows instead of {ROWS}"


def _dossier(procedure: str) -> dict[str, object]:
    papers = [{"paper": number, "originals": 1} for number in (1, 2, 3)]
    return {"procedure": procedure, "owner_name": "Trần Thị Bưởi", "owner_phone": "0912345678", "papers": papers}


def _floor_dossier(clerk: Clerk) -> dict[str, object]:
    return {
        "owner": "Trần Thị Bưởi",
        "unit_id": clerk.unit_id,
        "request": "Giải quyết hồ sơ",
        "received_at": datetime(2026, 1, 5, 1, tzinfo=UTC).isoformat(),
        "promised_at": datetime(2026, 1, 12, 10, tzinfo=UTC).isoformat(),
    }
