"""
The memory of a process that forks, laid out so that its children copy little of it.

Each page that a child writes to is copied, and to look at an object of Python's is to write to it.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
from collections.abc import Iterator

__all__ = ["lay_out_memory", "nothing_collected"]

#: Sizes of requests to malloc, downwards: each size of a small block that glibc has (a multiple of 16, of
#: which it needs 8 bytes itself), and some larger ones, below those that get pages of their own.
_SIZES = (*(1 << power for power in range(16, 10, -1)), *range(1_016, 23, -16))


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


def lay_out_memory() -> None:
    """
    Prepare this process's memory for forks, after it has imported what its children share.

    Present objects are kept out of the garbage collector, malloc tidies up now rather than in every
    child, and what is left between objects is filled, so that what children make is not strewn among
    what is here: they copied a quarter of their pages for that.
    """
    gc.collect()
    gc.freeze()
    libc = ctypes.CDLL(None)
    with contextlib.suppress(AttributeError):  # Not every C library has these.
        libc.malloc_trim(ctypes.c_size_t(0))
        _fill_holes(libc)


class _MallInfo(ctypes.Structure):
    """``struct mallinfo2`` of ``<malloc.h>``."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks",
            "fordblks", "keepcost",
        )
    )  # fmt: skip


def _fill_holes(libc: ctypes.CDLL) -> None:
    """
    Take all free blocks of the heap but the last one, at its top, for good.

    Raises:
        AttributeError: If this is not glibc, or an old one.
    """
    look, take, give = libc.mallinfo2, libc.malloc, libc.free
    look.restype, take.restype, libc.sbrk.restype = _MallInfo, ctypes.c_void_p, ctypes.c_void_p
    take.argtypes, give.argtypes = [ctypes.c_size_t], [ctypes.c_void_p]
    top = libc.sbrk(ctypes.c_ssize_t(0)) - look().keepcost
    for size in _SIZES:
        while (block := take(size) or top) < top:
            pass
        give(block if block > top else None)
