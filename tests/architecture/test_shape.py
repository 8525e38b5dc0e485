"""Rules of the house that a reader should be able to rely on."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from piccolo.conf.apps import AppConfig

from core import hookspecs, plugins
from core.data_classes import data_class_of
from core.migrate import apps
from core.registry import Registry
from core.web.access import Public, Requires, declared_access

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "base.py", "manager.py", "service.py", "misc.py", "common.py"}
MAX_FILE = 400
MAX_FUNCTION = 60
MAX_PLUGIN_FILE = 120


def sources() -> Iterator[Path]:
    for top in ("core", "plugins"):
        for path in sorted((ROOT / top).rglob("*.py")):
            if not {"migrations", "__pycache__", "vendor"} & set(path.parts):
                yield path


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    doc = 0
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        doc = (first.end_lineno or 0) - first.lineno + 1
    return (node.end_lineno or 0) - node.lineno + 1 - doc


def test_files_have_one_job_and_are_short() -> None:
    long = [f"{p.relative_to(ROOT)}: {n}" for p in sources() if (n := p.read_text("utf-8").count("\n")) > MAX_FILE]
    vague = [str(p.relative_to(ROOT)) for p in sources() if p.name in FORBIDDEN_NAMES]
    assert long == []
    assert vague == []


def test_plugin_files_only_declare() -> None:
    long = [
        str(p.relative_to(ROOT))
        for p in sources()
        if p.name == "plugin.py" and p.read_text("utf-8").count("\n") > MAX_PLUGIN_FILE
    ]
    assert long == []


def test_functions_are_short_and_typed() -> None:
    long, untyped = [], []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            where = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            if body_lines(node) > MAX_FUNCTION:
                long.append(where)
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            if node.returns is None or any(a.annotation is None for a in arguments if a.arg not in {"self", "cls"}):
                untyped.append(where)
    assert long == []
    assert untyped == []


def test_nobody_opens_a_piccolo_transaction_directly() -> None:
    """Piccolo's nested transaction is no savepoint; `core.db.transaction` is the only door."""
    pattern = re.compile(r"DB\.(transaction|atomic)\(|Transaction\(DB\)")
    found = [str(p.relative_to(ROOT)) for p in sources() if pattern.search(p.read_text("utf-8"))]
    assert found == ["core/db.py"]


def test_only_the_shells_read_the_clock() -> None:
    pattern = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(")
    allowed = {"core/clock.py", "core/testing.py"}
    found = {str(p.relative_to(ROOT)) for p in sources() if pattern.search(p.read_text("utf-8"))}
    assert found <= allowed


def test_domain_code_imports_no_framework() -> None:
    """`domain/` and the pure packages know neither web, nor database, nor queue."""
    banned = ("litestar", "piccolo", "asyncpg", "pgqueuer", "core.db", "core.web", "core.jobs", "jinja2")
    found = []
    for path in sources():
        pure = "domain" in path.parts or path.parent.name == "worktime"
        if not pure:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
            found += [f"{path.relative_to(ROOT)}: {n}" for n in names if n.startswith(banned)]
    assert found == []


def test_kernel_files_import_no_part() -> None:
    parts = tuple(f"core.{name}" for name in plugins.PARTS)
    allowed = {
        "core/web/lists/respond.py": "core.exports"
    }  # the exports part's face: writers of CSV and XLSX, no tables
    found = []
    kernel = [
        # testing.py stands beside the kernel: its fixtures are made with the parts
        *(path for path in (ROOT / "core").glob("*.py") if path.name != "testing.py"),
        *(ROOT / "core" / "web").rglob("*.py"),
        *(ROOT / "core" / "contracts").glob("*.py"),
    ]
    for path in kernel:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module, *(f"{node.module}.{a.name}" for a in node.names if node.module == "core")]
            where = str(path.relative_to(ROOT))
            found += [f"{where}: {n}" for n in names if n.startswith(parts) and allowed.get(where) != n]
    assert found == []


def test_plugins_import_only_the_faces_of_parts() -> None:
    """A plugin may use what a part's `__init__` names, never a module inside the part."""
    inside = re.compile(rf"core\.({'|'.join(plugins.PARTS)})\.\w+")
    pure = re.compile(r"core\.\w+\.domain\b")
    found = []
    for path in sources():
        if path.relative_to(ROOT).parts[0] != "plugins":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            if module and inside.match(module) and not pure.match(module):
                found += [f"{path.relative_to(ROOT)}: {module}"]
    assert found == []


def test_migration_ids_and_file_names_are_unique(registry: Registry) -> None:
    """Piccolo imports migrations by bare file name: two files of one name would run as one."""
    names: Counter[str] = Counter()
    for app in apps(registry):
        names.update(p.name for p in Path(app.resolved_migrations_folder_path).glob("*.py") if p.name != "__init__.py")
    assert [name for name, count in names.items() if count > 1] == []


def test_tables_and_migrations_agree(registry: Registry) -> None:
    """Nobody changed a table and forgot the migration."""
    import asyncio

    from piccolo.apps.migrations.commands.new import AutoMigrationManager

    async def behind(app: AppConfig) -> bool:
        found = await AutoMigrationManager(auto_input="y").get_alter_statements(app_config=app)
        return any(statements.statements for statements in found)

    assert [app.app_name for app in apps(registry) if asyncio.run(behind(app))] == []


def test_every_column_has_a_data_class(registry: Registry) -> None:
    missing = [
        f"{table.__name__}.{column._meta.name}"
        for app in apps(registry)
        for table in app.table_classes
        for column in table._meta.columns
        if data_class_of(table, column._meta.name) is None
    ]
    assert missing == []


def test_every_table_lives_in_its_own_schema(registry: Registry) -> None:
    wrong = [
        table._meta.tablename
        for app in apps(registry)
        for table in app.table_classes
        if table._meta.schema in {None, "public"} or not table._meta.tablename.startswith(f"{table._meta.schema}_")
    ]
    assert wrong == []


def test_every_route_says_who_may_call_it(app: Litestar, registry: Registry) -> None:
    from core.app import all_handlers

    for path, handler in all_handlers(app):
        access = declared_access(handler)
        assert isinstance(access, Requires | Public), path
        if isinstance(access, Requires) and access.permission:
            assert access.permission in registry.permissions, path


def test_staff_pages_are_never_public(app: Litestar) -> None:
    from core.app import all_handlers

    open_doors = [
        path
        for path, handler in all_handlers(app)
        if isinstance(declared_access(handler), Public) and path.startswith(("/staff", "/api/admin"))
    ]
    assert open_doors == []


@pytest.mark.parametrize("hook", [*plugins.LISTS, *plugins.SINGLES])
def test_every_hook_is_specified_tested_and_documented(hook: str) -> None:
    assert hasattr(hookspecs, hook)
    tests = (ROOT / "tests" / "core" / "test_hooks.py").read_text("utf-8")
    assert re.search(rf"def test_hook_{hook}\b", tests), f"tests/core/test_hooks.py has no test_hook_{hook}"
    docs = (ROOT / "docs" / "plugins.md").read_text("utf-8")
    assert re.search(rf"^### `{hook}`", docs, re.MULTILINE), f"docs/plugins.md has no paragraph on {hook}"


def test_hooks_of_the_specification_are_all_known() -> None:
    specified = {name for name in vars(hookspecs) if hasattr(getattr(hookspecs, name), f"{hookspecs.PROJECT}_spec")}
    assert specified == {*plugins.LISTS, *plugins.SINGLES}


def test_no_file_names_a_machine_or_a_registry() -> None:
    import subprocess

    registries = r"registry\.npmjs|files\.pythonhosted|pypi\.org/simple|index-url *[=:]|\"resolved\": *\"http"
    words = registries + r"|(^|[^a-z.])/(home|root|work)/[a-z]"
    found = subprocess.run(
        ["git", "grep", "-nIE", words, "--", ".", ":!tests/architecture"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""
