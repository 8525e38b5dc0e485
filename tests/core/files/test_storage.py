import resource
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.files import storage

TOKEN = "ab12" + "0" * 28


def everything(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_a_file_comes_back_and_only_its_owner_may_open_it(tmp_path: Path) -> None:
    storage.write(tmp_path / "files", TOKEN, b"content")
    assert storage.read(tmp_path / "files", TOKEN) == b"content"
    path = tmp_path / "files" / "ab" / "12" / TOKEN
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert everything(tmp_path) == [TOKEN]


def test_a_stored_file_is_never_replaced(tmp_path: Path) -> None:
    storage.write(tmp_path, TOKEN, b"first")
    with pytest.raises(FileExistsError):
        storage.write(tmp_path, TOKEN, b"second")
    assert storage.read(tmp_path, TOKEN) == b"first"
    assert everything(tmp_path) == [TOKEN]


@pytest.fixture
def full_disk() -> Iterator[None]:
    """Files may grow to 1,000 bytes only, as on a disk that fills up while a file is written."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, full_disk: None) -> None:
    with pytest.raises(OSError, match="File too large"):
        storage.write(tmp_path, TOKEN, bytes(10_000))
    assert everything(tmp_path) == []


def test_removing_twice_is_fine(tmp_path: Path) -> None:
    storage.write(tmp_path, TOKEN, b"x")
    storage.remove(tmp_path, TOKEN)
    storage.remove(tmp_path, TOKEN)
    with pytest.raises(FileNotFoundError):
        storage.read(tmp_path, TOKEN)


def test_old_files_are_found_and_left_over_parts_deleted(tmp_path: Path) -> None:
    storage.write(tmp_path, TOKEN, b"x")
    part = tmp_path / "ab" / "12" / f"{'f' * 32}.part"
    part.write_bytes(b"half")
    assert list(storage.older_than(tmp_path, time.time() - 3600)) == []
    assert part.exists()
    assert list(storage.older_than(tmp_path, time.time() + 3600)) == [TOKEN]
    assert not part.exists()


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stored file"):
        storage.write(tmp_path, "../../etc/passwd", b"x")
    with pytest.raises(ValueError, match="stored file"):
        storage.read(tmp_path, "../x")
