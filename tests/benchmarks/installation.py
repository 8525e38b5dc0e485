"""A district to measure: the shipped organisation and catalogue, a clerk in every desk, thousands of dossiers."""

import os
import shutil
import tempfile
import tomllib
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
import yaml

from core import db, devdb, migrate, registry
from core.accounts import testing
from core.accounts.authenticator import SessionAuthenticator
from core.accounts.commands.logins import open_login
from core.accounts.commands.tokens import create_token
from core.accounts.schemas import NewToken
from core.acting import Principal, system_act
from core.codes import slip_token, token_digest
from core.contracts.offices import AUTHORITIES
from core.settings import Settings, config_folder
from plugins.onestop.access import RECEIVE, VIEW
from plugins.onestop.commands.importing import import_procedures, publish_workflows
from plugins.onestop.domain.workflows import SHIPPED

SECRET = "benchmark-secret-key-of-more-than-32-characters"
DOSSIERS = 20_000
SLIPS = 2_000
DAYS = 120

# Seven of eight dossiers are settled and handed over, as in an office that has worked for some months; the desks get
# them in turn. $1 ids, $2 digests of their slips, $3 desks, $4 authorities, $5 names, $6 agency codes, $7 now.
_DOSSIERS = f"""
WITH known AS (
  SELECT array_agg(p.id ORDER BY p.id) AS procedures, array_agg(v.id ORDER BY p.id) AS versions
  FROM onestop.onestop_procedure p JOIN onestop.onestop_procedure_version v ON v.procedure = p.id
), slips AS (
  SELECT id, digest, 1 + id % cardinality($3::bigint[]) AS desk, 1 + id % cardinality(known.procedures) AS procedure,
         id % 8 <> 0 AS closed,
         $7::timestamptz - interval '1 minute' * (({DOSSIERS} - id) * {DAYS} * 1440 / {DOSSIERS}) AS received_at
  FROM unnest($1::bigint[], $2::bytea[]) AS s (id, digest), known
)
INSERT INTO onestop.onestop_dossier (
  id, code, procedure, version, workflow, unit_id, authority_id, unit_ids, unit_name, channel, revision, state, clock,
  holder_duty, holder_id, holder_name, received_at, taken_by_name, budget_value, budget_unit, rule, promised_at,
  settled_at, closed_at, slip_version, slip_digest, fee_due, fee_paid, owner_name, owner_key, owner_identity,
  owner_phone, owner_address, submitter_name, submitter_identity, submitter_phone, request)
SELECT s.id, ($6::text[])[desk] || '-' || to_char(received_at, 'YYMMDD') || '-' || lpad(s.id::text, 6, '0'),
  known.procedures[procedure], known.versions[procedure], w.id, ($3::bigint[])[desk], ($4::bigint[])[desk],
  ARRAY[($3::bigint[])[desk], ($4::bigint[])[desk]], ($5::text[])[desk], 'counter', 3,
  CASE WHEN closed THEN 'returned' ELSE 'appraising' END, CASE WHEN closed THEN 'stopped' ELSE 'runs' END,
  CASE WHEN closed THEN 'nobody' ELSE 'specialist' END, NULL, CASE WHEN closed THEN '' ELSE 'Trần Văn Bình' END,
  received_at, 'Lê Thị Hoa', 5, 'working_day', '', received_at + interval '7 days',
  CASE WHEN closed THEN received_at + interval '4 days' END, CASE WHEN closed THEN received_at + interval '5 days' END,
  1, digest, 20000, 20000, 'Nguyễn Văn ' || s.id, 'nguyen van ' || s.id, lpad(s.id::text, 12, '0'),
  '09' || lpad(s.id::text, 8, '0'), 'Ấp 3', 'Nguyễn Văn ' || s.id, lpad(s.id::text, 12, '0'),
  '09' || lpad(s.id::text, 8, '0'), 'Giải quyết hồ sơ'
FROM slips s, known, onestop.onestop_workflow w WHERE w.name = 'leader_signs'
"""
_EVENTS = """
INSERT INTO onestop.onestop_dossier_event (dossier, at, kind, action, target, person_name)
SELECT d.id, d.received_at + m.after, 'move', m.action, m.target, 'Lê Thị Hoa'
FROM onestop.onestop_dossier d
CROSS JOIN (VALUES (interval '0', 'receive', 'accepted', false), (interval '1 hour', 'hand_over', 'assigned', false),
                   (interval '2 hours', 'start', 'appraising', false), (interval '4 days', 'deliver', 'at_desk', true),
                   (interval '5 days', 'return', 'returned', true)) AS m (after, action, target, at_end)
WHERE d.closed_at IS NOT NULL OR NOT m.at_end ORDER BY d.id, m.after
"""
_PAPERS = """
INSERT INTO onestop.onestop_dossier_paper (dossier, line, paper, name, originals)
SELECT d.id, line, line, 'Giấy tờ ' || line, 1 FROM onestop.onestop_dossier d, generate_series(1, 2) AS line
"""


@dataclass(frozen=True)
class Clerk:
    """A clerk of one desk: the cookie of a log-in, its forms' token, an API token."""

    unit_id: int
    cookie: str
    csrf: str
    token: str


@dataclass(frozen=True)
class Installation:
    """A loaded database and what requests to it need. slips: digits of dossiers spread over all of them."""

    database_url: str
    clerks: tuple[Clerk, ...]
    slips: tuple[str, ...]
    procedure: str
    netbox_token: str

    def environment(self, folder: Path) -> dict[str, str]:
        """Return the settings of a process that serves this installation; its files go into the folder."""
        settings = folder / "motcua.toml"
        settings.write_text("strict_plugins = true\n", "utf-8")  # nothing is measured with a plugin left out
        return {
            "MOTCUA_CONFIG": str(settings),
            "MOTCUA_ENVIRONMENT": "production",
            "MOTCUA_DATABASE_URL": self.database_url,
            "MOTCUA_SECRET_KEY": SECRET,
            "MOTCUA_DATA_DIR": str(folder / "data"),
        }


@contextmanager
def server() -> Iterator[str]:
    """Address of a PostgreSQL server: TEST_DATABASE_URL, else the embedded one in a folder of its own."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="motcua-bench-"))
    folder.chmod(0o755)
    try:
        yield devdb.start(folder / "postgres")
    finally:
        devdb.stop(folder / "postgres")
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def loaded(server_url: str, at: datetime) -> AsyncIterator[Installation]:
    """Make a database, load the district into it as seen from `at` (aware), drop it after the block."""
    name = f"motcua_bench_{uuid.uuid4().hex[:8]}"
    admin = await asyncpg.connect(server_url)
    try:
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield await _load(devdb.database_url(server_url, name), at)
        finally:
            await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await admin.close()


async def _load(address: str, at: datetime) -> Installation:
    settings = Settings(environment="production", secret_key=SECRET, database_url=address, strict_plugins=True)
    installed = registry.build_registry(settings)
    registry.install(installed)
    await db.open_pool(address, statement_seconds=None)
    try:
        await migrate.migrate(installed)
        await testing.load_office(at)
        catalogue = yaml.safe_load((config_folder() / "procedures.yaml").read_text("utf-8"))
        await publish_workflows(SHIPPED, system_act(at))
        start = (at - timedelta(days=DAYS + 1)).date()
        await import_procedures(catalogue["procedures"], catalogue["fields"], system_act(at), effective_from=start)
        clerks = tuple([await _clerk(code, at) for code in _desks()])
        slips = await _dossiers(tuple(clerk.unit_id for clerk in clerks), at)
        return Installation(address, clerks, slips, await _simple_procedure(), await _netbox_token(at))
    finally:
        await db.close_pool()


def _desks() -> list[str]:
    """Return the codes of all desks: the district's and each commune's."""
    organisation = tomllib.loads((config_folder() / "organisation.toml").read_text("utf-8"))
    communes = [unit["code"] for unit in organisation["unit"] if unit["kind"] == "commune"]
    return ["duc-hoa.mot-cua", *(f"{code}.mot-cua" for code in communes)]


async def _clerk(unit: str, at: datetime) -> Clerk:
    who: Principal = await testing.staff("clerk", unit, at)
    assert who.account_id is not None
    assert who.unit_id is not None
    cookie = await open_login(who.account_id, "full", system_act(at), "benchmark")
    login_id = await db.value("SELECT max(id) FROM accounts.accounts_login WHERE account_id = $1", who.account_id)
    csrf = SessionAuthenticator().csrf_token(Principal(username=who.username, display_name="", login_id=login_id))
    token = await create_token(NewToken(name="benchmark", permissions=[VIEW, RECEIVE], days=1), testing.act_of(who, at))
    return Clerk(who.unit_id, cookie, csrf, token)


async def _netbox_token(at: datetime) -> str:
    """Return a token with which a client of NetBox reads and writes."""
    who = await testing.staff("it_officer", "duc-hoa", at)
    permissions = ["assets.read", "assets.edit"]
    return await create_token(NewToken(name="netbox", permissions=permissions, days=1), testing.act_of(who, at))


async def _dossiers(desks: tuple[int, ...], at: datetime) -> tuple[str, ...]:
    """Load the dossiers of the desks; return the slips of some of them."""
    from core import offices

    tree = await offices.tree()
    authorities = [tree.authority(desk) for desk in desks]
    assert all(unit.kind in AUTHORITIES for unit in authorities)
    ids = range(1, DOSSIERS + 1)
    slips = [slip_token(SECRET.encode(), number, 1) for number in ids]
    await db.execute(
        _DOSSIERS,
        list(ids),
        [token_digest(SECRET.encode(), slip) for slip in slips],
        list(desks),
        [unit.id for unit in authorities],
        [unit.name for unit in authorities],
        [tree.agency_code(desk) for desk in desks],
        at,
    )
    await db.execute("SELECT setval('onestop.onestop_dossier_id_seq', $1)", DOSSIERS)
    await db.execute(_EVENTS)
    await db.execute(_PAPERS)
    await db.execute("VACUUM ANALYZE")
    return tuple(slips[:: DOSSIERS // SLIPS])


async def _simple_procedure() -> str:
    """Return a procedure that needs no decision at the counter: one known limit, so one promise."""
    return str(
        await db.value(
            """SELECT p.code FROM onestop.onestop_procedure p
               JOIN onestop.onestop_procedure_version v ON v.procedure = p.id
               WHERE jsonb_array_length(v.facts->'limits') = 1 AND v.facts->'limits'->0->>'unit' = 'working_day'
                 AND (v.facts->'limits'->0->>'value')::int > 0 AND jsonb_array_length(v.faults) = 0
                 AND jsonb_array_length(v.facts->'papers') BETWEEN 3 AND 6
               ORDER BY p.code LIMIT 1"""
        )
    )
