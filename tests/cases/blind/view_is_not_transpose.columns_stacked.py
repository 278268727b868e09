import torch

def view_is_not_transpose(batch):
    columns = [batch[:, j].reshape(1, -1) for j in range(batch.size(1))]
    return torch.cat(columns, dim=0)
