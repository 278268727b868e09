"""
The memory of a server, laid out so that its children copy little of it.

A forked process shares all memory, and each page that it writes to is copied, which takes some four
microseconds. Python writes even to what it only reads, since it counts references.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = [
    "begin_a_page",
    "forks_untold",
    "joining_pages",
    "nothing_collected",
    "settle_memory",
]

#: How many more objects than are thrown away Python makes before it looks for those that hold each other.
#: A child lives for a tenth of a second and makes few of these.
_OBJECTS = 5_000
#: Sizes of the holes between objects that are filled, the largest first.
_HOLES = (*(1 << n for n in range(16, 11, -1)), *range(2_032, 24, -16), 24)
#: Advice that Linux takes from 6.1 on: ``MADV_COLLAPSE``.
_COLLAPSE = 25
#: Whether the system makes huge pages; where it says never, none are to be made.
_WHETHER_HUGE = Path("/sys/kernel/mm/transparent_hugepage/enabled")
#: Bytes that are left at the heap's end, for what malloc notes beside what it hands out.
_LEFT = 64


class _Heap(ctypes.Structure):
    """What glibc's ``mallinfo2`` tells; *top* is what is free at the heap's end."""

    _fields_ = (*((name, ctypes.c_size_t) for name in "abcdefghi"), ("top", ctypes.c_size_t))


@contextlib.contextmanager
def nothing_collected() -> Iterator[None]:
    """
    Keep the garbage collector still while much is imported, hardly any of which is garbage.

    It took a fifth of the time that torch's imports take.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextlib.contextmanager
def forks_untold() -> Iterator[None]:
    """
    Let what is imported meanwhile do nothing after a fork, in this process or its children.

    Libraries ask for it for the sake of other threads, which might hold a lock: logging makes all of its
    locks anew. The server has one thread, and each child copied a hundred pages for it.
    """
    register = os.register_at_fork
    os.register_at_fork = lambda **_: None
    try:
        yield
    finally:
        os.register_at_fork = register


def settle_memory() -> None:
    """
    Prepare this process for forking; to be called after whatever it imports or loads.

    Present objects are kept out of the garbage collector. Python forgets which attributes it has found on
    which class: it would write to the name of each that makes room for another. And what is free between
    objects is filled, so that a child makes its own side by side.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS)
    forget = getattr(sys, "_clear_type_cache", None)
    if forget is not None:
        forget()
    libc = _libc()
    if hasattr(libc, "malloc_trim"):  # glibc's
        libc.malloc_trim(0)
    if hasattr(libc, "mallinfo2"):
        _fill_holes(libc)


def joining_pages() -> Iterator[None]:
    """
    Have the kernel make huge pages of the heap, where it can: one for each step, in about 3 ms.

    A forked process that has written here and there has small pages around these places. Each fork
    copies their entries, and each child takes its own back at its end. Pages that another process shares
    are copied, so this is for one that shares its memory with its children alone, which end soon.

    Nothing is imported for it, not even a codec: that would lie where children begin.
    """
    libc, size = _libc(), _size_of_huge_pages()
    if hasattr(libc, "madvise") and not _huge_pages_are_unwanted():
        for start, end in _heaps():
            for place in range(-(-start // size) * size, end, size):
                libc.madvise(place, size, _COLLAPSE)  # What can't be joined stays as it is.
                yield


def begin_a_page() -> None:
    """
    Have this process, a child, make its objects where no other process has any.

    What is free at the heap's end lies in memory that the server has begun to use.
    """
    libc = _libc()
    if hasattr(libc, "mallinfo2"):
        libc.malloc(max(libc.mallinfo2().top - _LEFT, 0))


def _fill_holes(libc: ctypes.CDLL) -> None:
    """Take for good what malloc would hand out before what is free at the heap's end: a megabyte or two."""
    end = libc.sbrk(0) - libc.mallinfo2().top
    for size in _HOLES:
        while place := libc.malloc(size):
            if place >= end:
                libc.free(place)
                break


def _size_of_huge_pages() -> int:
    """Bytes: as many small pages as fit into a page of their entries, each of which has 8 bytes."""
    page = os.sysconf("SC_PAGE_SIZE")
    return page * page // 8


def _huge_pages_are_unwanted() -> bool:
    try:
        return "[never]" in _WHETHER_HUGE.read_text(encoding="utf-8")
    except (OSError, ValueError):  # A system that does not tell takes the advice or not.
        return False


def _heaps() -> Sequence[tuple[int, int]]:
    """Where the parts of malloc's heap begin and end; none where the system does not tell."""
    try:
        lines = Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    places = [line.split(maxsplit=1)[0].split("-") for line in lines if line.endswith(" [heap]")]
    return [(int(start, 16), int(end, 16)) for start, end in places]


@functools.cache
def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None)
    libc.malloc.argtypes, libc.malloc.restype = [ctypes.c_size_t], ctypes.c_void_p
    libc.free.argtypes, libc.free.restype = [ctypes.c_void_p], None
    if hasattr(libc, "madvise"):
        libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    libc.sbrk.argtypes, libc.sbrk.restype = [ctypes.c_ssize_t], ctypes.c_void_p
    if hasattr(libc, "malloc_trim"):
        libc.malloc_trim.argtypes = [ctypes.c_size_t]
    if hasattr(libc, "mallinfo2"):
        libc.mallinfo2.restype = _Heap
    return libc
