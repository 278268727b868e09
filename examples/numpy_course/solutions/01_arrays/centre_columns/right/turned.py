import numpy as np


def centre_columns(table: np.ndarray) -> np.ndarray:
    return (table.T - table.T.mean(axis=1, keepdims=True)).T
