from autograder.probing import answers, gradient_in_use, is_plain_tensor, journaling, models
from autograder.probing.journal import ModuleCalled, calls_of


def five_parameters_are_registered(submission, case):
    sizes, number = models.drawn_sizes(case), case.uniform(1, 9)
    with journaling() as seen:
        model = models.made(submission.custom_module(*sizes), seen)
        if model is not None:
            gain = models.attribute(model, "gain")
            tracked = is_plain_tensor(gain) and gain.requires_grad
            facts = {"registered": models.registered(model), "gain_at_start": gain}
            facts |= {"gain.requires_grad": tracked, "gain_in_use": gradient_in_use(gain, number)}
            seen.judging(facts, clues={"gain_is_leaf": is_plain_tensor(gain) and gain.is_leaf})
    return seen


def calling_the_model_gives_the_forecast(submission, case):
    inputs, hidden = models.turned_sizes(case)
    X = case.tensor(case.size("N", 4, 1, 7, 5), inputs)
    values, factor = _values(case, inputs, hidden), case.uniform(2, 9)
    with journaling() as seen:
        model = models.made(submission.custom_module(inputs, hidden), seen)
        if model is not None:
            models.fill(model, values)
            with answers.forward_noted(seen):
                forecast, repeatable = answers.answer_twice(model, X)
            seen.name("model", model)
            seen.fact("forward_runs", bool(calls_of(seen.journal)))
            seen.fact("repeatable", repeatable)
            seen.fact("forecast", forecast)
            seen.clue("tracked", is_plain_tensor(forecast) and forecast.requires_grad)
            seen.fact("forecast_through_a_hook", answers.through_a_hook(model, X, factor))
    return seen


def every_parameter_gets_its_gradient(submission, case):
    inputs, hidden = models.turned_sizes(case)
    rows = case.size("N", 5, 1, 3, 6)
    X, y = case.tensor(rows, inputs, low=-1, high=1), case.tensor(rows, 1)
    values = _values(case, inputs, hidden)
    with journaling() as seen:
        model = models.made(submission.custom_module(inputs, hidden), seen)
        if model is not None:
            models.fill(model, values)
            with answers.forward_noted(seen):
                forecast = answers.answer(model, X)
            unrecorded = any(o.mode != "recorded" for o in seen.journal.of(ModuleCalled))
            seen.clue("layers_called_under_no_grad", unrecorded)
            seen.judging(answers.gradients_of_loss(model, forecast, y, values))
    return seen


def _values(case, inputs, hidden):
    shapes = {"gain": (1,), "output.weight": (1, hidden), "output.bias": (1,)}
    values = {name: case.tensor(*shape) for name, shape in shapes.items()}
    values["hidden.weight"] = case.tensor(hidden, inputs, low=-1, high=1)
    return values | {"hidden.bias": case.tensor(hidden, low=-1, high=1)}
