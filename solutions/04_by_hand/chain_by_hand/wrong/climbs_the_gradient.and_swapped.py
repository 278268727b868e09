def chain_by_hand(w: float, b: float, x: float, y: float) -> tuple[float, float]:
    error = y - (w * x + b)
    return 2 * error, 2 * error * x
