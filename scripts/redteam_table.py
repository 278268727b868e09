"""
Run every attack at every tier and without its walls, and write docs/redteam.md.

    python scripts/redteam_table.py            # includes those that could harm this machine
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from rich.progress import track

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "redteam"))

from harness import PROCESS, TIERS, Attack, Range, all_attacks  # noqa: E402
from walls_down import success_without_walls  # noqa: E402

from autograder.sandbox import Tier  # noqa: E402

INTRODUCTION = """# Attacks, and what became of them

Made by `python scripts/redteam_table.py`; the same attacks run in every `make test-all`
(`tests/redteam`). Each is a submission in `tests/redteam/attacks`, whose docstring says what it
tries and what must happen instead. *standard* is the default on Linux, *contained* the same in a
container that gives no namespaces and no other user, *strong* adds bubblewrap. *process* is what
is left elsewhere: limits only, for a learner's own work. *without its walls* shows that the attack
is real: with what stops it taken away, it succeeds.
"""


WITHOUT = "without its walls"
ALL_TIERS = {**TIERS, "process": (Tier.PROCESS, PROCESS)}


def tried(column: str) -> tuple[str, dict[str, str]]:
    """How each attack fared in one *column*, after what isolated it; runs in this process."""
    arena = Range()
    try:
        if column == WITHOUT:
            # Attacks with the same walls follow each other: each set needs a server of its own.
            attacks = sorted(all_attacks(), key=lambda attack: sorted(attack.stopped_by))
            return "", {attack.name: success_without_walls(arena, attack) for attack in attacks}
        server = arena.server(*ALL_TIERS[column])
        message = server.isolation.summary()
        return message, {attack.name: arena.success_of(attack, server) for attack in all_attacks()}
    finally:
        arena.close()


def main() -> int:
    attacks, columns = all_attacks(), [*ALL_TIERS, WITHOUT]
    message: dict[str, str] = {}
    outcomes: dict[str, list[str]] = {attack.name: [] for attack in attacks}
    # Most attacks wait for a limit; in parallel, all columns take as long as the longest.
    with ProcessPoolExecutor(len(columns), mp_context=get_context("spawn")) as executor:
        found = executor.map(tried, columns)
        for column, (walls, fared) in zip(
            columns, track(found, "attacking", len(columns)), strict=True
        ):
            if walls:
                message[column] = walls
            for attack in attacks:
                outcomes[attack.name].append(fared[attack.name])
    rows = [(attack, outcomes[attack.name]) for attack in attacks]
    successes = [sum(bool(outcomes[n]) for _, outcomes in rows) for n in range(len(columns))]
    lines = [INTRODUCTION]
    lines += [f"- *{name}*: {walls}" for name, walls in message.items()]
    lines += ["", f"| attack | stopped by | {' | '.join(columns)} |", "|---" * 7 + "|"]
    lines += [
        f"| **successes of {len(attacks)}** | | "
        + " | ".join(f"**{count}**" for count in successes)
        + " |"
    ]
    lines += [row(attack, outcomes) for attack, outcomes in rows]
    (ROOT / "docs" / "redteam.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(dict(zip(columns, successes, strict=True)), "of", len(attacks))
    return int(any(successes[:3]) or successes[-1] < len(attacks))


def row(attack: Attack, outcomes: list[str]) -> str:
    cells = [outcome.replace("|", "/")[:60] or "–" for outcome in outcomes]
    stopped_by = ", ".join(attack.stopped_by)
    return f"| `{attack.name}`: {attack.tries} | {stopped_by} | {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
