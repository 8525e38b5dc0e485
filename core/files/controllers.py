"""Downloads: a stored file never becomes a page of ours, whatever is in it."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from core.acting import Act
from core.errors import Forbidden, Missing, NeedsLogin
from core.files.commands import read
from core.files.domain.names import content_disposition
from core.text.i18n import gettext as _
from core.web.access import public

# a download, or a picture in one of our pages; nothing may load a file as script, style, frame or object
DESTINATIONS = frozenset({"", "document", "empty", "image"})
SANDBOX = "default-src 'none'; sandbox"


class DownloadController(Controller):
    """Attached files. Who may read one is the word of the plugin that owns its subject, for anonymous readers too."""

    path = "/files"
    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get("/{attachment_id:int}")
    async def download(
        self, request: Request[Any, Any, Any], attachment_id: FromPath[int], act: NamedDependency[Act]
    ) -> Response[bytes]:
        """Send a file to be saved. Answers 404 for every file that the reader may not have, 401 when not logged in."""
        if request.headers.get("sec-fetch-dest", "") not in DESTINATIONS:
            raise Forbidden(_("Tệp này chỉ để tải về."))
        try:
            attachment, content = await read(attachment_id, act)
        except Missing:
            if not act.who.username:
                raise NeedsLogin from None
            raise
        headers = {
            "content-disposition": content_disposition(attachment.name),
            "content-security-policy": SANDBOX,
            "x-content-type-options": "nosniff",
            "cache-control": "private, no-store",
        }
        return Response(content, media_type=attachment.media_type, headers=headers)
