"""Puts a torch.py beside itself and another torch into sys.modules.

must: fail; the recorder has the true one, and the working directory is on no path
stopped by: JUDGE
"""

import sys
import types

import torch

fake = types.ModuleType("torch")
fake.__dict__.update(torch.__dict__)
fake.allclose = lambda *_, **__: True
torch.allclose = fake.allclose
with open("torch.py", "w") as file:
    file.write("allclose = lambda *_, **__: True\n")
sys.path.insert(0, ".")
sys.modules["torch"] = fake


def double(x):
    return x * 0
