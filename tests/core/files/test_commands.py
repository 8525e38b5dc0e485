"""The files part with a real database, a real folder and a real socket to the scanner."""

import contextlib
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from core import db, files
from core import registry as registries
from core.acting import ANONYMOUS, Act, Principal
from core.clock import FixedClock
from core.contracts.attachments import AttachmentOwner
from core.contributions import PluginInfo, Service
from core.db import transaction
from core.errors import Missing, Refused
from core.files.commands import files_folder
from core.files.jobs import ScanAgain, SweepFiles, scan_again, sweep_files
from core.plugins import Loaded
from core.registry import Registry

pytestmark = pytest.mark.anyio
LAN = Principal(username="lan", display_name="Lan", person_id=7, unit_id=5)
MINH = Principal(username="minh", display_name="Minh", person_id=8, unit_id=6)
SHELF = files.Subject("shelf.folder", 41, unit_id=5)
NOTICE_BOARD = files.Subject("shelf.folder", 42)


class ShelfFiles(AttachmentOwner):
    """The files of a plugin made for these tests: Lan's folder 41, and folder 42, which is for everybody."""

    subject_type = "shelf.folder"

    async def may_read(self, subject_id: int, principal: Principal) -> bool:
        return subject_id == 42 or (subject_id == 41 and principal.username == "lan")


def installed(registry: Registry, **settings: Any) -> Registry:
    """The test installation with the shelf plugin and other settings."""
    shelf = Loaded("shelf", "tests", PluginInfo("shelf", "Kệ", "1"), {"services": (Service(ShelfFiles, ShelfFiles()),)})
    return Registry(msgspec.structs.replace(registry.settings, **settings), (*registry.plugins, shelf))


@pytest.fixture(autouse=True)
def shelf(registry: Registry, tmp_path: Path) -> Iterator[None]:
    registries.install(installed(registry, data_dir=str(tmp_path)))
    yield
    registries.install(registry)


@pytest.fixture
def lan(clock: FixedClock) -> Act:
    return Act(LAN, clock.now(), "192.0.2.1", "req-1")


def on_disk() -> list[str]:
    return sorted(path.name for path in files_folder().rglob("*") if path.is_file())


async def logged() -> list[tuple[str, str, str]]:
    found = await db.rows("SELECT action, subject, subject_id FROM audit.audit_entry ORDER BY id")
    return [tuple(record) for record in found]


async def test_what_was_stored_is_read_back_and_both_are_logged(db: None, lan: Act, samples: dict[str, bytes]) -> None:
    kept = await files.store("..\\Đơn xin.PDF", samples["pdf"], SHELF, lan)
    assert (kept.name, kept.media_type, kept.state, kept.size) == (
        "Đơn xin.pdf",
        "application/pdf",
        "ok",
        len(samples["pdf"]),
    )
    assert (kept.created_by, kept.unit_id, kept.created_at) == (7, 5, lan.at)
    assert await files.find(kept.id) == kept
    assert await files.of_subject("shelf.folder", 41) == [kept]
    assert on_disk() == [kept.stored_name]
    assert await files.read(kept.id, lan) == (kept, samples["pdf"])
    assert await logged() == [("files.store", "shelf.folder", "41"), ("files.read", "shelf.folder", "41")]


async def test_a_picture_is_stored_without_its_secrets(db: None, lan: Act, samples: dict[str, bytes]) -> None:
    polyglot = samples["jpg"] + b"<script>alert(1)</script>"
    kept = await files.store("ảnh.jpg", polyglot, SHELF, lan)
    assert b"<script>" not in await files.content_of(kept)


async def test_a_refused_file_leaves_nothing(db: None, lan: Act) -> None:
    with pytest.raises(Refused):
        await files.store("x.svg", b"<svg/>", SHELF, lan)
    assert on_disk() == []
    assert await logged() == []


@pytest.mark.parametrize(
    ("who", "subject"), [(MINH, SHELF), (ANONYMOUS, SHELF), (LAN, files.Subject("other.thing", 1))]
)
async def test_what_may_not_be_read_looks_like_what_is_not_there(
    db: None, lan: Act, samples: dict[str, bytes], who: Principal, subject: files.Subject
) -> None:
    kept = await files.store("x.pdf", samples["pdf"], subject, lan)
    act = msgspec.structs.replace(lan, who=who)
    with pytest.raises(Missing) as forbidden:
        await files.read(kept.id, act)
    with pytest.raises(Missing) as absent:
        await files.read(kept.id + 1_000, act)
    assert forbidden.value.args == absent.value.args


async def test_a_rolled_back_upload_is_swept_a_day_later(db: None, lan: Act, samples: dict[str, bytes]) -> None:
    kept = await files.store("kept.pdf", samples["pdf"], SHELF, lan)
    with contextlib.suppress(ZeroDivisionError):
        async with transaction():
            await files.store("lost.pdf", samples["pdf"], SHELF, lan)
            raise ZeroDivisionError
    assert len(on_disk()) == 2
    real_now = lan.at.fromtimestamp(time.time(), lan.at.tzinfo)
    await sweep_files(SweepFiles(), msgspec.structs.replace(lan, at=real_now + timedelta(hours=23)))
    assert len(on_disk()) == 2
    await sweep_files(SweepFiles(), msgspec.structs.replace(lan, at=real_now + timedelta(hours=25)))
    assert on_disk() == [kept.stored_name]


async def test_a_removed_file_is_gone_at_once_and_swept_later(db: None, lan: Act, samples: dict[str, bytes]) -> None:
    kept = await files.store("x.pdf", samples["pdf"], SHELF, lan)
    await files.remove(kept, lan)
    with pytest.raises(Missing):
        await files.read(kept.id, lan)
    real_now = lan.at.fromtimestamp(time.time(), lan.at.tzinfo)
    await sweep_files(SweepFiles(), msgspec.structs.replace(lan, at=real_now + timedelta(hours=25)))
    assert on_disk() == []
    assert [action for action, _, _ in await logged()] == ["files.store", "files.remove"]


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(b"other"), lambda path: path.unlink()])
async def test_a_file_changed_on_the_disk_is_not_handed_out(
    db: None, lan: Act, samples: dict[str, bytes], damage: Callable[[Path], Any]
) -> None:
    kept = await files.store("x.pdf", samples["pdf"], SHELF, lan)
    damage(next(files_folder().rglob(kept.stored_name)))
    with pytest.raises(files.CorruptFileError, match=f"attachment {kept.id}"):
        await files.read(kept.id, lan)


@pytest.fixture
def scanned(registry: Registry, tmp_path: Path, clamd: tuple[Any, str]) -> Any:
    """The installation has a scanner; returns it."""
    registries.install(installed(registry, data_dir=str(tmp_path), clamd_socket=clamd[1]))
    return clamd[0]


async def test_an_infected_file_is_refused(db: None, lan: Act, scanned: Any, eicar: bytes) -> None:
    with pytest.raises(Refused) as refused:
        await files.store("ghi chú.txt", eicar, SHELF, lan)
    assert refused.value.problems[0].code == "virus"
    assert on_disk() == []


async def test_without_the_scanner_s_word_a_file_waits_in_quarantine(
    db: None, lan: Act, scanned: Any, samples: dict[str, bytes], eicar: bytes
) -> None:
    scanned.mood = "drop"
    clean = await files.store("x.pdf", samples["pdf"], SHELF, lan)
    infected = await files.store("x.txt", eicar, SHELF, lan)
    assert (clean.state, infected.state) == ("quarantined", "quarantined")
    with pytest.raises(Missing):
        await files.read(clean.id, lan)
    await scan_again(ScanAgain(), lan)
    assert len(await files.of_subject("shelf.folder", 41)) == 2
    scanned.mood = "well"
    await scan_again(ScanAgain(), lan)
    assert [kept.state for kept in await files.of_subject("shelf.folder", 41)] == ["ok"]
    assert (await files.read(clean.id, lan))[1] == samples["pdf"]


async def test_the_queue_runs_both_jobs(
    db: None, lan: Act, samples: dict[str, bytes], run_jobs: Callable[[], Awaitable[int]]
) -> None:
    from core.jobs import enqueue

    await files.store("x.pdf", samples["pdf"], SHELF, lan)
    await enqueue(SweepFiles())
    await enqueue(ScanAgain())
    assert await run_jobs() == 2


async def test_health_tells_of_a_silent_scanner(scanned: Any) -> None:
    from core.files.health import folder_trouble, scanner_trouble

    assert await folder_trouble() is None
    assert await scanner_trouble() is None
    scanned.mood = "drop"
    assert await scanner_trouble() == "the virus scanner does not answer"


async def test_a_download_is_saved_and_never_shown(client: httpx.AsyncClient, lan: Act) -> None:
    kept = await files.store("Thông báo.txt", b"hello", NOTICE_BOARD, lan)
    answer = await client.get(f"/files/{kept.id}")
    assert (answer.status_code, answer.content) == (200, b"hello")
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"Thong bao.txt\"; filename*=UTF-8''Th%C3%B4ng%20b%C3%A1o.txt"
    )
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-type"].partition(";")[0] == "text/plain"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("destination", ["script", "style", "iframe", "embed", "object", "worker"])
async def test_no_page_can_run_or_frame_a_file(client: httpx.AsyncClient, lan: Act, destination: str) -> None:
    kept = await files.store("x.txt", b"alert(1)", NOTICE_BOARD, lan)
    answer = await client.get(
        f"/files/{kept.id}", headers={"sec-fetch-dest": destination, "accept": "application/json"}
    )
    assert answer.status_code == 403
    assert b"alert" not in answer.content


async def test_a_stranger_is_asked_to_log_in_whether_the_file_exists_or_not(
    client: httpx.AsyncClient, lan: Act, samples: dict[str, bytes]
) -> None:
    kept = await files.store("x.pdf", samples["pdf"], SHELF, lan)
    there = await client.get(f"/files/{kept.id}", headers={"accept": "application/json"})
    absent = await client.get(f"/files/{kept.id + 999}", headers={"accept": "application/json"})
    assert there.status_code == absent.status_code == 401
    assert {**there.json(), "instance": ""} == {**absent.json(), "instance": ""}
