"""Every page of every plugin, asked for by nobody and by each role: default deny, and the matrix decides."""

import pytest
from litestar import Litestar

from core import offices
from core.accounts import queries
from core.app import all_handlers
from core.web.access import Requires, declared_access

pytestmark = pytest.mark.anyio


def guarded(app: Litestar) -> list[tuple[str, str]]:
    """Return (path, permission) of the pages that need no id in their address."""
    found = []
    for path, handler in all_handlers(app):
        access = declared_access(handler)
        if isinstance(access, Requires) and "GET" in getattr(handler, "http_methods", ()) and "{" not in path:
            found.append((path, access.permission))
    return sorted(set(found))


async def test_nobody_gets_past_the_door(app: Litestar, client) -> None:
    for path, _permission in guarded(app):
        answer = await client.get(path)
        # clients of NetBox expect its own word for "who are you?"
        assert answer.status_code in ({403} if path.startswith("/netbox/api") else {303, 401}), path
        if answer.status_code == 303:
            assert answer.headers["location"].startswith("/login?next="), path


async def test_each_role_opens_exactly_what_the_matrix_allows(app: Litestar, login) -> None:
    routes = guarded(app)
    assert len(routes) > 10
    endless = {path for path, handler in all_handlers(app) if handler.opt.get("endless")}
    for role in await offices.roles():
        person = await login(role, "long-an")
        allowed = (await queries.matrix())[role]
        for path, permission in routes:
            if path in endless and permission in allowed:
                continue  # whoever may listen would listen for ever
            refused = (await person.get(path)).status_code == 403
            assert refused is bool(permission and permission not in allowed), (role, path, permission)
