import torch

@torch.no_grad()
def step_no_grad(W, lr):
    W.add_(W.grad, alpha=-lr)

if __name__ == "__main__":
    W = torch.ones(2, requires_grad=True)
    (3 * W).sum().backward()
    step_no_grad(W, lr=0.1)
    print(W)
