from collections import deque

def graph_walker(result):
    nevek = []
    verem = deque([result.grad_fn])
    while verem:
        csomo = verem.pop()
        if csomo is None:
            continue
        nevek.append(csomo.__class__.__name__)
        verem.extend(par[0] for par in reversed(csomo.next_functions))
    return nevek
