"""
Thieves by the hundred: submissions that scan all memory that they inherit for marks of others.

    python benchmarks/thieves.py [--rounds 100] [--tier standard ...]

They run at each tier, with one worker (one server) and with two at the same time, and against a
server that hears submissions, as ours once did. Each round grades honest submissions, whose text,
seed and output carry random marks, and then a thief (``tests/redteam/thieves.py``).

Exits with 1 if a mark was found, if a thief did not run, or if none was found where all are heard.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "redteam"))

from harness import CONTAINED, TIERS, LeakyServer
from rich.console import Console
from rich.table import Table
from thieves import steal

from autograder.sandbox import ForkServer, Tier

#: The server that hears every submission; a few rounds show that thieves find what is there.
HEARING, HEARING_ROUNDS = "hears submissions", 5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0].strip())
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--tier", choices=[*TIERS, HEARING], action="append")
    chosen = parser.parse_args()
    table = Table(title=f"Thieves, {chosen.rounds} rounds each")
    for column in ("server", "workers", "rounds", "GB scanned", "marks found", "failed", "seconds"):
        table.add_column(column, justify="left" if column == "server" else "right")
    bad = False
    for tier in chosen.tier or [*TIERS, HEARING]:
        if tier == "strong" and not shutil.which("bwrap"):
            print("strong: bubblewrap is not installed", file=sys.stderr)
            continue
        for workers in (1, 2):
            started = time.monotonic()
            rounds = min(chosen.rounds, HEARING_ROUNDS) if tier == HEARING else chosen.rounds
            loot = steal(lambda tier=tier: server_of(tier), workers, rounds)
            bad |= bool(loot.failures) or bool(loot.found) != (tier == HEARING)
            seconds = time.monotonic() - started
            row = (tier, workers, loot.rounds, f"{loot.scanned / 1e9:.1f}", len(set(loot.found)))
            table.add_row(*map(str, row), str(len(loot.failures)), f"{seconds:.0f}")
            print(*row, *loot.failures, f"{seconds:.0f} s", flush=True)
    Console().print(table)
    return int(bad)


def server_of(tier: str) -> ForkServer:
    """A new server of *tier*, one of the red team's tiers or the one that hears submissions."""
    if tier == HEARING:
        return LeakyServer("PAST", Tier.PROCESS, CONTAINED)
    floor, down = TIERS[tier]
    return ForkServer(floor, down=down)


if __name__ == "__main__":
    sys.exit(main())
