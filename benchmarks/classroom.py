"""
A class on one server: simulated learners over HTTP and server-sent events, some of them hostile.

Each honest learner comes in by a link, listens for news, and again and again saves a program and has
it checked; no two programs are alike, unless some are to be (``--same``). With ``--hostile N`` the
honest ones are alone at first, for as many seconds again; then the others begin: they loop and sleep
without end, flood, forge requests, ask for others' work, send huge bodies and slow ones. With
``--kill N`` the server is killed at N random moments; then every save that was acknowledged has to be
there.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from classroom_hostile import KINDS, Deeds, Gang
from classroom_learners import FORGED, ONE, Honest, Program, Seen, of_the_course
from classroom_server import Server, busy, spent

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Phase:
    """A part of the run: its beginning and end, and what the machine did meanwhile."""

    name: str
    begun: float = 0.0
    ended: float = 0.0
    server: float = 0.0
    sandboxes: float = 0.0
    learners: float = 0.0
    hostile: float = 0.0
    busy: float = 0.0

    async def last(self, seconds: float, server: Server, gang: Gang, memory: list[float]) -> None:
        """Let the phase go on, and measure."""
        self.begun = time.monotonic()
        before = self._counted(server, gang)
        while (left := self.begun + seconds - time.monotonic()) > 0:
            await asyncio.sleep(min(left, 10, seconds / 5))
            memory.append(await asyncio.to_thread(server.megabytes))
        self.ended = time.monotonic()
        after = self._counted(server, gang)
        passed = [now - then for now, then in zip(after, before, strict=True)]
        self.server, self.sandboxes, self.learners, self.hostile = passed[:4]
        self.busy = passed[4] / passed[5]

    @staticmethod
    def _counted(server: Server, gang: Gang) -> tuple[float, ...]:
        return *server.seconds(), time.process_time(), spent(gang.pid)[0], *busy()

    def of(self, times: Sequence[tuple[float, float]]) -> list[float]:
        """Of pairs of a moment and a duration, the durations of what began in this phase."""
        return [seconds for begun, seconds in times if self.begun <= begun < self.ended]


@dataclass
class Measured:
    """All that a run gave."""

    seen: Seen
    phases: list[Phase]
    deeds: Deeds = field(default_factory=Deeds)
    memory: list[float] = field(default_factory=list)
    ending: float = 0.0


def programs_of(name: str, options: argparse.Namespace) -> Iterator[Program]:
    """What a learner saves, one program after the other: mostly like nobody else's."""
    all_ = of_the_course(ROOT) if options.mixed else list(ONE)
    number = 2 * random.randrange(len(all_) // 2)
    for count in range(sys.maxsize):
        program = all_[(number + count) % len(all_)]
        own = "" if random.random() < options.same else f"# {name} {count}\n"
        yield Program(program.exercise, program.text + own, program.passes)


def lost(server: Server, seen: Seen) -> list[str]:
    """Learners whose last acknowledged save is not there, nor one that they sent later."""
    connection = sqlite3.connect(server.folder / "data" / "classroom.sqlite")
    rows = connection.execute("SELECT learner, exercise, text FROM texts").fetchall()
    connection.close()
    kept = {(learner, exercise): text for learner, exercise, text in rows}
    return [
        what[0]
        for what, (number, text) in seen.acknowledged.items()
        if kept.get(what) not in (text, *seen.sent[what][number + 1 :])
    ] + [what[0] for what, text in kept.items() if FORGED in text]


async def killing(server: Server, times: int, seconds: float) -> None:
    for _ in range(times):
        await asyncio.sleep(random.uniform(0.2, 1.8) * seconds / times)
        server.kill()
        await asyncio.to_thread(server.start)


async def run(options: argparse.Namespace, server: Server, gang: Gang) -> Measured:
    phases = [Phase("alone"), Phase("with the hostile ones")][: 2 if options.hostile else 1]
    entering = options.every  # All come in, and begin at moments of their own.
    measured = Measured(Seen(), phases)
    names = [f"s{number}" for number in range(options.learners)]
    honest = [Honest(one, server, measured.seen) for one in names[options.hostile :]]
    tasks = [
        asyncio.create_task(one.work(options.every, programs_of(one.name, options)))
        for one in honest
    ]
    await asyncio.sleep(entering)
    whole = options.seconds * len(phases)
    killer = asyncio.create_task(killing(server, options.kill, whole)) if options.kill else None
    for number, phase in enumerate(phases):
        if number == 1:
            gang.begin(server, options.every, honest[0].name, options.attacks)
        await phase.last(options.seconds, server, gang, measured.memory)
    if killer is not None:
        await killer  # It may take longer than the phases: servers have to start again.
    for one in honest:
        one.stop()
    await asyncio.wait(tasks, timeout=150)
    measured.ending = await asyncio.to_thread(server.end)  # while hostile ones go on
    measured.deeds = await asyncio.to_thread(gang.end)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=30)
    return measured


def main() -> None:
    options = options_of(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="gradlings-") as folder:
        server = Server(Path(folder), options.learners, options.isolation)
        gang = Gang([f"s{number}" for number in range(options.hostile)])
        try:
            measured = asyncio.run(run(options, server, gang))
        finally:
            server.kill()
            gang.kill()
        missing = lost(server, measured.seen)
    report(options, measured, missing)
    seen = measured.seen
    is_lost = bool(seen.unanswered) and not options.kill
    if missing or measured.deeds.leaked or seen.wrong or is_lost or not seen.checks:
        sys.exit(1)


def options_of(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--hostile", type=int, default=0, help="how many of them mean harm")
    parser.add_argument("--attacks", nargs="+", choices=KINDS, default=KINDS, metavar="KIND",
                        help=f"what these do: {', '.join(KINDS)}")  # fmt: skip
    parser.add_argument("--every", type=float, default=15, help="seconds between saves")
    parser.add_argument("--seconds", type=float, default=1_800, help="of each phase")
    parser.add_argument("--kill", type=int, default=0, help="how often the server is killed")
    parser.add_argument("--same", type=float, default=0, help="share of programs that many write")
    parser.add_argument("--mixed", action="store_true", help="programs of all exercises")
    parser.add_argument("--isolation", default="standard")
    parser.add_argument("--smoke", action="store_true", help="a few learners, to see that all runs")
    options = parser.parse_args(arguments)
    if options.smoke:
        options.learners, options.hostile, options.every, options.seconds = 4, 1, 2, 8
        options.kill, options.isolation = 1, "process"
    return options


def report(options: argparse.Namespace, measured: Measured, missing: Sequence[str]) -> None:
    seen, deeds, memory = measured.seen, measured.deeds, measured.memory
    print(
        f"{options.learners} learners, {options.hostile} of them hostile ({deeds.attacks} attacks), "
        f"each saving every {options.every:g} s for {options.seconds:g} s; {os.cpu_count()} cores"
    )
    for phase in measured.phases:
        tell(phase, seen)
    waited = [times for phase in measured.phases if (times := phase.of(seen.checks))]
    if len(waited) == 2:
        median = statistics.median(waited[1]) / statistics.median(waited[0])
        print(
            f"with the hostile ones honest learners wait {median:.2f} times as long (median), "
            f"{late(waited[1]) / late(waited[0]):.2f} times (95th)"
        )
    unanswered = len(seen.unanswered)
    print(f"refused {seen.refused}, unanswered {unanswered}, wrong verdicts {seen.wrong}")
    for one in seen.unanswered[:10]:
        print(f"  {one}")
    print(
        f"killed {options.kill} times; acknowledged saves lost or forged: {len(missing)} "
        f"{missing[:5] or ''}"
    )
    print(f"what attacks got: {deeds.leaked[:5] or 'nothing'}; news heard: {seen.news}")
    print(f"memory: first {memory[0]:.0f} MB, last {memory[-1]:.0f} MB, most {max(memory):.0f} MB")
    print(f"it ended {measured.ending:.1f} s after Ctrl-C")


def tell(phase: Phase, seen: Seen) -> None:
    """Print what honest learners waited for in a phase, and what that cost the machine."""
    print(f"{phase.name}:")
    for name, times in (
        ("save, acknowledged", phase.of(seen.saves)),
        ("save to verdict", phase.of(seen.checks)),
    ):
        if times:
            print(
                f"  {name}: median {statistics.median(times) * 1000:.0f} ms, 95th "
                f"{late(times) * 1000:.0f} ms, longest {max(times) * 1000:.0f} ms ({len(times)})"
            )
    checks = len(phase.of(seen.checks)) or 1
    parts = (phase.server, phase.sandboxes, phase.learners, phase.hostile)
    each = [part / checks * 1000 for part in parts]
    whole = (phase.ended - phase.begun) * (os.cpu_count() or 1)
    print(
        f"  CPU time for each of these checks: server {each[0]:.0f} ms, sandboxes {each[1]:.0f} ms, "
        f"simulated learners {each[2]:.0f} ms, hostile ones {each[3]:.0f} ms"
    )
    print(f"  cores: {phase.busy:.0%} busy, {sum(parts) / whole:.0%} by all this")


def late(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else sum(times)


if __name__ == "__main__":
    main()
