"""Changes torch for whoever comes next: dtype, default device, functions, grad mode, threads.

must: reach this submission only
stopped by: FORK
"""

import torch

torch.set_default_dtype(torch.float16)
torch.set_grad_enabled(False)
torch.Tensor.backward = None
torch.tensor = torch.zeros = torch.allclose = None


def double(x):
    return 2 * x
