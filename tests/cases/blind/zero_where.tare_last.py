import torch
def zero_where(W, x, y, optimizer):
    loss = torch.nn.functional.mse_loss(W * x, y)
    veszteseg = loss.item()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=False)
    return veszteseg
