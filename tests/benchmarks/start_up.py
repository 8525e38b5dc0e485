"""How long the product needs from the start of its process until it answers."""

import re
import statistics
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.servers import ROOT, running

BAR_S = 2.5
SLOWEST = 10


@dataclass(frozen=True)
class StartUp:
    """Medians over rounds: seconds until /health/live answers, CPU seconds used until then."""

    wall_s: float
    cpu_s: float


def start_up(environment: Mapping[str, str], log: Path, rounds: int) -> StartUp:
    """Start the product some times, with all plugins and compiled files, on a migrated database."""
    walls, cpus = [], []
    for _ in range(rounds):
        with running("core", "web", environment=environment, log=log) as server:
            walls.append(server.wait_for("/health/live"))
            cpus.append(server.cpu_s())
    return StartUp(statistics.median(walls), statistics.median(cpus))


def slowest_imports(environment: Mapping[str, str]) -> list[str]:
    """Return the modules whose own code takes longest to import, with microseconds, slowest first."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import core.asgi"],
        cwd=ROOT,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=True,
    )
    lines = re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", done.stderr)
    return [f"{int(own):7} us {name}" for own, name in sorted(lines, key=lambda line: -int(line[0]))[:SLOWEST]]
