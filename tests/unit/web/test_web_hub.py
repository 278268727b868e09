"""News for open pages: everybody who listens hears them, and a slow page is told to look anew."""

from __future__ import annotations

import asyncio

import pytest

pytest.importorskip("starlette")

from autograder.web.hub import Hub, News


async def heard(hub, publish, count):
    """What two pages hear of what *publish* publishes from another thread."""

    async def page():
        listening = hub.listen()
        return [(await anext(listening)).kind for _ in range(count)]

    pages = [asyncio.ensure_future(page()) for _ in range(2)]
    await asyncio.sleep(0)  # both begin to listen
    await asyncio.to_thread(publish)
    return await asyncio.gather(*pages)


def test_every_page_hears_what_is_published_from_any_thread():
    hub = Hub()

    def publish():
        for number in range(3):
            hub.publish(News(f"kind{number}"))

    assert asyncio.run(heard(hub, publish, 3)) == [["kind0", "kind1", "kind2"]] * 2


def test_a_page_that_does_not_keep_up_is_told_to_ask_for_everything():
    hub = Hub()

    async def slow():
        listening = hub.listen()
        first = asyncio.ensure_future(anext(listening))
        await asyncio.sleep(0)  # it begins to listen
        for number in range(250):
            hub.publish(News(f"kind{number}"))
        kinds = [(await first).kind]
        while kinds[-1] != "kind249":
            kinds.append((await anext(listening)).kind)
        return kinds

    kinds = asyncio.run(slow())

    assert "missed" in kinds
    assert len(kinds) <= 101


def test_what_is_published_while_a_page_hears_what_comes_first_comes_after_it():
    hub = Hub(lambda: [News("shown")])

    async def page():
        listening = hub.listen()
        first = await anext(listening)
        hub.publish(News("changed"))
        return first.kind, (await asyncio.wait_for(anext(listening), 5)).kind

    assert asyncio.run(page()) == ("shown", "changed")


def test_pages_that_are_closed_are_forgotten():
    hub = Hub()

    async def visit():
        listening = hub.listen()
        waiting = asyncio.ensure_future(anext(listening))
        await asyncio.sleep(0)  # it begins to listen
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await listening.aclose()

    asyncio.run(visit())
    hub.publish(News("progress"))

    assert hub.listening == 0
