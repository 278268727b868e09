"""Makes every tensor equal to everything.

must: fail, since nothing is compared where this code runs
stopped by: JUDGE
"""

import torch

torch.Tensor.__eq__ = lambda *_: True
torch.Tensor.allclose = torch.Tensor.equal = lambda *_, **__: True
torch.allclose = lambda *_, **__: True


def double(x):
    return x * torch.tensor(0.5)
