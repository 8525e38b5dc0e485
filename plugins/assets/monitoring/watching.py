"""Put a thing under monitoring, take it out again, ask it now: what people do, checked and logged."""

import asyncpg

from core import audit, db, jobs
from core.acting import Act
from core.contracts.events import EquipmentAlertCleared
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.events import publish
from core.registry import current
from core.text.i18n import gettext as _
from plugins.assets.alerts.commands import close_all
from plugins.assets.monitoring.domain.states import slot
from plugins.assets.monitoring.payloads import PollDevice
from plugins.assets.monitoring.schemas import Watch
from plugins.assets.monitoring.secrets import seal_credentials
from plugins.assets.snmp import Community, Credentials, parse_target, parse_user

MONITOR = "assets.monitor"
READ = "assets.read"

_FIND = """
SELECT a.id AS asset_id, a.name, a.unit_id, a.unit_name, d.id AS device_id, d.version, d.address, d.port,
       d.device_class, d.interval_s, d.failures_to_down, d.credential, d.enabled, s.state, s.alerted
FROM assets.assets_asset a
LEFT JOIN assets.assets_device d ON d.asset = a.id
LEFT JOIN assets.assets_device_state s ON s.device = d.id
WHERE a.code = $1 FOR UPDATE OF a
"""
_INSERT = """
INSERT INTO assets.assets_device (asset, address, port, credential, device_class, interval_s, failures_to_down, enabled,
    next_at, version, created_at)
VALUES ($1, $2, $3, NULL, $4, $5, $6, false, $7, 1, $7) RETURNING id
"""
_UPDATE = """
UPDATE assets.assets_device SET address = $2, port = $3, device_class = $4, interval_s = $5, failures_to_down = $6,
    credential = coalesce($7, credential), enabled = true, next_at = $8, parent = $9, version = version + 1
WHERE id = $1
"""


async def watch(code: str, data: Watch, act: Act) -> int:
    """Ask a thing from now on as described; return the device's id. The secret is stored sealed and never shown.

    Raises Missing, Forbidden, Refused; Conflict when somebody changed it since the writer's version.
    """
    credentials = _credentials(data)
    async with db.transaction():
        found = await _thing(code, act)
        device_id: int | None = found["device_id"]
        if (found["version"] or 0) != data.version:
            text = _("Cách giám sát thiết bị này vừa được người khác sửa. Hãy xem lại rồi ghi lần nữa.")
            raise Conflict(Problem(text, "version", "stale"))
        if credentials is None and found["credential"] is None:
            raise Refused(Problem(_("Chưa điền community hoặc người dùng SNMPv3."), "secret", "missing"))
        device_id = await _written(device_id, found["asset_id"], data, credentials, act)
        before = None
        if found["device_id"] is not None:
            before = {name: found[name] for name in ("address", "port", "device_class", "interval_s", "enabled")}
        await audit.record(
            act,
            "assets.watched",
            subject="assets.asset",
            subject_id=code,
            unit_id=found["unit_id"],
            before=before,
            after={
                "address": data.address,
                "port": data.port,
                "device_class": data.device_class,
                "interval_s": data.interval_min * 60,
                "enabled": True,
                "credential": "new" if credentials else None,
            },
        )
    return device_id


async def unwatch(code: str, act: Act) -> None:
    """Stop asking a thing; what was learned stays, its state becomes unknown. Raises Missing, Forbidden."""
    async with db.transaction():
        found = await _thing(code, act)
        if found["device_id"] is None or not found["enabled"]:
            return
        await db.execute(
            "UPDATE assets.assets_device SET enabled = false, version = version + 1 WHERE id = $1", found["device_id"]
        )
        await db.execute(
            "UPDATE assets.assets_device_state SET state = 'unknown', since = $2, alerted = false, failures = 0,"
            " failing_since = NULL, hidden = NULL WHERE device = $1",
            found["device_id"],
            act.at,
        )
        await close_all(found["device_id"], act.at)
        if found["alerted"]:
            await publish(
                EquipmentAlertCleared(
                    asset_id=found["asset_id"],
                    code=code,
                    name=found["name"],
                    unit_id=found["unit_id"],
                    unit=found["unit_name"],
                    kind="down",
                    at=act.at,
                ),
                act,
            )
        await audit.record(
            act,
            "assets.unwatched",
            subject="assets.asset",
            subject_id=code,
            unit_id=found["unit_id"],
            before={"enabled": True},
            after={"enabled": False},
        )


async def poll_now(code: str, act: Act) -> bool:
    """Have a thing asked at once; False when it is waiting to be asked already. Raises Missing, Forbidden, Refused."""
    async with db.transaction():
        found = await _thing(code, act)
        if found["device_id"] is None or not found["enabled"]:
            raise Refused(_("Thiết bị này chưa được giám sát."))
        device_id = found["device_id"]
        job = await jobs.enqueue(PollDevice(device_id=device_id), dedupe=f"assets.poll_device:{device_id}", priority=10)
    return job is not None


async def _thing(code: str, act: Act) -> asyncpg.Record:
    """Return the thing and its device, locked, when the actor may monitor it."""
    found = await db.row(_FIND, code)
    if found is None or not (act.who.may(READ, found["unit_id"]) or act.who.may(MONITOR, found["unit_id"])):
        raise Missing(_("Không có thiết bị mang mã này."))
    if not act.who.may(MONITOR, found["unit_id"]):
        raise Forbidden(_("Bạn không được giám sát thiết bị của đơn vị này."))
    return found


def _credentials(data: Watch) -> Credentials | None:
    """Return the credentials of the form, None when the stored ones are kept. Raises Refused with every problem."""
    problems = []
    credentials: Credentials | None = None
    if not _is_host(data.address):
        problems.append(Problem(_("Địa chỉ phải là địa chỉ IP hoặc tên máy, không kèm cổng."), "address", "invalid"))
    if data.secret is not None and data.protocol != "3":
        credentials = Community(data.secret, data.protocol)
    elif data.secret is not None:
        try:
            credentials = parse_user(data.secret)
        except ValueError:
            text = _("Người dùng SNMPv3 ghi dạng TÊN:SHA:KHÓA:AES:KHÓA, mỗi khóa ít nhất 8 ký tự.")
            problems.append(Problem(text, "secret", "invalid"))
    Refused.if_any(problems)
    return credentials


def _is_host(text: str) -> bool:
    """Tell whether the text is an address or a host name, without a port."""
    try:
        return parse_target(text).host == text
    except ValueError:
        return False


async def _written(device_id: int | None, asset_id: int, data: Watch, credentials: Credentials | None, act: Act) -> int:
    """Insert or change the device; its id must be known before its credential can be sealed."""
    due = slot(act.at)
    facts = (data.address, data.port, data.device_class, data.interval_min * 60, data.failures_to_down)
    if device_id is None:
        device_id = int(await db.value(_INSERT, asset_id, *facts, due))
        await db.execute("INSERT INTO assets.assets_device_state (device) VALUES ($1)", device_id)
    sealed = None
    if credentials is not None:
        key = current().settings.secret_key
        sealed = seal_credentials(credentials, secret_key=key, device_id=device_id)
    await db.execute(_UPDATE, device_id, *facts, sealed, due, await _parent(device_id, asset_id, data.through))
    return device_id


async def _parent(device_id: int, asset_id: int, code: str) -> int | None:
    """Return the device through which another one of the same unit is reached. Raises Refused."""
    if not code:
        return None
    found: int | None = await db.value(
        "SELECT d.id FROM assets.assets_device d JOIN assets.assets_asset a ON a.id = d.asset"
        " JOIN assets.assets_asset own ON own.id = $2 AND own.unit_id = a.unit_id WHERE a.code = $1",
        code,
        asset_id,
    )
    if found is None:
        text = _("Đơn vị này không có thiết bị nào được giám sát mang mã nhãn đó.")
        raise Refused(Problem(text, "through", "missing"))
    above: int | None = found
    while above is not None:
        if above == device_id:
            raise Refused(Problem(_("Thiết bị đó lại nối qua chính thiết bị này."), "through", "loop"))
        above = await db.value("SELECT parent FROM assets.assets_device WHERE id = $1", above)
    return found
