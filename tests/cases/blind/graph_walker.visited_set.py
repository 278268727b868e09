def graph_walker(result):
    seen = set()
    names = []
    def go(n):
        if n is None or n in seen:
            return
        seen.add(n)
        names.append(type(n).__name__)
        for m, _ in n.next_functions:
            go(m)
    go(result.grad_fn)
    return names
