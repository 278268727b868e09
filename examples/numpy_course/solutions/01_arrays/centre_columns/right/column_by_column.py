import numpy as np


def centre_columns(table: np.ndarray) -> np.ndarray:
    centred = table.copy()
    for column in range(table.shape[1]):
        centred[:, column] -= table[:, column].mean()
    return centred
