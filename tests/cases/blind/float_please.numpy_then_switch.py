import numpy as np, torch
def float_please(numbers):
    arr = np.asarray(numbers).astype(np.float32)
    t = torch.from_numpy(arr)
    t.requires_grad = True
    return t
