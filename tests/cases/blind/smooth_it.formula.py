import torch

def szigmoid(s):
    return 1 / (1 + torch.exp(-s))

def smooth_it(w, b, x, t):
    hibak = szigmoid(w * x + b).sub(t)
    return hibak.square().sum() / len(x)

if __name__ == "__main__":
    w = torch.tensor(0.1, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    print(smooth_it(w, b, torch.tensor([1.0, -1.0]), torch.tensor([1.0, 0.0])))
