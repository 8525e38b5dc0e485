"""The signatures' piece of the page of a dossier."""

import uuid
from collections.abc import Mapping
from typing import Any

from litestar import Request

from core import files
from core.acting import Act
from core.errors import Forbidden
from core.files import PDF
from core.web.access import identify
from plugins.onestop.access import duties
from plugins.onestop.attachments import SUBJECT
from plugins.onestop.signing import queries
from plugins.onestop.signing.commands.signing import keys_for, signable
from plugins.onestop.signing.wording import PLACES


async def load_nothing(request: Request[Any, Any, Any]) -> Mapping[str, Any]:  # noqa: ARG001 -- a panel's loader
    """Return nothing: the link says all."""
    return {}


async def load_signatures(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return the files of the dossier, what of them is signed, and what this person may sign with."""
    sheet = request.scope["state"]["panel_context"]["sheet"]
    act = Act(who=await identify(request), at=request.app.state.clock.now())
    attached = await files.of_subject(SUBJECT, sheet.id)
    found = await queries.signed_of(sheet.id)
    made = {line.attachment_id for line in found}
    try:
        await signable(sheet.code, act)
        keys = await keys_for(sheet, act)
        may_sign = True
    except Forbidden:
        keys, may_sign = [], False
    return {
        "sheet": sheet,
        "attached": attached,
        "signed": {line.attachment_id: line for line in found},
        "papers": [one for one in attached if one.media_type == PDF.media_type and one.id not in made],
        "keys": keys,
        "may_sign": may_sign,
        "may_attach": bool(duties(act.who, sheet.unit_ids)),
        "places": PLACES,
        "key": uuid.uuid4().hex,
    }
