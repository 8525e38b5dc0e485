"""Compile a template that somebody wrote on a page: a process of its own that can hurt nobody.

Run as `python -I sandbox.py`: reads one JSON order from standard input, writes one JSON answer, and ends. It imports
nothing of ours, so that it starts fast. What holds it: an empty folder as root (typst itself refuses to leave it), no
network and no packages beside our own, limits of memory and processor time, and a parent that kills it.
"""

import base64
import contextlib
import ctypes
import json
import os
import resource
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

NEW_USER, NEW_NET = 0x10000000, 0x40000000
# a proxy that nobody serves: packages cannot be fetched where the kernel does not let us leave the network
NOWHERE = "http://127.0.0.1:9"


def confine(memory: int, seconds: int) -> None:
    """Give up the network, and everything beyond so many bytes of memory and seconds of processor time."""
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        os.environ[name] = NOWHERE
    with contextlib.suppress(OSError, AttributeError):
        # refused on some systems; the order's package folders hold ours alone and the proxy leads nowhere all the same
        ctypes.CDLL(None, use_errno=True).unshare(NEW_USER | NEW_NET)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer_to(order: dict[str, Any]) -> dict[str, Any]:
    """Return {"pages": [base64...]}, or {"error": typst's diagnosis} for a template with a fault."""
    import typst

    fonts = typst.Fonts(
        include_system_fonts=order["system_fonts"], include_embedded_fonts=True, font_paths=order["font_folders"]
    )
    main = Path(order["root"]) / "main.typ"
    compiler = typst.Compiler(
        main,
        root=main.parent,
        font_paths=fonts,
        ignore_system_fonts=True,
        package_path=order["packages"],
        package_cache_path=order["packages"],
    )
    inputs = {"data": order["data"], "font": order["font"]}
    try:
        if order["output"] == "png":
            made = compiler.compile(format="png", ppi=order["dpi"], sys_inputs=inputs)
        else:
            made = compiler.compile(
                format="pdf",
                sys_inputs=inputs,
                timestamp=datetime.fromisoformat(order["at"]),
                pdf_standards=order["standards"],
            )
    except typst.TypstError as error:
        return {"error": error.diagnostic or error.message}
    pages = made if isinstance(made, list) else [made or b""]
    return {"pages": [base64.b64encode(page).decode() for page in pages]}


def main() -> None:
    """Read the order, confine this process, answer."""
    order = json.loads(sys.stdin.buffer.read())
    confine(order["memory"], order["seconds"])
    sys.stdout.buffer.write(json.dumps(answer_to(order)).encode())


if __name__ == "__main__":
    main()
