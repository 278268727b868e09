from dataclasses import dataclass


@dataclass
class Lanc:
    kulso: float
    belso_w: float
    belso_b: float = 1.0


def chain_by_hand(w, b, x, y):
    r = (w * x + b) - y
    lanc = Lanc(kulso=2.0 * r, belso_w=x)
    return (lanc.kulso * lanc.belso_w, lanc.kulso * lanc.belso_b)


if __name__ == "__main__":
    print(chain_by_hand(2.0, 0.0, 3.0, 12.0))
