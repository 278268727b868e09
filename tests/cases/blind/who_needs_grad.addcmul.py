import torch
def who_needs_grad(w, x, c):
    w.requires_grad = True
    viteldij = torch.addcmul(c, w, x)
    return viteldij
if __name__ == "__main__":
    z = who_needs_grad(torch.tensor(2.), torch.tensor([1., 2.]), torch.tensor(5.))
    z.sum().backward()
