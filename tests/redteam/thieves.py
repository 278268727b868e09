"""
Thieves: submissions that scan all memory that they inherit for marks of honest ones.

Honest submissions carry random marks in their text, their seed and what they print. A thief looks
for them in its heap, around its stack, in every mapping that it can find and in memory that was
freed, as bytes and as UTF-16 and UTF-32. Whatever it finds was once in its server.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from harness import CHECKS, HONEST, NAMES

from autograder.sandbox import ForkServer, Job, Limits

__all__ = ["Loot", "steal"]

#: Honest submissions before each thief.
HONEST_ONES = 3

# It must not find itself: the mark's beginning stands nowhere in it.
THIEF = r'''
import ctypes, json, os, re, sys

BEGINNING = "KR" + "AM"
BEGINNING = BEGINNING[::-1]
WIDTHS = {1: "latin-1", 2: "utf-16-le", 4: "utf-32-le"}
libc = ctypes.CDLL(None)
libc.sbrk.restype = libc.malloc.restype = ctypes.c_void_p
libc.write.argtypes = ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t
libc.mincore.argtypes = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p
libc.memmem.restype = ctypes.c_void_p
libc.memmem.argtypes = ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t
STEP = 1 << 16
NOTHING = bytes(STEP)
reading, writing = os.pipe()
there = ctypes.create_string_buffer(16)
found, visited, scanned = set(), set(), 0


def look(page):
    global scanned
    scanned += len(page)
    for width, encoding in WIDTHS.items():
        # Without the zeros at its end, which are everywhere: they would cost most of the time.
        needle = BEGINNING.encode(encoding).rstrip(b"\0")
        if not libc.memmem(page, len(page), needle, len(needle)):
            continue
        start = page.find(needle)
        while start >= 0:
            text = page[start : start + 28 * width].decode(encoding, "replace")
            if re.fullmatch(BEGINNING + "[0-9a-f]{24}", text):
                found.add(text)
            start = page.find(needle, start + 1)


def scan(address, direction):
    """Read what is mapped from here on, until a gap of 32 MiB."""
    global scanned
    gap, before = 0, b""
    while gap < 512 and address not in visited:
        visited.add(address)
        gap += 1
        if libc.mincore(address, STEP, there) == 0 or gap == 1:
            done = libc.write(writing, address, STEP)
            if done > 0:
                gap = 0
                page = os.read(reading, done)
                if page != NOTHING:
                    look(before + page if direction > 0 else page + before)
                else:
                    scanned += STEP
                before = page[-120:] if direction > 0 else page[:120]
        address += direction * STEP


for size in (48, 100, 200, 500, 1000, 2000, 5000, 20000):
    for _ in range(20):
        look(ctypes.string_at(libc.malloc(ctypes.c_size_t(size)), size))
local = ctypes.c_int()
for start in (libc.sbrk(0), ctypes.addressof(local), id(sys._getframe()), libc.malloc(1 << 20)):
    for direction in (-1, 1):
        scan((start & -STEP) + (direction > 0) * STEP, direction)
print(json.dumps({"scanned": scanned, "found": sorted(found)[:100]}))


def double(x):
    return 2 * x
'''


@dataclass
class Loot:
    """What thieves brought home."""

    rounds: int = 0
    scanned: int = 0
    found: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def steal(opened: Callable[[], ForkServer], workers: int, rounds: int) -> Loot:
    """
    Have *workers* servers grade honest submissions and thieves, all at the same time.

    Args:
        opened: Gives a new server for each worker.
        rounds: Of honest submissions and a thief, over all workers.

    Returns:
        Marks found, of any worker's; what did not run as it should is in ``failures``.
    """
    loot, marks, lock = Loot(), set(), threading.Lock()

    def work(share: int) -> None:
        with opened() as server:
            for _ in range(share):
                ours = [f"MARK{secrets.token_hex(12)}" for _ in range(HONEST_ONES)]
                with lock:
                    marks.update(ours)
                for mark in ours:
                    run = server.run(_job(f"# {mark}\nprint({mark!r})\n{HONEST}", mark))
                    if run.printed != f"{mark}\n":
                        loot.failures.append(f"an honest one: {run.end}")
                run = server.run(_job(THIEF, "no mark"))
                with lock:
                    loot.rounds += 1
                    try:
                        brought = json.loads(run.printed)
                    except ValueError:
                        loot.failures.append(f"a thief: {run.end} {run.load} {run.printed[:200]}")
                        continue
                    loot.scanned += brought["scanned"]
                    loot.found += [mark for mark in brought["found"] if mark in marks]

    shares = [rounds // workers + (number < rounds % workers) for number in range(workers)]
    threads = [threading.Thread(target=work, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return loot


def _job(source: str, seed: str) -> Job:
    return Job("double", CHECKS, source, "double", NAMES, seed, 1, Limits(seconds=60))
