def count_down(n: int) -> list[int]:
    return list(reversed(range(n)))
