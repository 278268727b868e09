def chain_by_hand(w: float, b: float, x: float, y: float) -> tuple[float, float]:
    error = w * x + b - y
    return 2 * error * x, 2 * error
