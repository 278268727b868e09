from autograder.probing import Updates, leaf, watching


def step_moves_W_against_its_gradient(submission, case):
    W = leaf(case.tensor(*case.cycle((), (1,), (4,), (3, 1))))
    loss = ((W * case.uniform(1, 3) - case.uniform(-9, 9)) ** 2).mean()
    loss.backward()
    with watching(W, Updates(W)) as seen:
        submission.step_no_grad(W, lr=case.choice([0.1, 0.01]))
    return seen


def W_can_be_trained_on(submission, case):
    W = leaf(case.tensor(case.size("N", 1, 2, 3, 5)))
    slope = case.uniform(1, 3)
    with watching(W, Updates(W)) as seen:
        for _ in range(2):
            W.grad = None
            ((W * slope - 1) ** 2).sum().backward()
            submission.step_no_grad(W, lr=0.1)
    return seen
