import torch


def stretch(w, x):
    return torch.mul(input=x, other=w)


def bend(v):
    return torch.stack([elem.tanh() for elem in v])


def miss(prediction, y):
    return torch.sub(prediction, y)


def broken_chain(w, x, y):
    m = miss(bend(stretch(w, x)), y)
    n = m.shape[0]
    return torch.dot(m, m) / n


if __name__ == "__main__":
    w = torch.tensor(0.5, requires_grad=True)
    broken_chain(w, torch.randn(4), torch.randn(4)).backward()
    print(w.grad)
