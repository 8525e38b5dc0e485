import io
import struct
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from core.files.domain.images import LONGEST_SIDE, UnsafeImageError, redrawn
from core.files.domain.kinds import HEIC, JPEG, PNG, WEBP, FileKind

SCRIPT = b"<script>alert(1)</script>"


def drawn(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def with_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "MayAnh-bi-mat"
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif.get_ifd(0x8825)[1] = "N"
    return exif


@pytest.mark.parametrize(("name", "kind"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)])
def test_place_and_device_are_gone_and_the_picture_stands_upright(name: str, kind: FileKind) -> None:
    content = drawn(name, exif=with_exif())
    assert b"MayAnh-bi-mat" in content
    clean, kept = redrawn(content, kind)
    assert kept is kind
    assert b"MayAnh-bi-mat" not in clean
    image = opened(clean)
    assert image.format == name
    assert not image.getexif()
    assert image.size == (30, 40)


def test_a_phone_s_heic_becomes_a_jpeg_that_every_browser_shows(samples: dict[str, bytes]) -> None:
    clean, kept = redrawn(samples["heic"], HEIC)
    assert kept is JPEG
    image = opened(clean)
    assert (image.format, image.size) == ("JPEG", (40, 30))


@pytest.mark.parametrize(
    "hide",
    [
        lambda jpeg: jpeg + SCRIPT,
        lambda jpeg: jpeg[:2] + b"\xff\xfe" + struct.pack(">H", len(SCRIPT) + 2) + SCRIPT + jpeg[2:],  # comment segment
        lambda jpeg: jpeg + b"PK\x03\x04" + SCRIPT,
    ],
)
def test_what_hides_in_or_behind_a_picture_is_gone(hide: Callable[[bytes], bytes]) -> None:
    polyglot = hide(drawn("JPEG"))
    assert SCRIPT in polyglot
    assert SCRIPT not in redrawn(polyglot, JPEG)[0]


def test_text_in_a_png_is_gone() -> None:
    chunk = b"tEXtComment\x00" + SCRIPT
    png = drawn("PNG")
    hidden = png[:33] + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + png[33:]
    assert SCRIPT not in redrawn(hidden, PNG)[0]


def huge_png(width: int, height: int) -> bytes:
    """A well-formed PNG of a few kilobytes that says it is huge."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("size", [(30_000, 30_000), (50_001, 1_000), (2**31 - 1, 1), (12_000, 8_000)])
def test_a_decompression_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    with pytest.raises(UnsafeImageError, match=r"pixels|Bomb"):
        redrawn(huge_png(*size), PNG)


def test_a_large_picture_is_made_smaller() -> None:
    for kind, name in ((JPEG, "JPEG"), (PNG, "PNG")):
        clean, _ = redrawn(drawn(name, (6_000, 3_000)), kind)
        assert opened(clean).size == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize(
    ("mode", "kept"),
    [("RGB", "RGB"), ("L", "L"), ("1", "L"), ("P", "RGB"), ("RGBA", "RGBA"), ("LA", "RGBA"), ("I;16", "RGB")],
)
def test_modes_of_png_are_simplified_and_transparency_stays(mode: str, kept: str) -> None:
    image = opened(redrawn(drawn("PNG", mode=mode), PNG)[0])
    assert image.mode == kept


def test_a_cmyk_jpeg_becomes_rgb() -> None:
    assert opened(redrawn(drawn("JPEG", mode="CMYK"), JPEG)[0]).mode == "RGB"


def test_only_the_first_frame_of_an_animation_is_kept() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert getattr(opened(redrawn(out.getvalue(), WEBP)[0]), "n_frames", 1) == 1


@pytest.mark.parametrize("kind", [JPEG, PNG, WEBP, HEIC])
def test_a_damaged_or_foreign_picture_is_refused(kind: FileKind, samples: dict[str, bytes]) -> None:
    good = samples[kind.extensions[0]]
    gif = drawn("GIF")
    for content in (b"", good[:20], good[: len(good) // 2], gif, b"\xff\xd8\xff" + bytes(50)):
        with pytest.raises(UnsafeImageError):
            redrawn(content, kind)
