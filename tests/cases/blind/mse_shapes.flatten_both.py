import torch
def mse_shapes(prediction, target):
    d = prediction.flatten().sub(target.flatten())
    return d.dot(d) / d.numel()
