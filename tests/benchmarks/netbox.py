"""The NetBox API through the stock client, beside what NetBox 4.7.3 needed for the same on a 2-core machine.

NetBox's own figures were measured once, with gunicorn, 2 workers x 3 threads (design notes of this project); it is not
installed here, so the ratios are to figures, not to a floor of the same run.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pynetbox

MANY = 10_000
CALL = 1000


@dataclass(frozen=True)
class Step:
    """One thing that a client does: seconds here, seconds there, the least ratio."""

    name: str
    here_s: float
    netbox_s: float
    bar: float

    @property
    def ratio(self) -> float:
        """How many times faster it is here."""
        return self.netbox_s / self.here_s


def measure(url: str, token: str, settle: Callable[[], None]) -> list[Step]:
    """Make, read, change and delete 10,000 devices; return how long each step took.

    settle: does what the database's own housekeeping does within a minute after so many new rows.
    """
    api = pynetbox.api(f"{url}/netbox", token=token)
    base = _catalogue(api)
    created = [_timed(lambda at=at: api.dcim.devices.create(_devices(base, at))) for at in range(0, MANY, CALL)]
    settle()
    steps = [
        Step("bulk create of 1,000", _median(created), 118, 100),
        Step("list of 50", _best(lambda: _get(api, "limit=50"), 20), 0.391, 60),
        Step("page of 1,000", _best(lambda: _get(api, "limit=1000"), 5), 2.82, 40),
        Step("one device", _best(lambda: _get(api, "name=may-77"), 20), 0.238, 30),
        Step("search q=printer", _best(lambda: _get(api, "limit=50&q=printer"), 10), 0.443, 20),
        Step("devices.all() over 10,000", _timed(lambda: list(api.dcim.devices.all())), 42.8, 4),
        Step("schema", _best(lambda: _get(api, "", "schema/"), 3), 10.2, 10),
    ]
    ids = [device.id for device in api.dcim.devices.filter(brief=1, limit=CALL)][:CALL]
    patched = _timed(lambda: api.dcim.devices.update([{"id": number, "comments": "x"} for number in ids]))
    steps.append(Step("bulk patch of 1,000", patched, 49, 50))
    steps.append(Step("bulk delete of 1,000", _timed(lambda: api.dcim.devices.delete(ids)), 133, 50))
    return steps


def _catalogue(api: Any) -> dict[str, int]:
    maker = api.dcim.manufacturers.create(name="Hãng", slug="hang")
    return {
        "site": api.dcim.sites.create(name="Kho", slug="kho").id,
        "device_type": api.dcim.device_types.create(manufacturer=maker.id, model="M1", slug="m1").id,
        "role": api.dcim.device_roles.create(name="Printer", slug="printer").id,
    }


def _devices(base: dict[str, int], start: int) -> list[dict[str, Any]]:
    return [base | {"name": f"may-{n}", "serial": f"SN{n:06}"} for n in range(start, start + CALL)]


def _get(api: Any, query: str, path: str = "dcim/devices/") -> None:
    headers = {"authorization": f"Token {api.token}"}
    answer = api.http_session.get(f"{api.base_url}/{path}?{query}", headers=headers)
    answer.raise_for_status()


def _timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _best(work: Callable[[], Any], times: int) -> float:
    return _median([_timed(work) for _ in range(times)])


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]
