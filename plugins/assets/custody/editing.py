"""Transitions on screen: what there is, what an office made of it."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from msgspec import Struct

from core.acting import Act
from core.errors import Refused
from core.web.access import requires
from core.web.forms import Form, read_form
from core.web.pages import page, redirect
from plugins.assets.custody.commands.editing import TRANSITIONS, change_transition, restore_transition
from plugins.assets.custody.domain.editing import FREE_FACTS, Change
from plugins.assets.custody.rules import in_force, shipped_one, title, usable_statuses, versions
from plugins.assets.custody.words import FACTS, NEEDED, PARTIES
from plugins.assets.inventory.views import status_choices

Web = Request[Any, Any, Any]
PATH = "/staff/transitions"


class Restoring(Struct, frozen=True):
    """Which version was read."""

    version: int


class TransitionPages(Controller):
    """/staff/transitions."""

    path = PATH
    include_in_schema = False
    guards = [requires(TRANSITIONS)]  # noqa: RUF012 -- Litestar's own way to declare guards

    @get()
    async def listed(self, request: Web) -> Response[str]:
        """Show all transitions as they count now."""
        rules = await in_force()
        return page(
            "assets/custody/transitions.html",
            request,
            rules=[(one, title(rules, key)) for key, one in rules.items()],
            statuses=await _status_names(),
            facts=FACTS,
            parties=PARTIES,
        )

    @get("/{key:str}")
    async def one(self, request: Web, key: FromPath[str]) -> Response[str]:
        """Show one with its versions, to be changed."""
        return await _page(request, key, None)

    @post("/{key:str}", status_code=303)
    async def change(self, request: Web, act: NamedDependency[Act], key: FromPath[str]) -> Response[Any]:
        """Write the next version."""
        form = await read_form(request, Change)
        try:
            await change_transition(key, form.checked(), act)
        except Refused as error:
            if form.value is not None:
                form.refuse(error)
            return await _page(request, key, form)
        return redirect(f"{PATH}/{key}")

    @post("/{key:str}/restore", status_code=303)
    async def restore(self, request: Web, act: NamedDependency[Act], key: FromPath[str]) -> Response[Any]:
        """Go back to what is shipped."""
        await restore_transition(key, (await read_form(request, Restoring)).checked().version, act)
        return redirect(f"{PATH}/{key}")


async def _page(request: Web, key: str, form: Form[Change] | None) -> Response[str]:
    shipped = shipped_one(key)
    rules = await in_force()
    past = await versions(key)
    names = await _status_names()
    usable = await usable_statuses()
    return page(
        "assets/custody/transition.html",
        request,
        status_code=422 if form else 200,
        form=form,
        rule=rules[key],
        title=title(rules, key),
        version=past[0].version if past else 0,
        past=past,
        is_shipped=rules[key] == shipped,
        begins=[(one, names.get(one, one)) for one in dict.fromkeys([*shipped.begins, *usable])],
        leads_to=names.get(shipped.to, ""),
        free=[(fact, FACTS[fact]) for fact in FREE_FACTS],
        fixed=[FACTS[ask] for ask in shipped.required if ask not in FREE_FACTS],
        needs=list(NEEDED.items()),
        parties=list(PARTIES.items()) if shipped.other else [],
    )


async def _status_names() -> dict[str, Any]:
    return {choice.value: choice.label for choice in await status_choices()}
