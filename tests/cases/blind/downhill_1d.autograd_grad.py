import torch
@torch.no_grad()
def move(w, g, lr): w.add_(g, alpha=-lr)
def downhill_1d(w, lr, steps):
    history=[float(w.detach())]
    for _ in range(steps):
        g, = torch.autograd.grad((w-3)*(w-3), w)
        move(w, g, lr)
        history.append(float(w.detach()))
    return history
