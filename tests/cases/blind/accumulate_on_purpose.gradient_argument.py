import torch

def accumulate_on_purpose(W, trays):
    N = sum(map(lambda pair: len(pair[0]), trays))
    W.grad = None
    osszes = 0.0
    for x, y in trays:
        hibak = torch.square(W * x - y)
        hibak.backward(gradient=torch.full_like(hibak, 1 / N))
        osszes += hibak.detach().sum().item()
    return osszes / N
