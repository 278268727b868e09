import torch
from torch import Tensor
from torch.utils.hooks import RemovableHandle


def hook_a_gradient(h: Tensor, limit: float, log: list[float]) -> RemovableHandle:
    """Hookot akaszt a h-ra, amely korlátok között tartja az arra járó gradienst, és naplózza a hosszát.

    h: követett eredmény, (N,) alakú, float32.
    limit: korlát a továbbmenő gradiens minden számára, 0-nál nagyobb.
    log: minden arra járó gradiens után egy float kerül bele: az eredeti hossza.
    Visszaadja: a hook kezelőjét.
    """
    # TODO: írd meg a függvényt, amelyet a torch meghív majd, és add át.
    raise NotImplementedError
