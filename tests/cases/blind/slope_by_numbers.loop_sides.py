def slope_by_numbers(f, w, h):
    magassag = {elojel: f(w + elojel * h) for elojel in (+1, -1)}
    emelkedes = magassag[1] - magassag[-1]
    return emelkedes / h / 2


if __name__ == "__main__":
    print(slope_by_numbers(lambda w: w * w, 3.0, 1e-3))
