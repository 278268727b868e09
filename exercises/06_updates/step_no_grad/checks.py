from autograder.probing import gradient_in_use, gradient_of, journal, journaled, journaling


def step_moves_W_against_its_gradient(submission, case):
    W = case.leaf(*case.cycle((), (1,), (4,), (3, 1)))
    ((W * case.uniform(1, 3) - case.uniform(-9, 9)) ** 2).mean().backward()
    lr = case.cycle(0.1, 0.02, 0.3, 0.05)
    return _judging_the_step(journaled(submission.step_no_grad, W=W, lr=lr), submission)


def W_can_be_trained_on(submission, case):
    W = case.leaf(case.size("N", 4, 1, 2, 5))
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
    # What a caller would get next who relies on recording being on, as it was.
    gradient = gradient_in_use(W, 2 * slope * W.detach()) if recording else None
    return seen.judging_unless_raised({"next_gradient": gradient})


def _judging_the_step(seen, submission):
    too_early = journal.emptied(seen.journal, "W") and not journal.moved(seen.journal, "W")
    seen.fact("W.replaced_by", journal.replaced_by(seen.journal, "W"))
    seen.fact("emptied_too_early", too_early)
    seen.fact("W.requires_grad", seen.journal.after("W").requires_grad)
    seen.with_clues(journal.changed_elsewhere, submission, "W")
    return seen.judging(journal.leaf_facts, "W")
