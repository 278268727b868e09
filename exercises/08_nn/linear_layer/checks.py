from autograder.probing import answers, graphs, is_plain_tensor, journal, journaling, models
from autograder.probing.rules import unchanged
from autograder.probing.source import calls_method
from autograder.probing.uses import gradient_in_use


def layer_answers_like_the_old_model(submission, case):
    W, b, X = _model(case)
    more = case.tensor(5, W.shape[0])
    with journaling(W=W, b=b) as seen:
        layer, _ = models.pair(submission.linear_layer(W, b, X))
        left_out = journal.unused(seen.journal, "W", "b")
        weight, bias = models.weight_and_bias(layer)
        seen.judging({"layer": layer, "layer.weight": weight, "layer.bias": bias})
        seen.judging({"layer.output": answers.answer(layer, more), "unused": left_out})
    return seen


def prediction_is_made_by_hand_from_the_layer(submission, case):
    W, b, X = _model(case)
    labels = case.floats(4)
    with journaling() as seen:
        layer, prediction = models.pair(submission.linear_layer(W, b, X))
        weight, bias = models.weight_and_bias(layer)
        seen.name("prediction", prediction)
        seen.clue("made_under_no_grad", journal.made_unrecorded(seen.journal, "prediction"))
        seen.fact("prediction", prediction)
        if is_plain_tensor(prediction):
            leaves = {"weight": weight, "bias": bias, "W": W, "b": b}
            seen.judging(graphs.reaches(prediction, leaves, labels, name="prediction"))
    by_method = calls_method(submission, "forward")
    called = by_method or bool(seen.journal.of(journal.ModuleCalled))
    return seen.judging({"layer_called": called})


def layer_is_trained_on_its_own(submission, case):
    W, b, X = _model(case)
    before, numbers = [one.detach().clone() for one in (W, b)], case.floats(4)
    with journaling() as seen:
        layer, _ = models.pair(submission.linear_layer(W, b, X))
        both = models.weight_and_bias(layer)
        tensors = [one for one in both if is_plain_tensor(one)]
        seen.fact("layer.parameters", models.parameter_names(layer))
        seen.fact("parameters_requires_grad", [one.requires_grad for one in tensors])
        seen.fact("parameters_is_leaf", [one.is_leaf for one in tensors])
        models.write(tensors, -0.5)
        for name, one, was in zip(("W", "b"), (W, b), before, strict=True):
            seen.judged(f"{name}_after", one, unchanged(was))
            seen.fact(f"{name}.requires_grad", one.requires_grad)
        used = zip((*both, W, b), numbers, strict=True)
        seen.fact("in_use", [models.first_number(gradient_in_use(*pair)) for pair in used])
    return seen


def _model(case):
    D, K = case.cycle((3, 1), (2, 2), (4, 3), (3, 3))
    return case.leaf(D, K), case.leaf(K), case.tensor(case.size("N", 4, 1, 7, 5), D)
