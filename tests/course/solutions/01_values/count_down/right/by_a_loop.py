def count_down(n: int) -> list[int]:
    numbers = []
    while n > 0:
        numbers.append(n)
        n -= 1
    return numbers
