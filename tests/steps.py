"""An exercise that the tests of pages check, a right program for it and a wrong one."""

from __future__ import annotations

__all__ = ["REBINDS", "RIGHT", "STEP"]

STEP = "step_no_grad"
RIGHT = (
    "import torch\ndef step_no_grad(W, lr):\n    with torch.no_grad():\n        W -= lr * W.grad\n"
)
REBINDS = "def step_no_grad(W, lr):\n    # Anna wrote this\n    W = W - lr * W.grad\n    return W\n"
