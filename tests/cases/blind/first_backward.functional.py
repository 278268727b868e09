import torch

def veszteseg(w, x, y):
    return torch.square(torch.sub(torch.mul(w, x), y))

def first_backward(w, x, y):
    torch.autograd.backward(tensors=veszteseg(w, x, y))
    return w.grad.clone()

if __name__ == "__main__":
    w = torch.tensor(2.0, requires_grad=True)
    print(first_backward(w, torch.tensor(3.0), torch.tensor(12.0)))
