"""The files folder: content is on the disk before a row says so, and half a file is never seen under its name."""

import os
from collections.abc import Iterator
from pathlib import Path

from core.files.domain.names import stored_path

PART = ".part"
OWNER_ONLY_FILE, OWNER_ONLY_FOLDER = 0o600, 0o700


def write(folder: Path, token: str, content: bytes) -> None:
    """Write a new file durably: content, name and folders are synced when this returns.

    Raises FileExistsError when the token is taken, OSError when the disk is full or cannot be written; then nothing
    is left behind.
    """
    target = folder / stored_path(token)
    _make_folder(target.parent)
    part = target.with_name(token + PART)
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY_FILE)
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.link(part, target)  # unlike a rename, a link never replaces a file
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(target.parent)


def read(folder: Path, token: str) -> bytes:
    """Return a file's content; raises FileNotFoundError."""
    return (folder / stored_path(token)).read_bytes()


def remove(folder: Path, token: str) -> None:
    """Delete a file; it is fine when it is gone already."""
    (folder / stored_path(token)).unlink(missing_ok=True)


def older_than(folder: Path, moment: float) -> Iterator[str]:
    """Yield the tokens of files last written before the moment (seconds since 1970, as file systems count).

    Parts of that age, left by a process that was killed while writing, are deleted on the way.
    """
    for path in folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
        if path.stat().st_mtime < moment:
            if path.name.endswith(PART):
                path.unlink(missing_ok=True)
            else:
                yield path.name


def _make_folder(folder: Path) -> None:
    """Create a folder and the ones above it, and make their names durable."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        new.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
        _sync_folder(new.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
