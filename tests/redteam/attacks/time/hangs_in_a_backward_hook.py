"""Waits within a hook of a backward pass, where the engine holds its locks.

must: time out
stopped by: CLOCK
seconds: 1
"""

import threading

import torch


def wait(gradient):
    threading.Event().wait()


def double(x):
    w = torch.tensor(1.0, requires_grad=True)
    w.register_hook(wait)
    (2 * w).backward()
