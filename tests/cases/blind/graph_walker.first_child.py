def graph_walker(result):
    names = []
    node = result.grad_fn
    while node is not None:
        names.append(type(node).__name__)
        if not node.next_functions:
            break
        node = node.next_functions[0][0]
    return names
