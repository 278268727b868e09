import numpy as np


def centre_columns(table: np.ndarray) -> np.ndarray:
    return table - table.mean(axis=1, keepdims=True)
