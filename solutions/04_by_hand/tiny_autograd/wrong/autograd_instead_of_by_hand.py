import torch


class Value:
    def __init__(self, data, tensor=None):
        self.tensor = torch.tensor(data, requires_grad=True) if tensor is None else tensor
        if not self.tensor.is_leaf:
            self.tensor.retain_grad()

    @property
    def data(self):
        return self.tensor.item()

    @property
    def grad(self):
        return 0.0 if self.tensor.grad is None else self.tensor.grad.item()

    def __add__(self, other):
        return Value(None, self.tensor + other.tensor)

    def __mul__(self, other):
        return Value(None, self.tensor * other.tensor)

    def tanh(self):
        return Value(None, self.tensor.tanh())

    def backward(self):
        self.tensor.backward(retain_graph=True)


def tiny_autograd() -> type[Value]:
    return Value
