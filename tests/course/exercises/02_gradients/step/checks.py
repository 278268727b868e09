from autograder.probing import journaling, leaf
from autograder.probing.journal import leaf_facts


def w_moves_against_its_gradient(submission, case):
    w = leaf(case.tensor(*case.cycle((), (3,), (2, 2), (1,))))
    (w**2).sum().backward()
    with journaling(w=w) as seen:
        submission.step(w, lr=case.cycle(0.1, 0.3, 0.02, 0.05))
    return seen.judging(leaf_facts(seen.journal, "w"))
