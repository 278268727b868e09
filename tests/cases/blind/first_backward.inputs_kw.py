import torch

def first_backward(w, x, y):
    hiba = w * x - y
    (hiba * hiba).backward(inputs=[w])
    return w.grad
