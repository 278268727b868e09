def chain_by_hand(w: float, b: float, x: float, y: float) -> tuple[float, float]:
    return x, 1.0
