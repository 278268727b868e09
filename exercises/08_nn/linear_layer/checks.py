from autograder.probing import (
    gradient_in_use,
    is_plain_tensor,
    journaling,
    leaf,
    leaves_of,
    models,
    watching,
)
from autograder.probing.journal import ModuleCalled, made_unrecorded
from autograder.probing.rules import unchanged


def layer_answers_like_the_old_model(submission, case):
    W, b, X = _model(case)
    more = case.tensor(5, W.shape[0])
    with watching() as seen:
        layer, _ = models.pair(submission.linear_layer(W, b, X))
        weight, bias = models.weight_and_bias(layer)
        seen.judging({"layer": layer, "layer.weight": weight, "layer.bias": bias})
        seen.fact("layer.output", models.answer(layer, more))
    return seen


def prediction_is_made_by_hand_from_the_layer(submission, case):
    W, b, X = _model(case)
    labels = case.floats(4)
    with journaling() as seen:
        layer, prediction = models.pair(submission.linear_layer(W, b, X))
        weight, bias = models.weight_and_bias(layer)
        seen.name("prediction", prediction)
        unrecorded = made_unrecorded(seen.journal, "prediction")
        seen.judging({"prediction": prediction}, clues={"made_under_no_grad": unrecorded})
        if is_plain_tensor(prediction):
            reached = [_is_among(leaves_of(prediction), one) for one in (weight, bias, W, b)]
            names = ("weight", "bias", "W")
            flags = (*reached[:2], any(reached[2:]))
            seen.judging({f"prediction.reaches_{n}": f for n, f in zip(names, flags, strict=True)})
            found = [label for label, there in zip(labels, reached, strict=True) if there]
            seen.fact("prediction.leaves", found)
    return seen.judging({"layer_called": bool(seen.journal.of(ModuleCalled))})


def layer_is_trained_on_its_own(submission, case):
    W, b, X = _model(case)
    before = [one.detach().clone() for one in (W, b)]
    numbers = case.floats(4)
    with watching() as seen:
        layer, _ = models.pair(submission.linear_layer(W, b, X))
        both = models.weight_and_bias(layer)
        seen.fact("layer.parameters", models.parameter_names(layer))
        tensors = [one for one in both if is_plain_tensor(one)]
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
    return leaf(case.tensor(D, K)), leaf(case.tensor(K)), case.tensor(case.size("N", 4, 1, 7, 5), D)


def _is_among(leaves, tensor):
    return any(one is tensor for one in leaves)
