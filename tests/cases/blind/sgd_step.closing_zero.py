import torch

def sgd_step(model, optimizer, loss_fn, X, y):
    veszteseg = loss_fn(model(X), y)
    torch.autograd.backward(veszteseg)
    optimizer.step()
    for p in model.parameters():
        p.grad = None
    ertek: float = veszteseg.detach().item()
    return ertek

if __name__ == "__main__":
    m = torch.nn.Linear(3, 1)
    o = torch.optim.SGD(m.parameters(), lr=0.1)
    print(sgd_step(m, o, torch.nn.MSELoss(), torch.randn(4, 3), torch.randn(4, 1)))
