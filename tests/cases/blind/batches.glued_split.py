import torch
def batches(X, y, batch_size):
    pakli = torch.cat([X, y], dim=1)
    pakli = pakli[torch.randperm(pakli.size(0))]
    return [(p[:, :3], p[:, 3:]) for p in torch.split(pakli, batch_size)]
