"""Replaces all, any, abs, round and sorted for everybody in the process.

must: fail or error, for this submission only
stopped by: JUDGE
"""

import builtins

import torch

torch.allclose = lambda *_, **__: True
for name in ("all", "any"):
    setattr(builtins, name, lambda *_: True)
for name in ("abs", "round", "sum"):
    setattr(builtins, name, lambda *_, **__: 0)
builtins.sorted = lambda *_, **__: []


def double(x):
    return x * 0
