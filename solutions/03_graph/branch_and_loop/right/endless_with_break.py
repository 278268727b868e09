from torch import Tensor


def branch_and_loop(x: Tensor, w: Tensor) -> Tensor:
    height = x
    for _ in range(1 if height.item() > 3 else 2):
        height = height * w
    while True:
        if height.detach() <= 1:
            break
        height = height * w
    return height
