import numpy as np


def centre_columns(table: np.ndarray) -> np.ndarray:
    table -= table.mean(axis=0)
    return table
