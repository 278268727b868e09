import torch

KIFEJEZESEK = ("w", "x", "x * 2", "w * 2", "x @ w", "w.detach()",
               "torch.randn(3, 1, requires_grad=True) * 0.01",
               "(torch.randn(3, 1) * 0.01).requires_grad_()")

def leaf_detective():
    w = torch.randn(3, 1, requires_grad=True)
    x = torch.randn(5, 3)
    return {k: eval(k, {"w": w, "x": x, "torch": torch}).is_leaf for k in KIFEJEZESEK}

def describe(t):
    match (t.grad_fn is None, t.requires_grad):
        case (False, _):
            return "result"
        case (True, True):
            return "parameter"
    return "data"
