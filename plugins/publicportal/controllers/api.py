"""The look-up for programs: the digits of a slip in, what anybody may know of its dossier out; no key is needed."""

from typing import Annotated

import msgspec
from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.response import Response
from msgspec import Meta, Struct

from core.acting import Act
from core.contracts.dossiers import PublicDossier
from core.errors import Missing
from core.text.i18n import SOURCE_LANGUAGE, language
from core.text.i18n import gettext as _
from core.web.access import public
from plugins.publicportal import commands
from plugins.publicportal.controllers.frame import PRIVATE
from plugins.publicportal.controllers.lookup import neutral_slip


class SlipDigits(Struct, frozen=True, forbid_unknown_fields=True):
    """What a program sends. slip: the 20 digits; in the body, since addresses are kept in logs and histories."""

    slip: Annotated[str, Meta(pattern=r"^[0-9]{20}$")]


class LookUpApi(Controller):
    """Where is my dossier, as JSON."""

    path = "/api/portal"
    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    tags = ["portal"]  # noqa: RUF012 -- Litestar's own way to group operations

    @post("/look-up", status_code=200)
    async def look_up(self, act: NamedDependency[Act], data: SlipDigits) -> Response[PublicDossier]:
        """Return what may be shown; 404 when the digits open nothing, 429 to an address that has missed too often.

        Every look-up is logged, without the digits. Below `/en` the texts are in English.
        """
        found = await commands.by_slip(data.slip, act.at, "api", act.address)
        if found is None:
            raise Missing(neutral_slip())
        return Response(in_words(found), headers=PRIVATE)


def in_words(found: PublicDossier) -> PublicDossier:
    """Return the dossier with its titles in the reader's language."""
    if language.get() == SOURCE_LANGUAGE:
        return found
    return msgspec.structs.replace(
        found,
        stage=_(found.stage),
        asks=_(found.asks),
        timeline=tuple(msgspec.structs.replace(stage, title=_(stage.title)) for stage in found.timeline),
    )
