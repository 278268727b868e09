from autograder.probing import answers, is_plain_tensor, journal, journaling, models
from autograder.probing.returned import is_tracked
from autograder.probing.uses import gradient_in_use


def five_parameters_are_registered(submission, case):
    sizes, number = models.drawn_sizes(case), case.uniform(1, 9)
    with journaling() as seen:
        model = models.made(seen, submission.custom_module(*sizes))
        gain = models.attribute(model, "gain")
        seen.judging({"registered": models.registered(model), "gain_at_start": gain})
        seen.fact("gain.requires_grad", is_tracked(gain))
        seen.fact("gain_in_use", gradient_in_use(gain, number))
        seen.clue("gain_is_leaf", is_plain_tensor(gain) and gain.is_leaf)
    return seen


def calling_the_model_gives_the_forecast(submission, case):
    inputs, hidden = models.turned_sizes(case)
    X = case.tensor(case.size("N", 4, 1, 7, 5), inputs)
    values, factor = _values(case, inputs, hidden), case.uniform(2, 9)
    with journaling() as seen:
        model = models.made(seen, submission.custom_module(inputs, hidden))
        models.fill(model, values)
        with answers.forward_noted(seen):
            forecast, repeatable = answers.answer_twice(model, X)
        seen.name("model", model)
        seen.fact("forward_runs", bool(journal.calls_of(seen.journal)))
        seen.judging({"repeatable": repeatable, "forecast": forecast})
        seen.clue("tracked", is_tracked(forecast))
        seen.fact("forecast_through_a_hook", answers.through_a_hook(model, X, factor))
    return seen


def every_parameter_gets_its_gradient(submission, case):
    inputs, hidden = models.turned_sizes(case)
    X, y = case.samples(5, 1, 3, 6, features=inputs, width=1)
    values = _values(case, inputs, hidden)
    with journaling() as seen:
        model = models.made(seen, submission.custom_module(inputs, hidden))
        models.fill(model, values)
        with answers.forward_noted(seen):
            forecast = answers.answer(model, X)
        called = seen.journal.of(journal.ModuleCalled)
        seen.clue("layers_called_under_no_grad", any(one.mode != "recorded" for one in called))
        seen.judging(answers.gradients_of_loss(model, forecast, y, values))
    return seen


def _values(case, inputs, hidden):
    gain, output = case.tensor(1), models.linear_values(case, "output", hidden, 1)
    return {"gain": gain, **output, **models.linear_values(case, "hidden", inputs, hidden, width=1)}
