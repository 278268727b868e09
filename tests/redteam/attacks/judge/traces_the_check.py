"""Changes the locals of the check through sys.settrace while it runs.

must: fail; the check's inputs are no secret, and its outcome is not decided here
stopped by: JUDGE
"""

import ctypes
import sys

import torch

torch.allclose = lambda *_, **__: True


def trace(frame, event, arg):
    for name in ("expected", "result", "seen"):
        if name in frame.f_locals and frame.f_code.co_filename != __file__:
            frame.f_locals[name] = 0
            ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), 0)
    return trace


sys.settrace(trace)
sys.setprofile(lambda *_: None)


def double(x):
    return x * 0
