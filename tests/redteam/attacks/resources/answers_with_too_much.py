"""Returns a tensor of a hundred million numbers, and raises with a text as long.

must: be described in short
stopped by: CLOCK
seconds: 3
"""
import torch


def double(x):
    if isinstance(x, float):
        raise ValueError("x" * 10_000_000)
    while True:
        torch.ones(10_000_000).sum()
