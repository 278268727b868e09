"""
Learners who mean harm, for ``classroom.py``: in a process of their own, as they have machines of their own.

So what they do keeps no honest learner's clock waiting, unless the server lets it. The process reads an
:class:`Order` as a line of JSON, attacks until its standard input ends, and then writes :class:`Deeds`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

import httpx
from classroom_learners import EXERCISE, FORGED, RIGHT, Entrance, Learner

LOOP = "def step_no_grad(W, lr):\n    while True:\n        pass\n"
SLEEP = "import time\ndef step_no_grad(W, lr):\n    time.sleep(1000)\n"
#: The ways in which they do harm.
KINDS = (
    "loops", "floods", "checks_always", "forges", "pries", "sends_much", "listens_much", "is_slow",
    "overtakes",
)  # fmt: skip


@dataclass
class Order:
    """Who is to attack, by which links, how often, and whose work they are after."""

    port: int
    links: Mapping[str, str]
    every: float
    victim: str
    kinds: Sequence[str]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass
class Deeds:
    """How many attacks there were, and what they got."""

    attacks: int = 0
    leaked: list[str] = field(default_factory=list)


class Gang:
    """The process of the hostile learners called *names*; it does nothing until :meth:`begin`."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # The scheduler is as fair to the server as if it were alone.
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def begin(
        self, server: Entrance, every: float, victim: str, kinds: Sequence[str] = KINDS
    ) -> None:
        """Have them attack, in these ways."""
        links = {name: server.links[name] for name in self._names}
        order = Order(server.port, links, every, victim, kinds)
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()

    def end(self) -> Deeds:
        """Have them stop; return what they did."""
        told, _ = self._process.communicate(timeout=60)
        return Deeds(**json.loads(told)) if told else Deeds()

    def kill(self) -> None:
        self._process.kill()


class Hostile(Learner):
    """Does harm, in all ways that a learner can, one after the other."""

    def __init__(self, name: str, server: Entrance, deeds: Deeds) -> None:
        super().__init__(name, server)
        self._deeds = deeds

    async def attack(self, every: float, victim: str, kinds: Sequence[str]) -> None:
        """Do harm in each of these ways until it is stopped."""
        await self.come_in()
        ways = [getattr(self, f"_{kind}") for kind in kinds]
        number = random.randrange(len(ways))
        while self.goes_on:
            self._deeds.attacks += 1
            with contextlib.suppress(httpx.HTTPError, OSError, asyncio.TimeoutError):
                await asyncio.wait_for(ways[number % len(ways)](victim), 60)
            number += 1
            await asyncio.sleep(random.uniform(0, every / 3))

    def _got(self, what: str, it_did: bool) -> None:
        if it_did:
            self._deeds.leaked.append(what)

    async def _put(self, text: str) -> None:
        answer = await self.client.get(f"/api/exercises/{EXERCISE}")
        if answer.is_success:
            order = {"text": text, "based_on": answer.json()["digest"]}
            await self.client.put(f"/api/exercises/{EXERCISE}", json=order)

    async def _loops(self, _: str) -> None:
        await self._put(random.choice([LOOP, SLEEP]) + f"# {random.random()}\n")
        place = f"/api/exercises/{EXERCISE}/check"
        await asyncio.gather(*(self.client.post(place, json={}) for _ in range(4)))

    async def _overtakes(self, _: str) -> None:
        """Have one loop after the other checked, each before there is a verdict on the one before."""

        async def check() -> None:
            with contextlib.suppress(httpx.HTTPError):
                await self.client.post(f"/api/exercises/{EXERCISE}/check", json={})

        asked = []
        for _ in range(12):
            await self._put(f"{LOOP}# {random.random()}\n")
            asked.append(asyncio.ensure_future(check()))
            await asyncio.sleep(1)
        await asyncio.gather(*asked)

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
        for order in ("export", "show", "link"):
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
        async with httpx.AsyncClient(base_url=self._server.origin, verify=False) as stranger:
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


async def attacked(order: Order) -> Deeds:
    """Attack until standard input ends."""
    deeds = Deeds()
    hostile = [Hostile(name, order, deeds) for name in order.links]
    tasks = [
        asyncio.create_task(one.attack(order.every, order.victim, order.kinds)) for one in hostile
    ]
    await asyncio.to_thread(sys.stdin.read)
    for one in hostile:
        one.stop()
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=30)
    return deeds


if __name__ == "__main__":
    if line := sys.stdin.readline():
        print(json.dumps(asdict(asyncio.run(attacked(Order(**json.loads(line)))))))
