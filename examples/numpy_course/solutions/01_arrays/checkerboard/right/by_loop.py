import numpy as np


def checkerboard(n: int, dark: float) -> np.ndarray:
    board = np.zeros((n, n))
    for row in range(n):
        for column in range(n):
            if (row + column) % 2:
                board[row, column] = dark
    return board
