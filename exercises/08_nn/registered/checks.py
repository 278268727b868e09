from autograder.probing import answers, call_learner, models, watching
from autograder.probing.returned import is_tracked


def every_layer_and_the_scale_are_registered(submission, case):
    with watching() as seen:
        model = models.made(seen, submission.registered(*_drawn_inputs(case)))
        seen.fact("registered", models.registered(model))
        seen.fact("scale_at_start", models.attribute(model, "scale"))
        # In a list they are not registered, but at least they are there.
        seen.clue("layers", call_learner(lambda: hasattr(model, "layers")))
        seen.clue("scale_is_buffer", call_learner(lambda: "scale" in dict(model.named_buffers())))
        seen.clue("parameters", call_learner(lambda: len(list(model.parameters()))))
    return seen


def mean_is_stored_but_no_parameter(submission, case):
    with watching() as seen:
        model = models.made(seen, submission.registered(*_drawn_inputs(case)))
        seen.fact("buffers", models.buffers(model, "mean"))
        seen.fact("stored_beside_parameters", models.stored(model, "mean"))
        mean = models.attribute(model, "mean")
        seen.judging({"mean": mean, "mean.requires_grad": is_tracked(mean)})
    return seen


def optimizer_moves_all_parameters_and_not_the_mean(submission, case):
    inputs, hidden, depth = case.cycle((3, 4, 3), (5, 2, 2), (2, 6, 1), (4, 3, 4))
    mean, rows = case.tensor(inputs, low=-1, high=1), case.size("N", 4, 1, 7, 5)
    X, y = case.tensor(rows, inputs, low=-1, high=1), case.tensor(rows, 1, low=4, high=9)
    values = {"scale": case.tensor(1, low=1, high=2)}
    values |= models.linear_values(case, "output", hidden, 1)
    for number in range(depth):
        width = hidden if number else inputs
        values |= models.linear_values(case, f"layers.{number}", width, hidden, width=1)
    with watching() as seen:
        model = models.made(seen, submission.registered(inputs, hidden, depth, mean))
        models.fill(model, values)
        seen.fact("forecast", answers.answer(model, X))
        seen.fact("moved", answers.moved_by_a_step(model, X, y))
        for name in ("scale", "mean"):
            seen.fact(f"{name}_after_the_step", models.attribute(model, name))
    return seen


def _drawn_inputs(case):
    inputs, hidden = models.drawn_sizes(case)
    return inputs, hidden, case.cycle(3, 2, 1, 4), case.tensor(inputs, low=-1, high=1)
