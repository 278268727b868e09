"""
A class on one server: simulated learners over HTTP and server-sent events, some of them hostile.

Each honest learner comes in by a link, listens for news, and again and again saves a program and has
it checked. Hostile ones loop and sleep without end, flood, forge requests, ask for others' work, send
huge bodies and slow ones. With ``--kill N`` the server is killed at N random moments; then every save
that was acknowledged has to be there.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import csv
import os
import random
import re
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

EXERCISE = "step_no_grad"
RIGHT = (
    "import torch\ndef step_no_grad(W, lr):\n    with torch.no_grad():\n        W -= lr * W.grad\n"
)
WRONG = "def step_no_grad(W, lr):\n    W = W - lr * W.grad\n    return W\n"
LOOP = "def step_no_grad(W, lr):\n    while True:\n        pass\n"
SLEEP = "import time\ndef step_no_grad(W, lr):\n    time.sleep(1000)\n"


class Server:
    """The real command, on a port of its own; it can be killed and started again."""

    def __init__(self, folder: Path, learners: int, isolation: str) -> None:
        self.folder, self._isolation = folder, isolation
        roster = folder / "class.csv"
        rows = [f"s{number},Learner {number}" for number in range(learners)]
        roster.write_text("\n".join(["id,name", *rows]) + "\n", encoding="utf-8")
        self.port = random.randrange(20_000, 30_000)
        self.start()
        with (folder / "data" / "links.csv").open(encoding="utf-8") as file:
            self.links = {row["id"]: row["link"] for row in csv.DictReader(file)}

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [
            *(sys.executable, "-m", "autograder", "classroom", "--roster", "class.csv"),
            *("--data", "data", "--port", str(self.port), "--isolation", self._isolation),
        ]
        self.process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, text=True)
        shown = ""
        for line in self.process.stdout:
            shown += line
            if "Ctrl-C" in line:
                return
        sys.exit(f"the server ended:\n{shown}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """End it as Ctrl-C does; tell if that takes longer than anybody would wait."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            print("the server did not end within 60 s of Ctrl-C")
            self.kill()

    def megabytes(self) -> float:
        """Resident memory of the server and all its processes, counted by share."""
        total = 0
        for pid in _tree(self.process.pid):
            with contextlib.suppress(OSError):
                text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
                total += int(re.search(r"Pss:\s+(\d+)", text)[1])
        return total / 1024


def _tree(pid: int) -> list[int]:
    found = [pid]
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            children = (task / "children").read_text(encoding="ascii").split()
            found += [one for child in children for one in _tree(int(child))]
    return found


@dataclass
class Seen:
    """What the learners saw."""

    times: list[float] = field(default_factory=list)
    refused: int = 0
    unanswered: int = 0
    wrong: int = 0
    leaked: int = 0
    attacks: int = 0
    acknowledged: dict[str, tuple[int, str]] = field(default_factory=dict)
    sent: dict[str, list[str]] = field(default_factory=dict)


class Learner:
    """One learner's browser."""

    def __init__(self, name: str, server: Server, seen: Seen, until: float) -> None:
        self.name, self._server, self._seen, self._until = name, server, seen, until
        self.client = httpx.AsyncClient(
            base_url=server.origin, headers={"origin": server.origin}, timeout=120
        )
        self._digest = ""

    @property
    def goes_on(self) -> bool:
        return time.monotonic() < self._until

    async def come_in(self) -> None:
        while self.goes_on:
            with contextlib.suppress(httpx.HTTPError):
                if (await self.client.get(self._server.links[self.name])).is_success:
                    return
            await asyncio.sleep(0.2)

    async def listen(self) -> None:
        """Keep a stream of news open, as a page does."""
        while self.goes_on:
            with contextlib.suppress(httpx.HTTPError):
                async with self.client.stream("GET", "/api/news", timeout=None) as stream:
                    async for _ in stream.aiter_lines():
                        pass
            await asyncio.sleep(0.5)

    async def save(self, text: str) -> bool:
        """Save *text*, on whatever is there; return whether that was acknowledged."""
        self._seen.sent.setdefault(self.name, []).append(text)
        for _ in range(2):
            order = {"text": text, "based_on": self._digest}
            answer = await self.client.put(f"/api/exercises/{EXERCISE}", json=order)
            if answer.status_code != 409:
                break
            self._digest = answer.json()["digest"]
        if not answer.is_success:
            self._seen.refused += 1
            return False
        self._digest = answer.json()["digest"]
        self._seen.acknowledged[self.name] = len(self._seen.sent[self.name]) - 1, text
        return True

    async def work(self, every: float) -> None:
        """Save and check, now right and now wrong, until the time is over."""
        await self.come_in()
        news = asyncio.create_task(self.listen())
        await asyncio.sleep(random.uniform(0, every))
        number = 0
        while self.goes_on:
            number += 1
            begun = time.monotonic()
            with contextlib.suppress(httpx.HTTPError):
                await self._once(number)
            await asyncio.sleep(max(0.0, every - (time.monotonic() - begun)))
        news.cancel()

    async def _once(self, number: int) -> None:
        passes = number % 2 == 0
        text = f"{RIGHT if passes else WRONG}# {self.name} {number}\n"
        begun = time.monotonic()
        try:
            if not await self.save(text):
                return
            answer = await self.client.post(f"/api/exercises/{EXERCISE}/check", json={"anew": True})
        except httpx.HTTPError:
            self._seen.unanswered += 1
            raise
        if answer.is_success:
            self._seen.times.append(time.monotonic() - begun)
            self._seen.wrong += answer.json()["passed"] is not passes
        else:
            self._seen.refused += 1

    async def attack(self, every: float, victim: str) -> None:
        """Do harm until the time is over."""
        await self.come_in()
        kinds = [
            self._loops,
            self._floods,
            self._forges,
            self._pries,
            self._sends_much,
            self._is_slow,
        ]
        number = random.randrange(len(kinds))
        while self.goes_on:
            self._seen.attacks += 1
            with contextlib.suppress(httpx.HTTPError, OSError, asyncio.TimeoutError):
                await asyncio.wait_for(kinds[number % len(kinds)](victim), 60)
            number += 1
            await asyncio.sleep(random.uniform(0, every / 3))

    async def _loops(self, _: str) -> None:
        await self.client.put(
            f"/api/exercises/{EXERCISE}",
            json={"text": random.choice([LOOP, SLEEP]), "based_on": "x", "keep_other": False},
        )
        answer = (await self.client.get(f"/api/exercises/{EXERCISE}")).json()
        order = {"text": random.choice([LOOP, SLEEP]), "based_on": answer["digest"]}
        await self.client.put(f"/api/exercises/{EXERCISE}", json=order)
        place = f"/api/exercises/{EXERCISE}/check"
        await asyncio.gather(*(self.client.post(place, json={}) for _ in range(4)))

    async def _floods(self, _: str) -> None:
        await asyncio.gather(*(self.client.get("/") for _ in range(100)), return_exceptions=True)

    async def _forges(self, _: str) -> None:
        for origin in ("http://evil.example", "null"):
            order = {"text": "forged = 1\n", "based_on": self._digest}
            answer = await self.client.put(
                f"/api/exercises/{EXERCISE}", json=order, headers={"origin": origin}
            )
            self._seen.leaked += answer.is_success
        answer = await self.client.post("/instructor/api/export", json={})
        self._seen.leaked += answer.is_success

    async def _pries(self, victim: str) -> None:
        places = [f"/copies/{number}" for number in range(1, 9)]
        places += [
            "/instructor",
            "/instructor/news",
            "/static/x/..%2f..%2fapp.py",
            "/%2e%2e/etc/passwd",
        ]
        for place in places:
            answer = await self.client.get(place)
            self._seen.leaked += victim in answer.text and answer.is_success
        async with httpx.AsyncClient(base_url=self._server.origin) as stranger:
            stranger.cookies.set("gradlings-classroom", victim)
            answer = await stranger.get(f"/api/exercises/{EXERCISE}")
            self._seen.leaked += answer.is_success

    async def _sends_much(self, _: str) -> None:
        await self.client.put(f"/api/exercises/{EXERCISE}", content=b"x" * 5_000_000)

    async def _is_slow(self, _: str) -> None:
        """Open connections and send a byte now and then."""
        opened = [await asyncio.open_connection("127.0.0.1", self._server.port) for _ in range(10)]
        for _ in range(5):
            for _, writer in opened:
                writer.write(b"G")
            await asyncio.sleep(1)
        for _, writer in opened:
            writer.close()


def lost(server: Server, seen: Seen) -> list[str]:
    """Learners whose last acknowledged save is not there, nor one that they sent later."""
    connection = sqlite3.connect(server.folder / "data" / "classroom.sqlite")
    query = "SELECT learner, text FROM texts WHERE exercise = ?"
    kept = dict(connection.execute(query, (EXERCISE,)).fetchall())
    connection.close()
    return [
        name
        for name, (number, text) in seen.acknowledged.items()
        if kept.get(name) not in (text, *seen.sent[name][number + 1 :])
    ]


async def killing(server: Server, times: int, seconds: float) -> None:
    for _ in range(times):
        await asyncio.sleep(random.uniform(0.2, 1.8) * seconds / times)
        server.kill()
        await asyncio.to_thread(server.start)


async def run(options: argparse.Namespace, server: Server) -> tuple[Seen, list[float]]:
    seen, memory = Seen(), []
    until = time.monotonic() + options.seconds
    learners = [Learner(f"s{n}", server, seen, until) for n in range(options.learners)]
    hostile, honest = learners[: options.hostile], learners[options.hostile :]
    tasks = [asyncio.create_task(one.work(options.every)) for one in honest]
    tasks += [asyncio.create_task(one.attack(options.every, honest[0].name)) for one in hostile]
    if options.kill:
        tasks.append(asyncio.create_task(killing(server, options.kill, options.seconds)))
    while time.monotonic() < until:
        memory.append(await asyncio.to_thread(server.megabytes))
        await asyncio.sleep(min(10, options.seconds / 5))
    await asyncio.wait(tasks, timeout=150)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.gather(*(one.client.aclose() for one in learners), return_exceptions=True)
    return seen, memory


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=200)
    parser.add_argument("--hostile", type=int, default=0, help="how many of them mean harm")
    parser.add_argument("--every", type=float, default=15, help="seconds between saves")
    parser.add_argument("--seconds", type=float, default=1_800)
    parser.add_argument("--kill", type=int, default=0, help="how often the server is killed")
    parser.add_argument("--isolation", default="standard")
    parser.add_argument("--smoke", action="store_true", help="a few learners, to see that all runs")
    options = parser.parse_args()
    if options.smoke:
        options.learners, options.hostile, options.every, options.seconds = 4, 1, 2, 12
        options.kill, options.isolation = 1, "process"
    with tempfile.TemporaryDirectory(prefix="gradlings-") as folder:
        server = Server(Path(folder), options.learners, options.isolation)
        try:
            seen, memory = asyncio.run(run(options, server))
        finally:
            server.end()
        missing = lost(server, seen)
    report(options, seen, memory, missing)
    if missing or seen.leaked or seen.wrong or not seen.times:
        sys.exit(1)


def report(
    options: argparse.Namespace, seen: Seen, memory: list[float], missing: list[str]
) -> None:
    print(
        f"{options.learners} learners, {options.hostile} of them hostile ({seen.attacks} attacks), "
        f"each saving every {options.every:g} s for {options.seconds:g} s; {os.cpu_count()} cores"
    )
    if len(seen.times) > 1:
        late = statistics.quantiles(seen.times, n=20)[-1]
        print(
            f"save to verdict: median {statistics.median(seen.times) * 1000:.0f} ms, 95th "
            f"{late * 1000:.0f} ms, longest {max(seen.times) * 1000:.0f} ms ({len(seen.times)} checks)"
        )
    print(f"refused {seen.refused}, unanswered {seen.unanswered}, wrong verdicts {seen.wrong}")
    print(
        f"killed {options.kill} times; acknowledged saves lost: {len(missing)} {missing[:5] or ''}"
    )
    print(f"what attacks got: {seen.leaked}")
    print(f"memory: first {memory[0]:.0f} MB, last {memory[-1]:.0f} MB, most {max(memory):.0f} MB")


if __name__ == "__main__":
    main()
