"""
The memory of a server, laid out so that its children copy little of it.

A forked process shares all memory, and each page that it writes to is copied: four microseconds and more
for each. Python writes to what it only reads, since it counts references.
"""

from __future__ import annotations

import ctypes
import gc
import sys

__all__ = ["settle_memory"]

#: Bytes of the largest and the smallest hole that is looked for, and the steps between.
_HOLES = (*(1 << n for n in range(16, 11, -1)), *range(2_032, 24, -16), 24)


def settle_memory() -> None:
    """
    Prepare this process for forking; to be called after whatever it imports or loads.

    Present objects are kept out of the garbage collector. Python forgets which attributes it found on which
    class, as it writes to the name of each that it replaces by another. And what is free between objects is
    filled, so that a child makes its own objects side by side.
    """
    gc.collect()
    gc.freeze()
    forget = getattr(sys, "_clear_type_cache", None)
    if forget is not None:
        forget()
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):  # glibc's
        libc.malloc_trim(ctypes.c_size_t(0))
        _fill_holes(libc)


def _fill_holes(libc: ctypes.CDLL) -> None:
    """Take whatever malloc would hand out below the end of the heap, some hundred kilobytes, for good."""
    malloc, end_of_heap = libc.malloc, libc.sbrk
    malloc.argtypes, malloc.restype = [ctypes.c_size_t], ctypes.c_void_p
    end_of_heap.argtypes, end_of_heap.restype = [ctypes.c_ssize_t], ctypes.c_void_p
    end = end_of_heap(0)
    for size in _HOLES:
        while (malloc(size) or end) < end:
            pass
