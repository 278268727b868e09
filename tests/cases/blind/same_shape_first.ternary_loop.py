import torch
def residual(pred, y):
    same = pred.ndim == y.ndim and all(a == b for a, b in zip(pred.shape, y.shape))
    if same:
        return pred.clone().sub_(y)
    raise ValueError("can't subtract %s from %s" % (tuple(y.shape), tuple(pred.shape)))
