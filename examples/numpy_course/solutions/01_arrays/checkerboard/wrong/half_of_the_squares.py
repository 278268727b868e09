import numpy as np


def checkerboard(n: int, dark: float) -> np.ndarray:
    board = np.zeros((n, n))
    board[::2, 1::2] = dark
    return board
