"""Simulated learners for ``classroom.py``: honest ones, and some who mean harm."""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from classroom_server import Server

from autograder import open_course

EXERCISE = "step_no_grad"
RIGHT = (
    "import torch\ndef step_no_grad(W, lr):\n    with torch.no_grad():\n        W -= lr * W.grad\n"
)
WRONG = "def step_no_grad(W, lr):\n    W = W - lr * W.grad\n    return W\n"
LOOP = "def step_no_grad(W, lr):\n    while True:\n        pass\n"
SLEEP = "import time\ndef step_no_grad(W, lr):\n    time.sleep(1000)\n"
#: What nobody but a forger writes.
FORGED = "forged = 1\n"


@dataclass(frozen=True)
class Program:
    """A program that somebody saves, and whether it passes."""

    exercise: str
    text: str
    passes: bool


ONE = (Program(EXERCISE, WRONG, False), Program(EXERCISE, RIGHT, True))


def of_the_course(root: Path) -> list[Program]:
    """A wrong and a right program of each exercise that has both, in the order of the course."""
    found = []
    for exercise in open_course(root / "exercises").exercises:
        place = root / "solutions" / exercise.chapter / exercise.id
        wrong = [
            one for one in sorted(place.glob("wrong/*.py")) if one.stem not in exercise.sheet.advice
        ]
        if wrong:
            found += [
                Program(exercise.id, wrong[0].read_text(encoding="utf-8"), False),
                Program(exercise.id, (place / "reference.py").read_text(encoding="utf-8"), True),
            ]
    return found


@dataclass
class Seen:
    """What the honest learners saw, and what the hostile ones got."""

    saves: list[tuple[float, float]] = field(default_factory=list)
    checks: list[tuple[float, float]] = field(default_factory=list)
    news: int = 0
    refused: int = 0
    unanswered: int = 0
    wrong: int = 0
    leaked: list[str] = field(default_factory=list)
    attacks: int = 0
    acknowledged: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    sent: dict[tuple[str, str], list[str]] = field(default_factory=dict)


class Learner:
    """One learner's browser."""

    def __init__(self, name: str, server: Server, seen: Seen) -> None:
        self.name, self._server, self._seen = name, server, seen
        self.goes_on = True
        self.client = httpx.AsyncClient(
            base_url=server.origin, headers={"origin": server.origin}, timeout=120
        )
        self._digests: dict[str, str] = {}

    def stop(self) -> None:
        """Begin nothing more."""
        self.goes_on = False

    async def come_in(self) -> None:
        while self.goes_on:
            with contextlib.suppress(httpx.HTTPError):
                entered = await self.client.get(self._server.links[self.name])
                page = await self.client.get(f"/exercises/{EXERCISE}")
                if entered.is_success and page.is_success:
                    self._learn_word(page.text)
                    return
            await asyncio.sleep(0.2)

    def _learn_word(self, page: str) -> None:
        """Send from now on what the page's script sends, where a page has such a word."""
        if found := re.search(r'data-page="([^"]+)"', page):
            self.client.headers["x-gradlings-page"] = found[1]

    async def listen(self) -> None:
        """Keep a stream of news open, as a page does."""
        while self.goes_on:
            with contextlib.suppress(httpx.HTTPError):
                async with self.client.stream("GET", "/api/news", timeout=None) as stream:
                    async for line in stream.aiter_lines():
                        self._seen.news += line.startswith("event:")
            await asyncio.sleep(0.5)


class Honest(Learner):
    """Saves and checks, and reads what comes."""

    async def work(self, every: float, programs: Iterator[Program]) -> None:
        """Save and check, now right and now wrong, until it is stopped."""
        await self.come_in()
        news = asyncio.create_task(self.listen())
        await asyncio.sleep(random.uniform(0, every))
        while self.goes_on:
            begun = time.monotonic()
            with contextlib.suppress(httpx.HTTPError):
                await self._once(next(programs))
            await asyncio.sleep(max(0.0, every - (time.monotonic() - begun)))
        news.cancel()

    async def _once(self, program: Program) -> None:
        begun = time.monotonic()
        try:
            if not await self._save(program):
                return
            self._seen.saves.append((begun, time.monotonic() - begun))
            place = f"/api/exercises/{program.exercise}/check"
            answer = await self.client.post(place, json={"anew": True})
        except httpx.HTTPError:
            self._seen.unanswered += 1
            raise
        if not answer.is_success:
            self._seen.refused += 1
            return
        self._seen.checks.append((begun, time.monotonic() - begun))
        self._seen.wrong += answer.json()["passed"] is not program.passes

    async def _save(self, program: Program) -> bool:
        """Save a program, on whatever is there; return whether that was acknowledged."""
        what = self.name, program.exercise
        sent = self._seen.sent.setdefault(what, [])
        sent.append(program.text)
        for _ in range(2):
            order = {"text": program.text, "based_on": self._digests.get(program.exercise, "")}
            answer = await self.client.put(f"/api/exercises/{program.exercise}", json=order)
            if answer.status_code != 409:
                break
            self._digests[program.exercise] = answer.json()["digest"]
        if not answer.is_success:
            self._seen.refused += 1
            return False
        self._digests[program.exercise] = answer.json()["digest"]
        self._seen.acknowledged[what] = len(sent) - 1, program.text
        return True


class Hostile(Learner):
    """Does harm, in all ways that a learner can, one after the other."""

    async def attack(self, every: float, victim: str) -> None:
        """Do harm until it is stopped."""
        await self.come_in()
        kinds = [
            self._loops,
            self._floods,
            self._checks_always,
            self._forges,
            self._pries,
            self._sends_much,
            self._listens_much,
            self._is_slow,
        ]
        number = random.randrange(len(kinds))
        while self.goes_on:
            self._seen.attacks += 1
            with contextlib.suppress(httpx.HTTPError, OSError, asyncio.TimeoutError):
                await asyncio.wait_for(kinds[number % len(kinds)](victim), 60)
            number += 1
            await asyncio.sleep(random.uniform(0, every / 3))

    def _got(self, what: str, it_did: bool) -> None:
        if it_did:
            self._seen.leaked.append(what)

    async def _put(self, text: str) -> None:
        answer = await self.client.get(f"/api/exercises/{EXERCISE}")
        if answer.is_success:
            order = {"text": text, "based_on": answer.json()["digest"]}
            await self.client.put(f"/api/exercises/{EXERCISE}", json=order)

    async def _loops(self, _: str) -> None:
        await self._put(random.choice([LOOP, SLEEP]) + f"# {random.random()}\n")
        place = f"/api/exercises/{EXERCISE}/check"
        await asyncio.gather(*(self.client.post(place, json={}) for _ in range(4)))

    async def _checks_always(self, _: str) -> None:
        """Have programs checked that need little time, one right after the other."""
        for _ in range(40):
            await self._put(f"{RIGHT}# {random.random()}\n")
            await self.client.post(f"/api/exercises/{EXERCISE}/check", json={})

    async def _floods(self, _: str) -> None:
        await asyncio.gather(*(self.client.get("/") for _ in range(100)), return_exceptions=True)

    async def _listens_much(self, _: str) -> None:
        """Open many streams of news."""

        async def listen() -> None:
            async with self.client.stream("GET", "/api/news", timeout=10) as stream:
                async for _ in stream.aiter_lines():
                    pass

        many = asyncio.gather(*(listen() for _ in range(60)), return_exceptions=True)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(many, 5)

    async def _forges(self, _: str) -> None:
        for origin in ("http://evil.example", "null"):
            answer = await self.client.put(
                f"/api/exercises/{EXERCISE}",
                json={"text": FORGED, "based_on": "missing"},
                headers={"origin": origin},
            )
            self._got("a forged save", answer.is_success)
        for order in ("export", "show", "link/s0"):
            answer = await self.client.post(f"/instructor/api/{order}", json={})
            self._got(order, answer.is_success)

    async def _pries(self, victim: str) -> None:
        places = [f"/copies/{number}" for number in range(1, 9)]
        places += [
            *("/instructor", "/instructor/news"),
            *("/static/x/..%2f..%2fapp.py", "/%2e%2e/etc/passwd"),
        ]
        for place in places:
            answer = await self.client.get(place)
            self._got(place, victim in answer.text and answer.is_success)
        async with httpx.AsyncClient(base_url=self._server.origin) as stranger:
            stranger.cookies.set("gradlings-classroom", victim)
            answer = await stranger.get(f"/api/exercises/{EXERCISE}")
            self._got("another's text", answer.is_success)

    async def _sends_much(self, _: str) -> None:
        for body in (b"x" * 5_000_000, b"[" * 1_000_000, b'{"text":"' + b"\\u0000" * 200_000):
            answer = await self.client.put(f"/api/exercises/{EXERCISE}", content=body)
            self._got("a huge body", answer.is_success)

    async def _is_slow(self, _: str) -> None:
        """Open connections and send a byte now and then, of a head and of a body."""
        opened = [await asyncio.open_connection("127.0.0.1", self._server.port) for _ in range(10)]
        cookies = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        head = (
            f"PUT /api/exercises/{EXERCISE} HTTP/1.1\r\nHost: 127.0.0.1:{self._server.port}\r\n"
            f"Origin: {self._server.origin}\r\nCookie: {cookies}\r\nContent-Length: 9999\r\n\r\n"
        )
        for _, writer in opened[5:]:
            writer.write(head.encode())
        for _ in range(5):
            for _, writer in opened:
                writer.write(b"G")
            await asyncio.sleep(1)
        for _, writer in opened:
            writer.close()
