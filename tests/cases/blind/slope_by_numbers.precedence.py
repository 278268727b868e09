def slope_by_numbers(f, w, h):
    return (f(w + h) - f(w - h)) / 2 * h
