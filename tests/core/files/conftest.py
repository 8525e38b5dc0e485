"""Files as people upload them, made in the test."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator, Mapping

import pillow_heif
import pytest
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
EXCEL = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office:document-content/>"}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object) -> bytes:
    image = Image.linear_gradient("L").resize(size).convert(mode)
    out = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.from_pillow(image).save(out, quality=80)
    else:
        image.save(out, kind, **options)
    return out.getvalue()


@pytest.fixture(scope="session")
def samples() -> dict[str, bytes]:
    """One good file of every kind, by extension."""
    return {
        "pdf": PDF,
        "jpg": picture("JPEG"),
        "png": picture("PNG"),
        "webp": picture("WEBP"),
        "heic": picture("HEIF"),
        "docx": zipped(WORD),
        "xlsx": zipped(EXCEL),
        "odt": zipped(ODT),
        "csv": "số,tên\r\n1,Đức Hòa\r\n".encode("utf-8-sig"),
        "txt": "Kính gửi: UBND xã\n".encode(),
        "ics": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
    }


# The industry's harmless test "virus", in two halves so that no scanner takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD" + b"-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """A server that speaks clamd's protocol; `mood` makes it fail in the ways the real one does."""

    def __init__(self) -> None:
        self.mood = "well"
        self.scanned: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            command = await reader.readuntil(b"\0")
            if self.mood == "hang":
                await asyncio.sleep(3600)
            if self.mood == "drop":
                return
            if command == b"zPING\0":
                writer.write(b"PONG\0")
            elif self.mood == "limit":
                writer.write(b"INSTREAM size limit exceeded. ERROR\0")
            elif command == b"zINSTREAM\0":
                writer.write(await self.answer(reader))
            await writer.drain()
        finally:
            writer.close()

    async def answer(self, reader: asyncio.StreamReader) -> bytes:
        content = b""
        while size := int.from_bytes(await reader.readexactly(4), "big"):
            content += await reader.readexactly(size)
        self.scanned.append(content)
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


@pytest.fixture
async def clamd(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Clamd, str]]:
    """A running scanner and the path of its socket."""
    scanner = Clamd()
    path = str(tmp_path_factory.mktemp("clamd") / "clamd.ctl")
    server = await asyncio.start_unix_server(scanner.serve, path)
    yield scanner, path
    server.close()


@pytest.fixture
def eicar() -> bytes:
    return EICAR
