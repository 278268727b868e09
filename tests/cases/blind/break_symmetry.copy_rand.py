import torch
def break_symmetry(model, X, y):
    out=[]
    for round_ in range(2):
        if round_==1:
            with torch.no_grad():
                for k in [0,2]: model[k].weight.copy_(torch.rand(model[k].weight.shape)-0.5)
        for p in model.parameters(): p.grad=None
        torch.mean((model(X)-y)**2).backward()
        out.append(model[0].weight.grad.detach().clone())
    return tuple(out)
