import torch

def pattan(w, h):
    if h.item() <= 1:
        return h
    return pattan(w, torch.mul(w, h))

def branch_and_loop(x, w):
    elso = w * x
    if x.item() <= 3.0:
        elso = w * elso
    return pattan(w, elso)

if __name__ == "__main__":
    w = torch.tensor(0.5, requires_grad=True)
    branch_and_loop(torch.tensor(10.0), w).backward()
    print(w.grad)
