import torch
def view_is_not_transpose(batch):
    sorok, oszlopok = batch.shape
    uj = torch.zeros(oszlopok, sorok)
    for i in range(sorok):
        for j in range(oszlopok):
            uj[j, i] = batch[i, j]
    return uj
