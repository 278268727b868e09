import torch

def break_symmetry(model, X, y):
    talalt = []
    h = model[0].weight.register_hook(lambda g: talalt.append(g.detach().clone()))
    ((model(X) - y) ** 2).mean().backward()
    with torch.no_grad():
        for W in (model[0].weight, model[2].weight):
            veletlen = torch.linspace(-0.9, 0.9, W.numel())[torch.randperm(W.numel())]
            W.copy_((veletlen + 0.01 * torch.rand(1)).reshape(W.shape))
    ((model(X) - y) ** 2).mean().backward()
    h.remove()
    return talalt[0], talalt[1]
