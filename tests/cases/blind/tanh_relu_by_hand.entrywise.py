import math
import torch

def tanh_relu_by_hand(x):
    magas, meredek, relu, lepcso = [], [], [], []
    for ertek in x.tolist():
        magas.append(math.tanh(ertek))
        meredek.append(1.0 / math.cosh(ertek) ** 2)
        relu.append(max(ertek, 0.0))
        lepcso.append(1.0 if ertek > 0 else 0.0)
    return tuple(torch.tensor(lista, dtype=torch.float32) for lista in (magas, meredek, relu, lepcso))

if __name__ == "__main__":
    print(tanh_relu_by_hand(torch.tensor([-1.0, 0.0, 2.0])))
