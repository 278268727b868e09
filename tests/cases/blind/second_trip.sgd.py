import torch

def second_trip(height, W, lr, steps):
    opt = torch.optim.SGD([W], lr=lr)
    def egy_lepes():
        opt.zero_grad(set_to_none=True)
        h = height(W)
        h.backward()
        opt.step()
        return h.item()
    return [egy_lepes() for _ in range(steps)]
