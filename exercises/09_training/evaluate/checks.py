from autograder.probing import answers, exam, journal, models, one_run, plain_numbers, source
from autograder.probing.rules import unchanged


def model_is_asked_in_eval_mode_and_unrecorded(submission, case):
    numbers, (seen, task) = case.number_for("recorded", "unrecorded"), _examined(submission, case)
    calls, recorded = seen.journal.of(journal.ModuleCalled), journal.ran_recorded(seen.journal)
    trains = journal.ran_in_training(seen.journal)
    seen.judging({"model_ran": bool(calls), "trains": trains, "recorded": recorded})
    seen.fact("saved_tensors", task.saved.count)
    seen.fact("answers", journal.given_by(seen.journal, "Linear", 1)[: len(task.y)])
    seen.fact("recorded_in_number", numbers["recorded" if recorded else "unrecorded"])
    # The model evaluates, but do its layers?
    evaluates = any(one.kind == "Sequential" and not one.trains for one in calls)
    return seen.with_clues({"model_evaluates": evaluates, "cuts": journal.cuts(seen.journal)})


def loss_comes_back_as_a_number(submission, case):
    seen, _ = _examined(submission, case)
    return seen.judging_unless_raised(plain_numbers(seen.answer))


def nothing_is_left_changed(submission, case):
    rows, number = case.tensor(3, 3, low=-2, high=2), case.uniform(1, 9)
    seen, task = _examined(submission, case)
    if not seen.raised:
        recording = seen.journal.left_recording
        seen.judging({"mode": models.mode_of(task.model), "recording": recording})
        seen.fact("parameters.tracked", models.tracked(task.model))
        after = models.numbers_of(task.model)
        for name, was in task.before.items():
            if was:  # A model without batch normalization keeps no statistics.
                seen.judged(name, after[name], unchanged(was))
        seen.fact("asked", journal.given_to(seen.journal, "Linear", 3)[: task.X.numel()])
        in_use = models.gradients_in_use(task.model, number)
        seen.fact("gradients_in_use", in_use if recording else [None] * len(in_use))
        seen.fact("model_in_use", answers.answers_without_chance(task.model, rows))
    return seen


@one_run
def _examined(submission, case):
    task = exam(case)
    seen = task.run(submission.evaluate)
    uncalled = source.called_without_parentheses(submission, "eval")
    return seen.with_clues({"eval_uncalled": uncalled, "warnings": seen.warnings}), task
