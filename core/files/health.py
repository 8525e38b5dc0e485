"""Health of the files part: can files be stored, and does the scanner answer."""

import os
import shutil

from core.files.antivirus import ping
from core.files.commands import files_folder
from core.files.domain.kinds import MEGABYTE
from core.registry import current

LEAST_FREE = 500 * MEGABYTE


async def folder_trouble() -> str | None:
    """Say what keeps files from being stored; None when nothing does."""
    folder = files_folder()
    while not folder.exists():
        folder = folder.parent
    if not os.access(folder, os.W_OK):
        return "the files folder cannot be written"
    free = shutil.disk_usage(folder).free
    return f"only {free // MEGABYTE} MB left for files" if free < LEAST_FREE else None


async def scanner_trouble() -> str | None:
    """Say that the virus scanner does not answer; None when it does, or when there is none."""
    address = current().settings.clamd_socket
    return "the virus scanner does not answer" if address and not await ping(address) else None
