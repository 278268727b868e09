import numpy as np
import torch


def dims_0_to_4(value, n, c, h, w):
    v = float(value)
    t0 = torch.tensor(v)
    t1 = torch.stack([t0] * 3)
    t2 = torch.stack([t1, t1], dim=0)
    img = np.full((c, h, w), v, dtype=np.float32)
    t3 = torch.from_numpy(img)
    t4 = torch.from_numpy(np.repeat(img[None], n, axis=0))
    result = []
    for t in (t0, t1, t2, t3, t4):
        result.append(t)
    return result
