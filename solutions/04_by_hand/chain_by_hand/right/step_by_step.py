def chain_by_hand(w: float, b: float, x: float, y: float) -> tuple[float, float]:
    # forward
    product = w * x
    prediction = product + b
    error = prediction - y
    # backward, one local derivative at a time
    d_error = 2.0 * error
    d_prediction = d_error * 1.0
    d_b = d_prediction * 1.0
    d_product = d_prediction * 1.0
    d_w = d_product * x
    return (d_w, d_b)
