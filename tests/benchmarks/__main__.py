"""`python -m tests.benchmarks`: measure the hot paths against their floors and print ratios.

Floor and product run side by side on one database, one worker each, and are loaded in turn, round by round, so that
what else the machine does hits both alike. Two ratios each: answers a second (median over the rounds of product by
floor of the same round), and CPU time of the server process per answer, which neighbours hardly change.
"""

import argparse
import asyncio
import os
import shutil
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from tests.benchmarks import bulk, netbox, scale, start_up
from tests.benchmarks.cases import Case, cases
from tests.benchmarks.installation import DOSSIERS, Installation, loaded, server
from tests.benchmarks.load import Shot, ask, shoot, write_script
from tests.benchmarks.servers import Server, running

START = "start-up"
BULK = "bulk-import"
SCALE = "scale"
NETBOX = "netbox"


def main() -> int:
    """Measure what was asked for; return the exit code: 1 with --check when a bar is missed, else 0."""
    asked = _arguments()
    if shutil.which("wrk") is None and asked.only not in {START, BULK, SCALE, NETBOX}:
        print("benchmarks skipped: wrk is not installed (on Debian: apt-get install wrk)")
        return 0
    with server() as server_url, tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        missed = asyncio.run(_run(server_url, Path(folder), asked))
    return 1 if missed and asked.check else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Ratios to floors of one run.")
    parser.add_argument("--seconds", type=int, default=3, help="length of one measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--only",
        default="",
        help="one case: look-up, list-json, work-list, intake, bulk-import, start-up, netbox or scale",
    )
    parser.add_argument("--dossiers", type=int, default=scale.MANY, help="how many the case scale grows to")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a bar is missed")
    parser.add_argument("--hold", action="store_true", help="serve until Enter instead of measuring, for a profiler")
    return parser.parse_args()


async def _run(server_url: str, folder: Path, asked: argparse.Namespace) -> list[str]:
    """Load the database, measure, print; return the names of the bars that were missed."""
    print("loading the district ...", flush=True)
    async with loaded(server_url, datetime.now(UTC)) as installed:
        environment = {**os.environ, **installed.environment(folder)}
        # the database must answer the servers while this thread waits for wrk
        return await asyncio.to_thread(_measure, installed, environment, folder, asked)


def _measure(
    installed: Installation, environment: dict[str, str], folder: Path, asked: argparse.Namespace
) -> list[str]:
    chosen = [case for case in cases(installed) if asked.only in {"", case.name}]
    if asked.only and asked.only not in {START, BULK, SCALE, NETBOX} and not chosen:
        sys.exit(f"no case {asked.only!r}")
    missed: list[str] = []
    if chosen:
        with (
            running("tests.benchmarks.floors", environment=environment, log=folder / "floor.log") as floor,
            running("core", "web", environment=environment, log=folder / "product.log") as product,
        ):
            floor.wait_for("/health/live")
            product.wait_for("/health/ready")
            if asked.hold:
                _hold(chosen, product, folder)
            else:
                missed += _compare(chosen, floor, product, folder, asked)
    if asked.only in {"", BULK} and not asked.hold:
        missed += _bulk(installed, folder, asked.rounds)
    if asked.only in {"", START} and not asked.hold:
        missed += _start(environment, folder, asked.rounds)
    if asked.only in {"", NETBOX} and not asked.hold:
        missed += _netbox(installed, environment, folder)
    if asked.only in {"", SCALE} and not asked.hold:  # the last one: it makes the database large
        missed += _scale(installed, asked.dossiers)
    return missed


def _hold(chosen: list[Case], product: Server, folder: Path) -> None:
    for case in chosen:
        write_script(folder / f"{case.name}.lua", case.product)
        print(f"wrk -t1 -c16 -d10s -s {folder / case.name}.lua {product.url}")
    print(f"server process {product.process.pid}; Enter ends it")
    sys.stdin.readline()


def _compare(chosen: list[Case], floor: Server, product: Server, folder: Path, asked: argparse.Namespace) -> list[str]:
    """Measure the cases round by round; print the table; return the missed ones."""
    scripts: dict[tuple[str, str], Path] = {}
    for case in chosen:
        _look(case, floor, product)
        for side, requests in (("floor", case.floor), ("product", case.product)):
            scripts[case.name, side] = folder / f"{case.name}-{side}.lua"
            write_script(scripts[case.name, side], requests)
            shoot(floor if side == "floor" else product, scripts[case.name, side], 1)
    shots: dict[tuple[str, str], list[Shot]] = {key: [] for key in scripts}
    for _ in range(asked.rounds):
        for (name, side), script in scripts.items():
            shots[name, side].append(shoot(floor if side == "floor" else product, script, asked.seconds))
    print(f"{'case':34}{'bar':>6}{'req/s':>8}{'CPU':>7}   met   product: req/s, CPU us, p99   floor: the same")
    return [case.name for case in chosen if not _report(case, shots[case.name, "floor"], shots[case.name, "product"])]


def _look(case: Case, floor: Server, product: Server) -> None:
    """Look at one answer of each. Raises RuntimeError when it is not what is to be measured."""
    for side, requests in ((floor, case.floor), (product, case.product)):
        status, body = ask(side, requests[0])
        if status not in {200, 201}:
            log = side.log.read_text("utf-8", "replace")[-3000:]
            raise RuntimeError(f"{case.name}: {status} {body[:500].decode('utf-8', 'replace')}\n{log}")
    wrong = case.wrong(body)
    if wrong:
        raise RuntimeError(f"{case.name}: {wrong}")


def _report(case: Case, floor: list[Shot], product: list[Shot]) -> bool:
    """Print a line of the table; tell whether the bar is met."""
    rate = statistics.median(mine.rate / least.rate for mine, least in zip(product, floor, strict=True))
    cpu = statistics.median(mine.cpu_us / least.cpu_us for mine, least in zip(product, floor, strict=True))
    met = rate >= case.bar
    sides = f"{_side(product)}   {_side(floor)}"
    print(f"{case.title:34}{case.bar:6.2f}{rate:8.2f}{cpu:7.2f}   {'yes' if met else 'NO ':3}   {sides}", flush=True)
    return met


def _side(shots: list[Shot]) -> str:
    rate, cpu = (statistics.median(getattr(shot, name) for shot in shots) for name in ("rate", "cpu_us"))
    return f"{rate:6.0f} {cpu:6.0f} {shots[-1].p99:>9}"


def _bulk(installed: Installation, folder: Path, rounds: int) -> list[str]:
    """Measure the bulk import against COPY; print it; return what was missed."""
    got = asyncio.run(bulk.measure(installed.database_url, folder, rounds))
    met = got.ratio >= bulk.BAR
    print(
        f"{'bulk import of past dossiers':34}{bulk.BAR:6.2f}{got.ratio:8.2f}{'':7}   {'yes' if met else 'NO '}"
        f"   product: {got.product:,.0f} rows/s   COPY: {got.floor:,.0f} rows/s"
    )
    return [] if met else [BULK]


def _vacuum(address: str) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(address)
        await connection.execute("VACUUM (ANALYZE) assets.assets_nb_device")
        await connection.close()

    asyncio.run(run())


def _netbox(installed: Installation, environment: dict[str, str], folder: Path) -> list[str]:
    """Measure the NetBox API through its stock client; print it; return what was missed."""
    with running("core", "web", environment=environment, log=folder / "netbox.log") as product:
        product.wait_for("/health/ready")
        steps = netbox.measure(product.url, installed.netbox_token, lambda: _vacuum(installed.database_url))
    print("NetBox API, against figures of NetBox 4.7.3")
    for step in steps:
        met = "yes" if step.ratio >= step.bar else "NO"
        print(f"  {step.name:32}{step.bar:6.0f}{step.ratio:8.0f}   {met:3}   {step.here_s * 1000:,.0f} ms", flush=True)
    return [NETBOX] if any(step.ratio < step.bar for step in steps) else []


def _scale(installed: Installation, many: int) -> list[str]:
    """Measure the daily questions with few and with many dossiers; print them; return what was missed."""
    count, grown = asyncio.run(scale.measure(installed.database_url, many, datetime.now(UTC)))
    print(f"{DOSSIERS:,} -> {count:,} dossiers, bar {scale.BAR} times")
    for one in grown:
        met = "yes" if one.ratio <= scale.BAR else "NO"
        print(f"  {one.name:32}{one.ratio:6.2f}   {met:3}   {one.few_us:,.0f} us -> {one.many_us:,.0f} us")
    return [SCALE] if any(one.ratio > scale.BAR for one in grown) else []


def _start(environment: dict[str, str], folder: Path, rounds: int) -> list[str]:
    """Measure the start; print it, and where the time goes when it is too long; return what was missed."""
    got = start_up.start_up(environment, folder / "start.log", rounds)
    met = got.wall_s < start_up.BAR_S
    title = "start-up until /health/live answers"
    print(f"{title}: {got.wall_s:.2f} s (bar {start_up.BAR_S} s), CPU {got.cpu_s:.2f} s   {'yes' if met else 'NO'}")
    if not met:
        print("slowest imports:", *start_up.slowest_imports(environment), sep="\n  ")
    return [] if met else [START]


if __name__ == "__main__":
    sys.exit(main())
