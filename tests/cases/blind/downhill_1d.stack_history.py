import torch

def downhill_1d(w, lr, steps):
    fotok = []
    for k in range(steps + 1):
        fotok.append(w.detach() * 1.0)
        if k == steps:
            return fotok
        w.grad = None
        (w - 3).pow(2).backward()
        with torch.no_grad():
            w.sub_(lr * w.grad)
