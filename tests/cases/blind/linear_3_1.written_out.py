import torch

def linear_3_1(X, W, b):
    x1, x2, x3 = X[:, 0:1], X[:, 1:2], X[:, 2:3]
    becsles = x1 * W[0] + x2 * W[1] + x3 * W[2] + b
    return becsles
