import torch
from torch.utils.data import DataLoader, TensorDataset

def batches(X, y, batch_size):
    adat = TensorDataset(X, y)
    return [(bx, by) for bx, by in DataLoader(adat, batch_size=batch_size, shuffle=True)]

if __name__ == "__main__":
    for bx, by in batches(torch.randn(5, 3), torch.randn(5, 1), 2):
        print(bx.shape, by.shape)
