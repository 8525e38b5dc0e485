import os
import subprocess
import sys
from pathlib import Path

import pytest

from core import db
from core.accounts import queries
from core.accounts.keys import token_hash
from core.testing import SECRET

pytestmark = [pytest.mark.anyio, pytest.mark.slow]


def motcua(address: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "MOTCUA_DATABASE_URL": address,
        "MOTCUA_SECRET_KEY": SECRET,
        "MOTCUA_BASE_URL": "https://testserver",
    }
    return subprocess.run(
        [sys.executable, "-m", "core", *arguments],
        env=environment,
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


async def test_a_fresh_installation_gets_an_administrator_by_link_and_tokens(committed_client, committed_db) -> None:
    printed = motcua(committed_db, "admin", "invite")
    assert printed.returncode == 0, printed.stderr
    link = printed.stdout.split()[-1]
    assert link.startswith("https://testserver/login/link/")
    chosen = await committed_client.post(link, data={"new_password": "con mèo đen ngủ trên mái"})
    assert chosen.headers["location"] == "/login/setup"
    refused = motcua(committed_db, "admin", "invite", "--username", "other")
    assert (refused.returncode, "Đã có quản trị viên" in refused.stderr) == (1, True)

    made = motcua(committed_db, "token", "create", "--user", "admin", "--name", "thử", "--permission", "offices.read")
    assert made.returncode == 0, made.stderr
    token = made.stdout.split()[-1]
    kept = await db.row("SELECT permissions FROM accounts.accounts_token WHERE token_hash = $1", token_hash(token))
    assert kept["permissions"] == ["offices.read"]
    beyond = motcua(committed_db, "token", "create", "--user", "admin", "--name", "x", "--permission", "no.such")
    assert beyond.returncode == 1
    unknown = motcua(committed_db, "token", "create", "--user", "nobody", "--name", "x")
    assert unknown.returncode == 1
    assert await queries.account_by_username("admin")
