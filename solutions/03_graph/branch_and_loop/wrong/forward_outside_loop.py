from torch import Tensor


_falls: dict = {}


def branch_and_loop(x: Tensor, w: Tensor) -> Tensor:
    key = (x.item(), w.item())
    if key not in _falls:
        h = w * x if x > 3 else w * w * x
        while h > 1:
            h = w * h
        _falls[key] = h
    return _falls[key]
