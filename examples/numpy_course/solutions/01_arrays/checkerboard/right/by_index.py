import numpy as np


def checkerboard(n: int, dark: float) -> np.ndarray:
    rows, columns = np.indices((n, n))
    return np.where((rows + columns) % 2 == 1, dark, 0.0)
