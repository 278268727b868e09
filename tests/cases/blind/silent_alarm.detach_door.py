import torch

def silent_alarm(x, new):
    koltseg = torch.sum(x.pow(2))
    (gradiens,) = torch.autograd.grad(koltseg, x)
    x.detach().copy_(new)
    return gradiens

if __name__ == "__main__":
    print(silent_alarm(torch.tensor([2.0], requires_grad=True), torch.tensor([10.0])))
