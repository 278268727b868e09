import torch

class AlakHiba(ValueError):
    pass

def ellenoriz(a, b):
    if list(a.size()) == list(b.size()):
        return
    raise AlakHiba("alakok: " + str(a.size()) + " kontra " + str(b.size()))

def residual(pred, y):
    ellenoriz(pred, y)
    return torch.sub(input=pred, other=y)

if __name__ == "__main__":
    try:
        residual(torch.zeros(7, 1), torch.zeros(7))
    except ValueError as hiba:
        print(hiba)
