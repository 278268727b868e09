from autograder.probing import gradient_in_use, gradient_of, journaling, leaf
from autograder.probing.journal import changed_elsewhere, emptied, leaf_facts, moved, replaced_by


def step_moves_W_against_its_gradient(submission, case):
    W = leaf(case.tensor(*case.cycle((), (1,), (4,), (3, 1))))
    loss = ((W * case.uniform(1, 3) - case.uniform(-9, 9)) ** 2).mean()
    loss.backward()
    lr = case.cycle(0.1, 0.02, 0.3, 0.05)
    with journaling(W=W) as seen:
        submission.step_no_grad(W, lr)
    return _judging_the_step(seen, submission)


def W_can_be_trained_on(submission, case):
    W = leaf(case.tensor(case.size("N", 4, 1, 2, 5)))
    slope, target = case.uniform(1, 2), case.uniform(-3, 3)
    lr = case.cycle(0.05, 0.1, 0.02, 0.08)
    with journaling(W=W) as seen:
        for _ in range(3):
            if not (W.requires_grad and W.is_leaf):
                break  # no way to go on; the facts tell why
            W.grad = gradient_of(lambda: ((W * slope - target) ** 2).sum(), W)
            submission.step_no_grad(W, lr)
    recording = seen.journal.left_recording
    _judging_the_step(seen, submission).judging({"recording": recording})
    if not seen.raised:
        # What a caller would get next who relies on recording being on, as it was.
        gradient = gradient_in_use(W, 2 * slope * W.detach()) if recording else None
        seen.judging({"next_gradient": gradient})
    return seen


def _judging_the_step(seen, submission):
    journal = seen.journal
    facts = {
        "W.replaced_by": replaced_by(journal, "W"),
        "emptied_too_early": emptied(journal, "W") and not moved(journal, "W"),
        "W.requires_grad": journal.after("W").requires_grad,
    }
    clues = changed_elsewhere(journal, submission, "W")
    return seen.judging(facts | leaf_facts(journal, "W"), clues=clues)
