from autograder.probing import (
    called_without_parentheses,
    hooked,
    journaling,
    one_run,
    regression,
    source_of,
)
from autograder.probing.journal import model_values, steps_of, training_signs


def each_epoch_steps_at_its_own_rate(submission, case):
    seen, rates, _, signs = _trained(submission, case)
    # Another optimizer than the given one stepped, say one that was made anew.
    others = len(steps_of(seen.journal, None)) > len(steps_of(seen.journal))
    facts = {"another_optimizer": others, "rates_at_the_steps": rates}
    return seen.judging(signs).judging(facts | model_values(seen.journal))


def rates_of_the_epochs_are_returned(submission, case):
    seen, rates, returned, signs = _trained(submission, case)
    clues = {"rates_at_the_steps": rates}
    seen.judging({} if seen.raised else {"returned": returned}, clues=clues)
    return seen.judging({}, clues=signs)


@one_run
def _trained(submission, case):
    """What was seen of one training, the rate at each step, what came back, and how it learnt."""
    task, epochs = regression(case, steps=case.cycle(2, 3, 1, 2)), case.cycle(3, 2, 4, 3)
    rates, returned = [], None
    task.optimizer.register_step_pre_hook(
        hooked(lambda optimizer, *_: rates.append(optimizer.param_groups[0]["lr"]))
    )
    with journaling(model=task.model, optimizer=task.optimizer) as seen:
        returned = submission.slower_and_slower(
            task.model, task.optimizer, task.loss_fn, task.batches, epochs, case.uniform(0.3, 0.8)
        )
    signs = training_signs(seen.journal, submission, due=epochs * len(task.batches))
    step_uncalled = called_without_parentheses(submission, "step")
    clues = {
        "step_uncalled": step_uncalled,
        "names_a_schedule": "lr_scheduler" in source_of(submission),
        "rate_left": task.optimizer.param_groups[0]["lr"],
    }
    return seen.judging({}, clues=clues), rates, returned, signs
