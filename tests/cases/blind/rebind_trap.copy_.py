import torch

def rebind_trap(W, lr, steps):
    for i in range(steps):
        hiba = W - 1
        (hiba * hiba).sum().backward()
        uj = W.detach() - lr * W.grad
        with torch.no_grad():
            W.copy_(uj)
        W.grad.zero_()
    return W

if __name__ == "__main__":
    print(rebind_trap(torch.zeros(2, requires_grad=True), 0.1, 5))
