"""The parts of a dossier for programs: papers, ledger, files, and what is hidden elsewhere."""

import hashlib
from datetime import datetime
from typing import Annotated

from litestar import Controller, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Body, FromPath, HeaderParameter, QueryParameter
from litestar.response import Response
from msgspec import Struct

from core import files
from core.acting import Act
from core.errors import Missing
from core.idempotency import once
from core.web.access import requires
from plugins.onestop.access import IDENTITY, VIEW, scope
from plugins.onestop.attachments import SUBJECT, attach, file_of
from plugins.onestop.commands import reading
from plugins.onestop.exchange.limits import limited
from plugins.onestop.exchange.problems import READING, WRITING, problems
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import PaperLine, Sheet

Key = Annotated[str, HeaderParameter(name="Idempotency-Key", max_length=200)]
Id = Annotated[int, QueryParameter(ge=0, le=2**62)]
SANDBOX = "default-src 'none'; sandbox"


class LedgerOut(Struct, frozen=True):
    """One event in the ledger of a dossier. kind: move, clock, slip, fee...; amount: VND."""

    id: int
    at: datetime
    kind: str
    action: str
    source: str
    target: str
    person_name: str
    holder_name: str
    reason: str
    amount: int | None


class FileOut(Struct, frozen=True):
    """One attached file; size in bytes. ready: False while the virus scanner has not let it through."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime
    ready: bool


class IdentityOut(Struct, frozen=True):
    """What is hidden elsewhere."""

    owner_identity: str
    owner_phone: str
    owner_address: str
    submitter_identity: str
    submitter_phone: str


class DossierPartsApi(Controller):
    """Papers, ledger and files of one dossier of the caller's units."""

    path = "/api/onestop/dossiers/{code:str}"
    guards = [requires(VIEW), limited]  # noqa: RUF012 -- Litestar's own way to declare guards
    tags = ["onestop"]  # noqa: RUF012 -- Litestar's own way to group operations

    @get("/papers", responses=problems(*READING, 404))
    async def papers(self, act: NamedDependency[Act], code: FromPath[str]) -> list[PaperLine]:
        """Return the papers handed in, in the order of the slip."""
        return await dossiers.papers((await _sheet(code, act)).id)

    @get("/events", responses=problems(*READING, 404))
    async def events(
        self,
        act: NamedDependency[Act],
        code: FromPath[str],
        after: Id = 0,
        limit: Annotated[int, QueryParameter(ge=1, le=1000)] = 200,
    ) -> list[LedgerOut]:
        """Return what happened to the dossier, oldest first; the next page is asked for with the last id."""
        ledger = await dossiers.ledger((await _sheet(code, act)).id)
        names = LedgerOut.__struct_fields__
        lines = [line for line in ledger if line.id > after][:limit]
        return [LedgerOut(**{name: getattr(line, name) for name in names}) for line in lines]

    @post("/identity", guards=[requires(IDENTITY)], status_code=200, responses=problems(*READING, 404))
    async def identity(self, act: NamedDependency[Act], code: FromPath[str]) -> Response[IdentityOut]:
        """Return identity numbers and phones in full; a POST, because who looked is written into the log."""
        await reading.note_identity_seen(code, act)
        sheet = await _sheet(code, act)
        shown = IdentityOut(**{name: getattr(sheet, name) for name in IdentityOut.__struct_fields__})
        return Response(shown, headers={"cache-control": "no-store"})

    @get("/files", responses=problems(*READING, 404))
    async def index(self, act: NamedDependency[Act], code: FromPath[str]) -> list[FileOut]:
        """Return the attached files, oldest first."""
        return [_file(found) for found in await files.of_subject(SUBJECT, (await _sheet(code, act)).id)]

    @post("/files", responses=problems(*WRITING, 404))
    async def attach(
        self,
        act: NamedDependency[Act],
        code: FromPath[str],
        data: Annotated[UploadFile, Body(media_type=RequestEncodingType.MULTI_PART)],
        key: Key = "",
    ) -> FileOut:
        """Attach a file. The same Idempotency-Key with the same content gives the same answer."""
        content = await data.read()
        request = {"code": code, "name": data.filename, "sha256": hashlib.sha256(content).hexdigest()}

        async def store() -> FileOut:
            return _file(await attach(code, data.filename, content, act))

        return await once(key, act.who.username, request, store, FileOut)

    @get(
        "/files/{file_id:int}",
        responses={
            200: ResponseSpec(data_container=bytes, description="The file", media_type="application/octet-stream"),
            **problems(*READING, 404),
        },
    )
    async def content(self, act: NamedDependency[Act], code: FromPath[str], file_id: FromPath[int]) -> Response[bytes]:
        """Return a file; the reading is logged."""
        attachment, content = await file_of(code, file_id, act)
        headers = {
            "content-disposition": files.content_disposition(attachment.name),
            "content-security-policy": SANDBOX,
            "cache-control": "private, no-store",
        }
        return Response(content, media_type=attachment.media_type, headers=headers)


def _file(found: files.Attachment) -> FileOut:
    return FileOut(
        found.id, found.name, found.media_type, found.size, found.sha256, found.created_at, found.state == "ok"
    )


async def _sheet(code: str, act: Act) -> Sheet:
    sheet = await dossiers.by_code(code, scope(act.who))
    if sheet is None:
        raise Missing
    return sheet
