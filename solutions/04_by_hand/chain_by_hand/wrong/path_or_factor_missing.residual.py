def chain_by_hand(w: float, b: float, x: float, y: float) -> tuple[float, float]:
    return 2 * x, 2.0
