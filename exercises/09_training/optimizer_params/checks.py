from autograder.probing import LastLayer, journaling, near_misses, plus
from autograder.probing.rules import unchanged


def new_last_layer_is_the_one_that_learns(submission, case):
    task = LastLayer(case)
    with journaling() as seen:
        optimizer = _optimizer(task, submission, seen)
        names, strangers = task.registered(), task.strangers(optimizer)
        seen.judging({"registered": names}, clues={"strangers": strangers})
        if names == task.wanted:
            seen.fact("last_layer_trained", task.is_trained())
            seen.fact("optimizer.misses", task.misses(optimizer))
            seen.fact("optimizer.strangers", strangers)
            task.trained(optimizer, hold=True)
            seen.fact("last_layer_moved", task.last_layer_moved())
            seen.fact("optimizer.strangers_counted_on", plus(strangers, case.uniform(1, 99)))
    return _told_apart(task, submission, seen)


def first_layer_is_frozen(submission, case):
    task = LastLayer(case)
    with journaling() as seen:
        optimizer = _optimizer(task, submission, seen)
        seen.fact("frozen.replaced", task.replaced())
        seen.fact("frozen.requires_grad", [one.requires_grad for one in task.first])
        if fits := task.registered() == task.wanted:
            task.trained(optimizer)
        seen.fact("frozen.grads", task.with_gradients())
        first = list(zip(task.NAMES, task.first, task.first_values, strict=True))
        for name, one, was in first:
            seen.judged(f"first.{name}", one, unchanged(was))
        if fits:
            task.trained()
        for name, one, was in first:
            seen.judged(f"first.{name}_held", one, unchanged(was))
    return _told_apart(task, submission, seen)


def _optimizer(task, submission, seen):
    optimizer = task.optimizer(submission.optimizer_params)
    seen.clue("detached", bool(seen.journal.calls(["detach"])))
    seen.requiring("is_sgd", optimizer is not None)
    return optimizer


def _told_apart(task, submission, seen):
    misspelt = bool(near_misses(submission, "requires_grad"))
    return seen if seen.raised else seen.with_clues({"misspelt": misspelt, **task.notes()})
