"""Simulated learners for ``classroom.py``: what all of them do, and the honest ones."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import random
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import httpx

from autograder import open_course

EXERCISE = "step_no_grad"
RIGHT = (
    "import torch\ndef step_no_grad(W, lr):\n    with torch.no_grad():\n        W -= lr * W.grad\n"
)
WRONG = "def step_no_grad(W, lr):\n    W = W - lr * W.grad\n    return W\n"
#: What nobody but a forger writes.
FORGED = "forged = 1\n"


@dataclass(frozen=True)
class Program:
    """A program that somebody saves, and whether it passes."""

    exercise: str
    text: str
    passes: bool


ONE = (Program(EXERCISE, WRONG, False), Program(EXERCISE, RIGHT, True))


@functools.cache
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
    """What the honest learners saw."""

    saves: list[tuple[float, float]] = field(default_factory=list)
    checks: list[tuple[float, float]] = field(default_factory=list)
    news: int = 0
    refused: int = 0
    unanswered: list[str] = field(default_factory=list)
    wrong: int = 0
    acknowledged: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    sent: dict[tuple[str, str], list[str]] = field(default_factory=dict)


class Entrance(Protocol):
    """How learners reach the server; their links by their names."""

    port: int
    links: Mapping[str, str]

    @property
    def origin(self) -> str: ...


class Learner:
    """One learner's browser."""

    def __init__(self, name: str, server: Entrance) -> None:
        self.name, self._server = name, server
        self.goes_on = True
        self.client = httpx.AsyncClient(
            base_url=server.origin,
            headers={"origin": server.origin},
            timeout=120,
            verify=False,  # no TLS here, and its certificates take long to load
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


class Honest(Learner):
    """Saves and checks, and reads what comes."""

    def __init__(self, name: str, server: Entrance, seen: Seen) -> None:
        super().__init__(name, server)
        self._seen = seen

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

    async def listen(self) -> None:
        """Keep a stream of news open, as a page does."""
        while self.goes_on:
            with contextlib.suppress(httpx.HTTPError):
                async with self.client.stream("GET", "/api/news", timeout=None) as stream:
                    async for line in stream.aiter_lines():
                        self._seen.news += line.startswith("event:")
            await asyncio.sleep(0.5)

    async def _once(self, program: Program) -> None:
        begun = time.monotonic()
        try:
            if not await self._save(program):
                return
            self._seen.saves.append((begun, time.monotonic() - begun))
            place = f"/api/exercises/{program.exercise}/check"
            # A browser waits as long as it takes; what is not answered then, when all ends, is lost.
            answer = await self.client.post(place, json={"anew": True}, timeout=None)
        except httpx.HTTPError as error:
            passed = time.monotonic() - begun
            why = f"{type(error).__name__} after {passed:.0f} s"
            self._seen.unanswered.append(f"{self.name}, {program.exercise}: {why}")
            raise
        if not answer.is_success:
            self._seen.refused += 1
            return
        if not answer.json()["digest"]:
            # Nothing was run: its words say why, as when the class ended while this check waited.
            self._seen.unanswered.append(f"{self.name}, {program.exercise}: no verdict")
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
