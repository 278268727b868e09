"""Gives every function of the checks another body that agrees with anything.

must: fail or error; a check only observes
stopped by: JUDGE
"""

import gc
import sys
import types

import torch

torch.allclose = lambda *_, **__: True
for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and thing.__code__.co_filename.endswith("checks.py"):
        try:
            thing.__code__ = (lambda submission, case: None).__code__
        except ValueError:
            pass


def double(x):
    return x * 0
