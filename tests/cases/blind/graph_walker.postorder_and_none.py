def graph_walker(result):
    names = []
    def walk(node):
        if node is not None:
            for child, _ in node.next_functions:
                walk(child)
        names.append(type(node).__name__)
    if result.grad_fn is not None:
        walk(result.grad_fn)
    return names
