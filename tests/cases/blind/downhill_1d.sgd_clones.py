import torch

def downhill_1d(w, lr, steps):
    lejtes = torch.optim.SGD([w], lr=lr)
    fotok = [w.detach().clone()]
    for lepes in range(steps):
        lejtes.zero_grad()
        torch.square(w - 3.0).backward()
        lejtes.step()
        fotok.append(w.detach().clone())
    return fotok

if __name__ == "__main__":
    print(downhill_1d(torch.tensor(0.0, requires_grad=True), lr=0.1, steps=4))
