"""Asks for memory in every way: bytes, tensors, anonymous maps.

must: be a MemoryError of its own
stopped by: LIMITS
"""

import mmap

import torch

TRIES = (
    lambda: bytes(2**31).__len__(),
    lambda: torch.empty(2**32, dtype=torch.uint8).numel(),
    lambda: len(mmap.mmap(-1, 2**33)),
)
for take in TRIES:
    try:
        print("BREACH: took", take())
    except (MemoryError, RuntimeError, OSError) as error:
        print(type(error).__name__)


def double(x):
    return 2 * x
