import numpy as np


def centre_columns(table: np.ndarray) -> np.ndarray:
    """Gib eine Tabelle derselben Form (n, d) zurück, deren Spalten den Mittelwert 0 haben."""
    # TODO: zieh von jeder Spalte ihren Mittelwert ab.
    raise NotImplementedError
