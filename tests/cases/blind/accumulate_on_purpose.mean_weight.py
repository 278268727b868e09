import torch
import torch.nn.functional as F

def accumulate_on_purpose(W, trays):
    darabok = [x.numel() for x, y in trays]
    osszes = sum(darabok)
    if W.grad is not None:
        W.grad.zero_()
    veszteseg = []
    for (x, y), db in zip(trays, darabok):
        tepsi = F.mse_loss(W * x, y) * (db / osszes)
        tepsi.backward()
        veszteseg.append(tepsi.item())
    return sum(veszteseg)

if __name__ == "__main__":
    W = torch.tensor(1.0, requires_grad=True)
    print(accumulate_on_purpose(W, [(torch.ones(2), torch.zeros(2)), (torch.ones(3), torch.zeros(3))]), W.grad)
