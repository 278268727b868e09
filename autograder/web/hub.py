"""News for open pages: published from any thread, and streamed to each page that listens."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from dataclasses import dataclass, field

__all__ = ["Hub", "News"]

#: News that wait for one page; one that does not keep up is told to ask for everything anew.
_MOST_WAITING = 100


@dataclass(frozen=True, slots=True)
class News:
    """
    Something that open pages want to know.

    Attributes:
        kind: ``changed`` (an exercise's text), ``progress``, ``language``, ``blind`` (changes made outside can't
            be seen for now), ``seeing``, or ``missed`` (ask for everything anew).
    """

    kind: str
    data: Mapping[str, str] = field(default_factory=dict)


class Hub:
    """
    Passes news on to all pages of one learner.

    Args:
        first: Returns what each page hears first.
    """

    def __init__(self, first: Callable[[], Iterable[News]] = tuple) -> None:
        self._first = first
        self._listeners: set[tuple[asyncio.AbstractEventLoop, asyncio.Queue[News]]] = set()

    @property
    def listening(self) -> int:
        """How many pages listen."""
        return len(self._listeners)

    def publish(self, news: News) -> None:
        """Send *news* to all pages that listen; may be called from any thread."""
        for loop, queue in tuple(self._listeners):
            with contextlib.suppress(RuntimeError):  # The server's loop is closed.
                loop.call_soon_threadsafe(_put, queue, news)

    async def listen(self) -> AsyncGenerator[News, None]:
        """Yield what is to be heard first, and all that is published from then on."""
        listener = (asyncio.get_running_loop(), asyncio.Queue[News](_MOST_WAITING))
        self._listeners.add(listener)
        try:
            for news in self._first():  # What is published meanwhile comes after it.
                yield news
            while True:
                yield await listener[1].get()
        finally:
            self._listeners.discard(listener)


def _put(queue: asyncio.Queue[News], news: News) -> None:
    if queue.full():
        while not queue.empty():
            queue.get_nowait()
        news = News("missed")
    queue.put_nowait(news)
