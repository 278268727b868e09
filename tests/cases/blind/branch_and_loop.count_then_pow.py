import torch
def branch_and_loop(x, w):
    with torch.no_grad():
        bounces = 1 if x > 3 else 2
        h = x
        for _ in range(bounces):
            h = w * h
        while h > 1:
            h = w * h
            bounces += 1
    out = x
    for _ in range(bounces):
        out = w * out
    return out
