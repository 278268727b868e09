import torch

def elore(X, W1, W2):
    rejtett = X.mm(W1).tanh()
    return rejtett.mm(W2)

def hidden_by_hand(X, y, W1, W2, lr, steps):
    naplo = list()
    while len(naplo) < steps:
        loss = torch.nn.functional.mse_loss(elore(X, W1, W2), y)
        g1, g2 = torch.autograd.grad(loss, [W1, W2])
        with torch.no_grad():
            W1.add_(g1, alpha=-lr)
            W2.add_(g2, alpha=-lr)
        naplo.append(loss.item())
    return naplo

if __name__ == "__main__":
    torch.manual_seed(1)
    W1 = torch.randn(3, 4, requires_grad=True)
    W2 = torch.randn(4, 1, requires_grad=True)
    print(hidden_by_hand(torch.randn(5, 3), torch.randn(5, 1), W1, W2, 0.1, 3))
