"""Pictures are drawn anew: what comes out has pixels and nothing else (no place, no device, no hidden file behind)."""

import io
import warnings
from collections.abc import Callable

import pillow_heif
from PIL import Image, ImageOps

from core.files.domain.kinds import HEIC, JPEG, PNG, WEBP, FileKind

MOST_PIXELS = 50_000_000
"""Of a picture as uploaded; about what the largest common phone camera takes. 50 million pixels are 150-200 MB."""
LONGEST_SIDE = 4096
"""Of a picture as kept; enough to read a photographed A4 page."""
QUALITY = 88


class UnsafeImageError(ValueError):
    """The picture is damaged or too large to be opened; the message says which, for the log."""


def redrawn(content: bytes, kind: FileKind) -> tuple[bytes, FileKind]:
    """Return the picture as a new file of the same kind, HEIC as JPEG, upright, at most 4096 pixels a side.

    All metadata goes: place, time, device, thumbnails, colour profile, further frames. Raises UnsafeImageError.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = _OPENERS[kind](content)
            upright = ImageOps.exif_transpose(image) or image
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            return _saved(upright, JPEG if kind is HEIC else kind)
    except UnsafeImageError:
        raise
    # image decoders raise whatever their bytes lead them to (OSError, SyntaxError, struct.error, IndexError ...)
    except Exception as error:
        raise UnsafeImageError(f"it cannot be read: {type(error).__name__}: {error}") from error


def _refuse_huge(size: tuple[int, int]) -> None:
    width, height = size
    if width * height > MOST_PIXELS:
        raise UnsafeImageError(f"{width} x {height} pixels")


def _with_pillow(name: str) -> Callable[[bytes], Image.Image]:
    """Return an opener that lets Pillow try this one format only, and decodes only after a look at the size."""

    def opened(content: bytes) -> Image.Image:
        image = Image.open(io.BytesIO(content), formats=[name])
        _refuse_huge(image.size)
        image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))  # JPEG only: decodes straight to a smaller picture
        image.load()
        return image

    return opened


def _heic(content: bytes) -> Image.Image:
    heif = pillow_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=True)
    _refuse_huge(heif.size)
    return heif.to_pillow()


_OPENERS: dict[FileKind, Callable[[bytes], Image.Image]] = {
    JPEG: _with_pillow("JPEG"),
    PNG: _with_pillow("PNG"),
    WEBP: _with_pillow("WEBP"),
    HEIC: _heic,
}


def _saved(image: Image.Image, kind: FileKind) -> tuple[bytes, FileKind]:
    transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    opaque = "L" if image.mode in ("1", "L") else "RGB"
    mode = "RGBA" if transparent and kind is not JPEG else opaque
    pixels = image.convert(mode)
    # a new image has no info dictionary: nothing of the old file's metadata can be written along
    clean = Image.new(mode, pixels.size)
    clean.paste(pixels)
    out = io.BytesIO()
    if kind is PNG:
        clean.save(out, "PNG")
    else:
        clean.save(out, "WEBP" if kind is WEBP else "JPEG", quality=QUALITY)
    return out.getvalue(), kind
