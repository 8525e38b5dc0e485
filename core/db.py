"""The database: one pool, transactions with true savepoints, and constant SQL into Structs.

Piccolo's nested `transaction()` is no savepoint, and a task started inside one inherits its connection (both shown by
tests/core/test_db.py); `transaction()` and `spawn()` here are the only doors, and a test bans the others.
"""

import asyncio
import contextvars
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar

import asyncpg
import msgspec
from piccolo.engine.postgres import PostgresTransaction

from core import loans
from core.loans import Lent
from core.piccolo_conf import DB as DB  # noqa: PLC0414 -- the engine itself, for the worker's queue

T = TypeVar("T")
S = TypeVar("S", bound=msgspec.Struct)

MINIMUM_SERVER = 130000
CONNECT_SECONDS = 5.0
_held: contextvars.ContextVar["Lent | None"] = contextvars.ContextVar("held_connection", default=None)
_running: set[asyncio.Task[Any]] = set()
_savepoints = itertools.count(1)


class LostTransaction(RuntimeError):
    """What was written in this transaction is not saved, although no statement said so; never to be swallowed."""


class Connection(asyncpg.Connection):
    """A connection that does not take PostgreSQL's quiet answer ROLLBACK to a COMMIT for success.

    It goes back to the pool as it is, without the driver's clearing of session state, which would be a second round
    trip for each statement. So nothing may set such state (SET without LOCAL, LISTEN, session locks, temporary tables
    that outlive their transaction); a test looks for it.
    """

    def get_reset_query(self) -> str:
        """Return what the pool runs on a connection that comes back: nothing. Open transactions are still undone."""
        return ""

    async def execute(self, query: str, *args: object, timeout: float | None = None) -> str:  # noqa: ASYNC109 -- the driver's own signature
        """As the driver's. Raises LostTransaction when a transaction with a failed statement in it is committed."""
        tag: str = await super().execute(query, *args, timeout=timeout)
        if tag == "ROLLBACK" and query.startswith("COMMIT"):
            raise LostTransaction("a statement in this transaction had failed, so nothing of it was saved")
        return tag


async def _connect(*args: Any, **options: Any) -> asyncpg.Connection:
    """Connect; whatever keeps the server out of reach (no socket, no name, no answer) is a ConnectionError."""
    try:
        return await asyncpg.connect(*args, **options)
    except OSError as error:
        raise ConnectionError(f"the database cannot be reached: {error}") from error


async def open_pool(
    dsn: str | None = None, *, min_size: int = 2, max_size: int = 10, statement_seconds: float | None = 60
) -> None:
    """Start the pool and check the server. statement_seconds: limit of one statement, None for none.

    Raises RuntimeError for a server that is too old, ConnectionError when it cannot be reached.
    """
    if dsn:
        DB.config = {"dsn": dsn}
    if DB.pool is None:
        await DB.start_connection_pool(
            min_size=min_size,
            max_size=max_size,
            command_timeout=statement_seconds,
            timeout=CONNECT_SECONDS,
            connect=_connect,
            connection_class=Connection,
        )
    version = int(await value("SELECT current_setting('server_version_num')"))
    if version < MINIMUM_SERVER:
        raise RuntimeError(
            f"PostgreSQL {version // 10000} is too old; version {MINIMUM_SERVER // 10000} or newer is needed"
        )


async def close_pool() -> None:
    """Close the pool; connections in use are given five seconds."""
    if DB.pool is not None:
        await loans.clear()
        pool, DB.pool = DB.pool, None
        try:
            await asyncio.wait_for(pool.close(), 5)
        except TimeoutError:
            pool.terminate()


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """Open a transaction; inside another one, a savepoint that rolls back alone when its block raises.

    A rollback that fails (line cut) ends the connection, so that the pool never hands out a broken one.
    """
    outer = DB.current_transaction.get()
    if outer is None and _held.get() is not None:
        raise RuntimeError("transaction() inside one_connection() would hold two connections")
    if outer is not None:
        async with _savepoint(outer.connection):
            yield
        return
    opened = await _Transaction(DB).__aenter__()
    try:
        yield
    except BaseException:
        await _leave(opened, opened.rollback)
        raise
    await _leave(opened, opened.commit)


class _Transaction(PostgresTransaction):
    """Piccolo's transaction on a connection of ours."""

    async def get_connection(self) -> Lent:
        """Return a connection, see `loans.take`."""
        return await loans.take()

    async def begin(self) -> None:
        """Begin; a connection on which that fails is ended."""
        try:
            await super().begin()  # type: ignore[no-untyped-call]
        except BaseException:
            self.connection.terminate()
            await loans.give_back(self.connection, failed=True)
            raise


@asynccontextmanager
async def _savepoint(lent: asyncpg.Connection) -> AsyncIterator[None]:
    """Open a savepoint; also undone when its block swallowed the error of a statement, which the driver's own is not.

    Raises LostTransaction when the block has ended the whole transaction behind our back.
    """
    name = f"motcua_{next(_savepoints)}"
    await lent.execute(f"SAVEPOINT {name}")
    try:
        yield
        await lent.execute(f"RELEASE SAVEPOINT {name}")
    except BaseException as error:
        if not lent.is_closed():
            try:
                await lent.execute(f"ROLLBACK TO SAVEPOINT {name}")
            except (asyncpg.NoActiveSQLTransactionError, asyncpg.InvalidSavepointSpecificationError):
                raise LostTransaction("the transaction was ended inside one of its savepoints") from error
        raise


async def _leave(opened: PostgresTransaction, end: Callable[[], Awaitable[None]]) -> None:
    """End the transaction and give the connection back, whatever happens on the way."""
    DB.current_transaction.set(None)
    failed = True
    try:
        await end()
        failed = False
    except BaseException:
        opened.connection.terminate()
        raise
    finally:
        await loans.give_back(opened.connection, failed=failed)


class _Loan:
    """A connection for the length of a block; see `connection`. A class, since every statement passes through it."""

    __slots__ = ("_borrowed",)

    async def __aenter__(self) -> Lent:
        current = DB.current_transaction.get()
        held = _held.get() if current is None else current.connection
        self._borrowed: Lent | None = None
        if held is not None:
            return held
        self._borrowed = await loans.take()
        return self._borrowed

    async def __aexit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        if self._borrowed is not None:
            await loans.give_back(self._borrowed, failed=kind is not None)


def connection() -> AbstractAsyncContextManager[Lent]:
    """Lend the current transaction's connection, or one from the pool for the length of the block."""
    return _Loan()


@asynccontextmanager
async def one_connection() -> AsyncIterator[None]:
    """Keep one connection for the statements of the block, which then cost half; no transaction is opened or allowed.

    For hot paths with a few statements one after another, and nothing slow between them.
    """
    async with connection() as lent:
        before = _held.set(lent)
        try:
            yield
        finally:
            _held.reset(before)


def in_transaction() -> bool:
    """Tell whether the caller runs inside `transaction()`."""
    return DB.current_transaction.get() is not None


def spawn(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Start a task that does not inherit the caller's transaction or connection, and keep it alive until it is done."""
    context = contextvars.copy_context()
    context.run(DB.current_transaction.set, None)
    context.run(_held.set, None)
    task = asyncio.get_running_loop().create_task(work, context=context)
    _running.add(task)
    task.add_done_callback(_running.discard)
    return task


async def side_by_side(*calls: Callable[[], Awaitable[T]]) -> list[T]:
    """Run several askers at once and return their answers in order; one after another inside a transaction.

    A transaction is one connection, and a connection does one thing at a time.
    """
    if in_transaction():
        return [await call() for call in calls]
    return list(await asyncio.gather(*(call() for call in calls)))


async def rows(sql: str, *args: object) -> list[asyncpg.Record]:
    """Return all rows of a constant statement with $1 parameters."""
    async with connection() as lent:
        return await lent.fetch(sql, *args)


async def row(sql: str, *args: object) -> asyncpg.Record | None:
    """Return the first row, or None."""
    async with connection() as lent:
        return await lent.fetchrow(sql, *args)


async def value(sql: str, *args: object) -> Any:
    """Return the first column of the first row, or None."""
    async with connection() as lent:
        return await lent.fetchval(sql, *args)


async def execute(sql: str, *args: object) -> str:
    """Run a statement; return the server's command tag, such as "UPDATE 1"."""
    async with connection() as lent:
        return await lent.execute(sql, *args)


async def structs(kind: type[S], sql: str, *args: object) -> list[S]:
    """Return all rows as Structs; the statement's columns must stand in the order of the Struct's fields."""
    return [kind(*record) for record in await rows(sql, *args)]


async def struct(kind: type[S], sql: str, *args: object) -> S | None:
    """Return the first row as a Struct, or None; columns in the order of the fields."""
    found = await row(sql, *args)
    return None if found is None else kind(*found)
