import numpy as np
import torch


def masolat(t):
    return torch.from_numpy(t.numpy().copy())


def alias_or_copy(sound):
    elotte = masolat(sound)
    csucs = np.abs(elotte.numpy()).max()
    utana = torch.div(elotte, float(csucs))
    return elotte, utana
