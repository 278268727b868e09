import torch

class Pakli:
    def __init__(self, X, y, meret):
        self.X, self.y, self.meret = X, y, meret

    def __iter__(self):
        keverve = torch.randperm(len(self.X))
        return ((self.X[i], self.y[i]) for i in keverve.split(self.meret))

def batches(X, y, batch_size):
    return iter(Pakli(X, y, batch_size))
