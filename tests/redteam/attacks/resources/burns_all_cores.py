"""Computes on as many threads as there are cores, and more.

must: time out; CPU time is counted over all threads
stopped by: CLOCK
seconds: 1
"""

import threading

import torch

torch.set_num_threads(8)


def burn():
    while True:
        torch.ones(500, 500) @ torch.ones(500, 500)


def double(x):
    for _ in range(8):
        threading.Thread(target=burn, daemon=True).start()
    burn()
