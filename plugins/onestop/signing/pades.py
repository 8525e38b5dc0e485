"""Sign a PDF: PAdES baseline B-B (ETSI EN 319 142-1), with a visible mark drawn by typst.

The file is only appended to, so that earlier signatures stay whole. There is no time-stamp authority here: the time is
the server's, and says so.
"""

import io
from datetime import datetime
from typing import Any

from msgspec import Struct
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle

from plugins.onestop.signing.domain.places import Place, box_of, page_of
from plugins.onestop.signing.keys import KeyFile

MOST_PAGES = 2000


class CannotSign(Exception):
    """The file cannot be signed: no PDF, encrypted, or closed against further changes."""


class Mark(Struct, frozen=True):
    """The visible mark: its drawing as a PDF page, where it stands, what the signature says of its reason and place."""

    drawing: bytes
    place: Place
    reason: str
    location: str


def sign_pdf(content: bytes, key: KeyFile, mark: Mark, at: datetime) -> bytes:
    """Return the file with one more signature. at: aware, the time that the signature claims. Raises CannotSign."""
    try:
        signer = SimpleSigner.load_pkcs12_data(key.content, other_certs=(), passphrase=key.password.encode() or None)
        writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
        if writer.prev.encrypted:
            raise CannotSign("the file is encrypted")
        pages = int(writer.prev.root["/Pages"]["/Count"])
        if not 0 < pages <= MOST_PAGES:
            raise CannotSign("the file has no pages, or too many")
        number = page_of(mark.place, pages)
        taken = {found.field_name for found in writer.prev.embedded_signatures}
        name = next(f"ChuKy{n}" for n in range(1, len(taken) + 2) if f"ChuKy{n}" not in taken)
        made = _Signer(
            PdfSignatureMetadata(
                field_name=name,
                md_algorithm="sha256",
                subfilter=SigSeedSubFilter.PADES,
                reason=mark.reason,
                location=mark.location,
            ),
            signer=signer,
            stamp_style=_style(mark.drawing),
            new_field_spec=SigFieldSpec(name, on_page=number, box=box_of(mark.place, _page_box(writer.prev, number))),
            at=at,
        ).sign_pdf(writer)
    except (PdfError, SigningError, KeyError, ValueError, TypeError, RecursionError) as error:
        raise CannotSign(f"{type(error).__name__}: {error}") from error
    return bytes(made.getvalue())


class _Signer(PdfSigner):
    """Signs at a given moment instead of reading the machine's clock."""

    def __init__(self, *arguments: Any, at: datetime, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.at = at

    def init_signing_session(self, *arguments: Any, **options: Any) -> Any:
        session = super().init_signing_session(*arguments, **options)
        session.system_time = self.at
        return session


class _Drawing(PdfContent):
    """A page out of a PDF in memory; the library's own reads files."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.content = content

    def render(self) -> bytes:
        writer = self._ensure_writer
        page = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.content)), page_ix=0)
        self.resources.xobject["/Drawing"] = page
        left, bottom, right, top = (float(number) for number in page.get_object()["/BBox"])
        self.box = BoxConstraints(width=int(right - left), height=int(top - bottom))
        return b"/Drawing Do"


def _style(drawing: bytes) -> StaticStampStyle:
    whole = SimpleBoxLayoutRule(
        AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, inner_content_scaling=InnerScaling.STRETCH_TO_FIT
    )
    return StaticStampStyle(border_width=0, background=_Drawing(drawing), background_layout=whole)


def _page_box(reader: PdfFileReader, number: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a page; an inherited box counts, a turned page is taken as it lies."""
    page, _resources = reader.find_page_for_modification(number)  # type: ignore[no-untyped-call]
    node = page.get_object()
    for _depth in range(50):
        if "/MediaBox" in node:
            box = [float(edge) for edge in node["/MediaBox"]]
            return (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
        if "/Parent" not in node:
            break
        node = node["/Parent"]
    raise CannotSign("a page has no size")
