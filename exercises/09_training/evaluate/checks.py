from autograder.probing import answers, called_without_parentheses, exam, keeps_graph, models
from autograder.probing.journal import (
    ModuleCalled,
    cuts,
    given_by,
    given_to,
    ran_in_training,
    ran_recorded,
)
from autograder.probing.rules import unchanged


def model_is_asked_in_eval_mode_and_unrecorded(submission, case):
    task, numbers = exam(case), case.number_for("recorded", "unrecorded")
    seen = task.run(submission.evaluate)
    calls, recorded = seen.journal.of(ModuleCalled), ran_recorded(seen.journal)
    facts = {
        "model_ran": bool(calls),
        "trains": ran_in_training(seen.journal),
        "recorded": recorded,
        "saved_tensors": task.saved.count,
        "answers": given_by(seen.journal, "Linear", 1)[: len(task.y)],
        "recorded_in_number": numbers["recorded" if recorded else "unrecorded"],
    }
    # The model evaluates, but do its layers?
    evaluates = any(one.kind == "Sequential" and not one.trains for one in calls)
    seen.judging(facts, clues={"model_evaluates": evaluates, "cuts": cuts(seen.journal)})
    return _told_apart(seen, submission)


def loss_comes_back_as_a_number(submission, case):
    seen = (task := exam(case)).run(submission.evaluate)
    if not seen.raised:
        loss = task.returned
        seen.judging({"returned.keeps_graph": keeps_graph(loss), "returned": loss})
    return _told_apart(seen, submission)


def nothing_is_left_changed(submission, case):
    task = exam(case)
    rows, number = case.tensor(3, 3, low=-2, high=2), case.uniform(1, 9)
    seen = task.run(submission.evaluate)
    if not seen.raised:
        recording = seen.journal.left_recording
        left = {"mode": models.mode_of(task.model), "recording": recording}
        seen.judging(left | {"parameters.tracked": models.tracked(task.model)})
        after = models.numbers_of(task.model)
        for name, was in task.before.items():
            if was:  # A model without batch normalization keeps no statistics.
                seen.judged(name, after[name], unchanged(was))
        seen.fact("asked", given_to(seen.journal, "Linear", 3)[: task.X.numel()])
        in_use = models.gradients_in_use(task.model, number)
        seen.fact("gradients_in_use", in_use if recording else [None] * len(in_use))
        seen.fact("model_in_use", answers.answers_without_chance(task.model, rows))
    return _told_apart(seen, submission)


def _told_apart(seen, submission):
    uncalled = called_without_parentheses(submission, "eval")
    return seen.judging({}, clues={"eval_uncalled": uncalled, "warnings": seen.warnings})
