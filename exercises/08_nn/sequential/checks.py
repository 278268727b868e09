from autograder.probing import answers, call_learner, models, watched, watching


def layers_are_stacked_in_order(submission, case):
    weights, places = case.floats(2), case.floats(5)
    with watching() as seen:
        model, _ = models.pair(submission.sequential(*models.turned_sizes(case)))
        seen.fact("model_type", models.type_of_model(model))
        if models.is_sequential(model):
            kinds = [models.kind_of_layer(layer) for layer in call_learner(lambda: list(model))]
            seen.fact("layers", kinds)
            if kinds == ["Linear", "Tanh", "Linear"]:
                seen.fact("passed_on", answers.passed_on(model, weights, places))
    return seen


def stored_numbers_fit_and_predict(submission, case):
    inputs, hidden = models.turned_sizes(case)
    X = case.tensor(case.size("N", 4, 1, 7, 5), inputs)
    stored = models.linear_values(case, "0", inputs, hidden, width=1)
    # So large an output weight that no squeezed output comes near the forecast.
    stored |= models.linear_values(case, "2", hidden, 1, width=9)
    with watching() as seen:
        model, _ = models.pair(submission.sequential(inputs, hidden))
        if not models.is_sequential(model):
            return seen.judging({"model_type": models.type_of_model(model)})
        names = call_learner(lambda: models.names_and_shapes(model.state_dict().items()))
        seen.fact("stored_names", names)
        if names == models.names_and_shapes(stored.items()):
            call_learner(lambda: model.load_state_dict(stored))
            seen.fact("forecast", answers.answer(model, X))
    return seen


def every_trainable_number_is_counted(submission, case):
    seen = watched(submission.sequential, *models.drawn_sizes(case))
    return seen.judging_unless_raised({"count": models.pair(seen.answer)[1]})
