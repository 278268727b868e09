import torch
class Tanito:
    def __init__(self, W, lr): self.W, self.lr = W, lr
    def __call__(self, X, y):
        r = X.matmul(self.W) - y
        loss = (r.T @ r).squeeze() / r.shape[0]
        loss.backward()
        with torch.no_grad():
            self.W.sub_(self.lr * self.W.grad)
            self.W.grad.zero_()
        return loss.detach().item()
def fit_by_hand_3_1(X, y, W, lr, steps):
    t = Tanito(W, lr)
    return [t(X, y) for _ in range(steps)]
