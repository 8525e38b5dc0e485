"""Bombs cost next to no memory: nothing is unpacked or drawn before the limits are checked."""

import subprocess
import sys

BOMBS = """
import io, resource, struct, zipfile, zlib
from core.errors import Refused
from core.files.domain.check import checked

def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

def huge_png(side):
    squeezer = zlib.compressobj(9)
    rows = b"".join(squeezer.compress(bytes(side * 3 + 1)) for _ in range(side // 100)) + squeezer.flush()
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")

def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, size in parts.items():
            with archive.open(name, "w") as part:
                for _ in range(max(size // 1_000_000, 1)):
                    part.write(bytes(min(size, 1_000_000)))
    return out.getvalue()

entry = struct.pack("<4s4B4HL2L5H2L", b"PK\\x01\\x02", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
directory = entry * 400_000
end = struct.pack("<4s4H2LH", b"PK\\x05\\x06", 0, 0, 9, 9, len(directory), 30, 0)
office = {"[Content_Types].xml": 10, "xl/workbook.xml": 10}
uploads = {
    "picture.png": huge_png(9_300),
    "cells.xlsx": zipped(office | {"xl/worksheets/sheet1.xml": 400_000_000}),
    "entries.xlsx": b"PK\\x03\\x04" + bytes(26) + directory + end,
}
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name, content in uploads.items():
    try:
        checked(name, content)
    except Refused as refused:
        print(name, refused.problems[0].code)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_bombs_are_refused_in_little_memory() -> None:
    done = subprocess.run([sys.executable, "-c", BOMBS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    *refused, grown_mb = done.stdout.splitlines()
    assert refused == ["picture.png image", "cells.xlsx archive", "entries.xlsx archive"]
    assert int(grown_mb) < 50
