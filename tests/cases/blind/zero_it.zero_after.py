import torch

def zero_it(W, x, y, lr, steps):
    vesztesegek = []
    for lepes in range(steps):
        hiba = W * x - y
        loss = torch.mean(hiba * hiba)
        vesztesegek.append(loss.item())
        loss.backward()
        with torch.no_grad():
            W.sub_(W.grad, alpha=lr)
            W.grad.zero_()
    return vesztesegek

if __name__ == "__main__":
    print(zero_it(torch.tensor(0.0, requires_grad=True), torch.ones(3), torch.ones(3), 0.1, 3))
