import torch

def grad_adds_up(w, slope, times):
    naplo: list[float] = []
    while len(naplo) < times:
        (slope * w).backward()
        naplo.append(w.grad.item())
    return naplo

if __name__ == "__main__":
    print(grad_adds_up(torch.tensor(1.0, requires_grad=True), 2.0, 3))
