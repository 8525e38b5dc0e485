"""Publish forms: each publication is a new version; filings that are under way keep theirs."""

from typing import Any

import msgspec
import yaml

from core import audit, db
from core.acting import Act
from core.errors import Conflict, Problem, Refused
from core.text.i18n import gettext as _
from plugins.onestop.online.domain.flaws import form_flaws
from plugins.onestop.online.domain.forms import FormDefinition
from plugins.onestop.online.queries import forms
from plugins.onestop.online.schemas import FormText
from plugins.onestop.online.wording import flaw_sentence

_PUBLISH = """
INSERT INTO onestop.onestop_online_form
  (procedure_code, version, definition, source, verified, published_at, published_by_name)
VALUES ($1, $2, $3::json, $4, $5, $6, $7)
ON CONFLICT (procedure_code, version) DO NOTHING RETURNING id
"""


def read_definition(text: str) -> FormDefinition:
    """Return the form in a JSON text. Raises Refused that says where the text is wrong."""
    try:
        return msgspec.json.decode(text, type=FormDefinition)
    except msgspec.DecodeError as error:
        sentence = _("Không đọc được biểu mẫu: %(error)s", error=str(error))
        raise Refused(Problem(sentence, "definition", "unreadable")) from error


async def publish(procedure: str, data: FormText, act: Act) -> int:
    """Publish a form for a procedure; return its version, the one in force when nothing differs.

    Raises Refused with every flaw, Conflict when somebody published another one meanwhile.
    """
    form = read_definition(data.definition)
    flaws = [flaw for flaw in form_flaws(form) if not flaw.is_warning]
    Refused.if_any(Problem(flaw_sentence(flaw), "definition", flaw.kind) for flaw in flaws)
    async with db.transaction():
        now = await forms.in_force(procedure)
        if now is not None and now.version != data.base:
            raise Conflict(_("Biểu mẫu vừa được người khác ban hành. Hãy mở lại trang rồi sửa trên bản mới."))
        if now is not None and (now.definition, now.source, now.verified) == (form, data.source, data.verified):
            return now.version
        version = now.version + 1 if now else 1
        text = msgspec.json.encode(form).decode()
        values = (procedure, version, text, data.source, data.verified, act.at, act.who.display_name)
        if await db.value(_PUBLISH, *values) is None:
            raise Conflict(_("Biểu mẫu vừa được người khác ban hành. Hãy mở lại trang rồi sửa trên bản mới."))
        await audit.record(
            act,
            "onestop.publish_form",
            subject="onestop.online_form",
            subject_id=procedure,
            before={"version": now.version} if now else None,
            after={"version": version, "verified": data.verified},
        )
    return version


async def publish_shipped(text: str, act: Act) -> dict[str, int]:
    """Publish the forms of a YAML text where they differ from what is in force; return procedure -> version.

    A form that an administrator has published after the shipped one is left alone. Raises Refused for a flaw.
    """
    published: dict[str, int] = {}
    for entry in yaml.safe_load(text)["forms"]:
        code = str(entry["procedure"])
        now = await forms.in_force(code)
        if now is not None and now.published_by_name != act.who.display_name:
            continue
        definition = msgspec.json.encode(_definition(entry)).decode()
        data = FormText(definition, now.version if now else 0, str(entry["source"]), bool(entry["verified"]))
        published[code] = await publish(code, data, act)
    return published


def _definition(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: entry[name] for name in ("schema", "layout", "papers", "dossier", "english") if name in entry}
