def slope_by_numbers(f, w, h):
    pass
