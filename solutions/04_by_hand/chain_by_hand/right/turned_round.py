def chain_by_hand(w: float, b: float, x: float, y: float) -> tuple[float, float]:
    r = y - w * x - b
    return -2 * r * x, -2 * r
