"""
Runs attacks, and looks whether one succeeded: in what it printed, in its score, on the machine.

An attack is a submission of the exercise ``double``. Its docstring says what it tries, what
must happen instead, and which walls stop it; see README.md.
"""

from __future__ import annotations

import ast
import contextlib
import os
import secrets
import shutil
import socket
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from peers import Peers

from autograder.judging import (
    CaseKey,
    Key,
    Outcome,
    Rubric,
    RubricLine,
    judge,
)
from autograder.runs import Run, attributed
from autograder.sandbox import ForkServer, Job, Limits, Tier, Wall

ATTACKS = Path(__file__).with_name("attacks")
#: What stops an attack that is no wall of the kernel's.
DESIGNS = (
    "JUDGE", "READER", "FORK", "CLOCK", "QUOTA", "PAST", "DESCRIPTORS", "ENVIRONMENT", "BROOM",
    "FENCE",
)  # fmt: skip
#: Those which a server of ours can do without, to show what they are for.
LEAKS = ("PAST", "DESCRIPTORS", "BROOM", "FENCE", "QUOTA")
LEAKY_SERVER = Path(__file__).with_name("leaky_server.py")

CHECKS = """
from autograder.probing import journaling, leaf, watching
from autograder.probing.journal import leaf_facts


def doubles_numbers(submission, case):
    with watching() as seen:
        seen.returned(submission.double(case.uniform(-9, 9)))
    return seen


def doubles_tensors(submission, case):
    w = leaf(case.uniform(1, 9))
    with journaling(w=w) as seen:
        result = submission.double(w)
        result.backward()
        seen.returned(result)
        seen.fact("slope", w.grad)
    return seen.judging(leaf_facts(seen.journal, "w"))
"""
HONEST = "def double(x):\n    return 2 * x\n"
STUB = "def double(x):\n    raise NotImplementedError\n"
NAMES = ("doubles_numbers", "doubles_tensors")
RUBRIC = Rubric(tuple(RubricLine(name, 1) for name in NAMES), (), ())
#: As in a container without rights of its own: Landlock and seccomp have to stand alone.
CONTAINED = frozenset({Wall.NETWORK, Wall.PROCESSES, Wall.SCRATCH, Wall.USER})
#: No wall but limits: for a learner's own work, and to see what the others are for.
PROCESS = frozenset(Wall) - {Wall.LIMITS, Wall.BUBBLEWRAP}
#: Each holds some 300 MiB.
KEPT_SERVERS = 5
#: The tiers at which every attack has to fail.
TIERS = {
    "standard": (Tier.STANDARD, frozenset()),
    "contained": (Tier.STANDARD, CONTAINED),
    "strong": (Tier.STRONG, frozenset()),
}


class LeakyServer(ForkServer):
    """A server without one part of its design: see ``leaky_server.py``."""

    def __init__(self, design: str, tier: Tier, down: frozenset[Wall]) -> None:
        super().__init__(tier, down=down)
        self._design = design

    def _command(self, control: int, scratch: Path) -> list[str]:
        options = super()._command(control, scratch)[-1]
        return [sys.executable, str(LEAKY_SERVER), self._design, options]


@dataclass(frozen=True)
class Attack:
    """One file of ``attacks/``."""

    path: Path

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"

    @cached_property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def _said(self) -> dict[str, str]:
        docstring = ast.get_docstring(ast.parse(self.source)) or ""
        tries, _, rest = docstring.partition("\n\n")
        said = {"tries": " ".join(tries.split())}
        for line in rest.splitlines():
            key, _, value = line.partition(": ")
            said[key] = value
        return said

    @property
    def tries(self) -> str:
        return self._said["tries"]

    @property
    def must(self) -> str:
        return self._said["must"]

    @property
    def stopped_by(self) -> tuple[str, ...]:
        return tuple(self._said["stopped by"].split(", "))

    @property
    def walls(self) -> frozenset[Wall]:
        return frozenset(Wall[name] for name in self.stopped_by if name not in DESIGNS)

    @property
    def unsafe(self) -> str:
        return self._said.get("unsafe", "")

    @property
    def seconds(self) -> float:
        return float(self._said.get("seconds", "2"))


def all_attacks() -> list[Attack]:
    return [Attack(path) for path in sorted(ATTACKS.glob("*/*.py"))]


@dataclass
class Planted:
    """What attacks are after, and traps that tell when one got there."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="redteam-")))
    token: str = field(default_factory=lambda: f"TOKEN{secrets.token_hex(16)}")
    mark: str = field(default_factory=lambda: f"mark{secrets.token_hex(5)}")

    def __post_init__(self) -> None:
        self.folder.chmod(0o755)
        hidden = self.folder / "hidden"
        hidden.mkdir(mode=0o755)
        self.secret = hidden / "key.json"
        self.secret.write_text(self.token, encoding="ascii")
        self.target = self.folder / "ledger.sqlite"
        self.target.write_text("untouched", encoding="ascii")
        os.utime(self.target, (1e9, 1e9))
        self.target.chmod(0o666)
        open_to_all = self.folder / "open"
        open_to_all.mkdir()
        open_to_all.chmod(0o777)
        self.drop = open_to_all / "dropped"
        os.environ["REDTEAM_TOKEN"] = self.token
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", 0))
        self._unix = socket.socket(socket.AF_UNIX)
        self._unix.bind(str(open_to_all / "socket"))
        (open_to_all / "socket").chmod(0o777)
        self._unix.listen()
        self._abstract = socket.socket(socket.AF_UNIX)
        self._abstract.bind(f"\0{self.mark}")
        self._abstract.listen()
        for trap in self._traps:
            trap.setblocking(False)

    @property
    def _traps(self) -> dict[socket.socket, str]:
        return {
            self._tcp: "TCP", self._udp: "UDP", self._unix: "Unix socket",
            self._abstract: "abstract socket",
        }  # fmt: skip

    def placed_in(self, source: str, server: ForkServer) -> str:
        for placeholder, value in {
            "__SECRET_FILE__": self.secret,
            "__TARGET__": self.target,
            "__DROP__": self.drop,
            "__PORT__": self._tcp.getsockname()[1],
            "__UDP__": self._udp.getsockname()[1],
            "__UNIX__": self.drop.with_name("socket"),
            "__ABSTRACT__": self.mark,
            "__MARK__": self.mark,
            "__SERVER__": server.pid,
            "__GRADER__": os.getpid(),
        }.items():
            source = source.replace(placeholder, str(value))
        return source

    def damage(self) -> str:
        """Return what was done to the machine since it was asked last, and mend all of it."""
        return "; ".join(self._mended())

    def _mended(self) -> Iterator[str]:
        for folder in (self.folder, self.secret.parent):
            if stat.S_IMODE(folder.stat().st_mode) != 0o755:
                folder.chmod(0o755)
                yield "the rights on a folder of the grader's were changed"
        status = self.target.stat() if self.target.exists() else None
        if status is None or (status.st_mtime, status.st_mode & 0o777) != (1e9, 0o666):
            if status is None:
                self.target.touch()
            self.target.write_text("untouched", encoding="ascii")
            self.target.chmod(0o666)
            os.utime(self.target, (1e9, 1e9))
            yield "a file of the grader's was changed"
        if os.path.lexists(self.drop):
            self.drop.unlink()
            yield "a file was written outside"
        for trap, name in self._traps.items():
            with contextlib.suppress(BlockingIOError):
                if name == "UDP":
                    trap.recv(100)
                else:
                    trap.accept()[0].close()
                yield f"reached the network: {name}"
        if self.survivors():
            yield "a process went on"

    def survivors(self) -> list[int]:
        """Processes that carry our mark, and end them."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                said = (process / "cmdline").read_bytes() + (process / "comm").read_bytes()
                if self.mark.encode() in said:
                    found.append(int(process.name))
        for pid in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, 9)
        return found

    def close(self) -> None:
        for trap in self._traps:
            trap.close()
        shutil.rmtree(self.folder)


class Range:
    """Where attacks are tried: what they are after, a hidden key, a server for each set of walls."""

    def __init__(self) -> None:
        self.planted = Planted()
        self.peers = Peers()
        self._servers: dict[tuple[Tier, frozenset[Wall], str], ForkServer] = {}
        self._seed = secrets.token_hex(8)
        self._key = self._make_key()

    def server(
        self,
        tier: Tier = Tier.PROCESS,
        down: frozenset[Wall] = frozenset(),
        without: str = "",
    ) -> ForkServer:
        """Return the server with these walls; of those not asked for lately, none is kept."""
        server = self._servers.pop((tier, down, without), None)
        if server is None:
            leaky = without and LeakyServer(without, tier, down)
            server = leaky or ForkServer(tier, down=down)
        self._servers[tier, down, without] = server
        while len(self._servers) > KEPT_SERVERS:
            self._servers.pop(next(iter(self._servers))).close()
        return server

    def run(
        self, source: str, server: ForkServer, seconds: float = 10, limits: Limits | None = None
    ) -> Run:
        limits = limits or Limits(seconds=seconds)
        job = Job("redteam", CHECKS, source, "double", NAMES, self._seed, 3, limits)
        run = server.run(job)
        server.get_ready()  # What is done in clearing up is done by then.
        return run

    def passed(self, run: Run) -> bool:
        return judge(run, self._key, RUBRIC, lambda *_: None).outcome is Outcome.PASSED

    def points(self, run: Run) -> float:
        return judge(run, self._key, RUBRIC, lambda *_: None).score

    def success_of(self, attack: Attack, server: ForkServer, limits: Limits | None = None) -> str:
        """Try *attack*; return how it succeeded, or nothing."""
        assert server.isolation
        self.planted.damage()
        if "CLOCK" in attack.stopped_by:
            server.settle()  # Until then a child gets some seconds more, even one that burns them.
        if {"PAST", "DESCRIPTORS"} & {*attack.stopped_by}:
            self._grade_others(server)
        source, pid = self.planted.placed_in(attack.source, server), server.pid
        try:
            run = self.run(source, server, attack.seconds, limits)
            if server.pid != pid:
                return "the server died"
            if run.broken:
                run = attributed(run, self.run(STUB, server))
            return self._gained(attack, run) or self._harmed(server)
        except Exception as error:  # noqa: BLE001 - whatever it is, the attack got that far
            return f"the grader raised {type(error).__name__}: {error}"

    def _grade_others(self, server: ForkServer) -> None:
        """Honest submissions that an attack may be after: each holds the token."""
        for number in range(3):
            honest = f"# {self.planted.token}\nN = {number}\n{HONEST}"
            assert self.passed(self.run(honest, server))

    def _gained(self, attack: Attack, run: Run) -> str:
        shown = run.printed + repr(run)
        if self.planted.token in shown:
            return "read the secret"
        if any(line.startswith("BREACH:") for line in run.printed.splitlines()):
            return next(n for n in run.printed.splitlines() if n.startswith("BREACH:"))
        if self.points(run) and not _answers_rightly(attack):
            return "a wrong answer got points"
        return ""

    def _harmed(self, server: ForkServer) -> str:
        if damage := self.planted.damage():
            return damage
        if not self.passed(self.run(HONEST, server)):
            return "the next submission was not graded as it deserves"
        return ""

    def _make_key(self) -> Key:
        run = self.run(HONEST, self.server())
        checks = {
            name: tuple(CaseKey(seen, {}) for seen in cases)
            for name, cases in run.observations.items()
        }
        return Key("redteam", self._seed, checks, "")

    def close(self) -> None:
        for server in self._servers.values():
            server.close()
        self.peers.close()
        self.planted.close()


def _answers_rightly(attack: Attack) -> bool:
    """Many attacks stay a right answer besides, so that nobody looks at them."""
    return "return 2 * x" in attack.source


def wait_until(happened, seconds: float = 10) -> bool:
    """Tell whether *happened* comes true in time."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
