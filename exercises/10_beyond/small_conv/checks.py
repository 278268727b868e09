from autograder.probing import answers, journaling, models
from autograder.probing.journal import ModuleCalled


def conv_and_head_are_registered(submission, case):
    sizes = [case.integer(2, 9) for _ in range(3)]
    with journaling() as seen:
        model = models.made(seen, submission.small_conv(*sizes))
        seen.fact("registered", models.registered(model))
    return seen


def every_photo_gets_its_scores(submission, case):
    with journaling() as seen:
        model, photos, _ = _network(seen, submission, case)
        with answers.forward_noted(seen):
            scores, repeatable = answers.answer_twice(model, photos)
        seen.judging({"repeatable": repeatable, "scores": scores})
    return _told_apart(seen)


def every_parameter_gets_its_gradient(submission, case):
    with journaling() as seen:
        model, photos, values = _network(seen, submission, case)
        with answers.forward_noted(seen):
            scores = answers.answer(model, photos)
        y = case.tensor(len(photos), len(values["head.bias"]))
        seen.judging(answers.gradients_of_loss(model, scores, y, values))
    return _told_apart(seen)


def _network(seen, submission, case):
    """A network with drawn numbers, and photos that are no squares."""
    channels, filters, classes = case.cycle((3, 4, 2), (1, 2, 5), (2, 5, 3), (3, 2, 4))
    N, (height, width) = case.size("N", 3, 1, 2, 4), case.cycle((4, 5), (3, 6), (6, 3), (3, 7))
    values = {
        "conv.weight": case.tensor(filters, channels, 3, 3),
        "conv.bias": case.tensor(filters),
        **models.linear_values(case, "head", filters, classes),
    }
    model = models.made(seen, submission.small_conv(channels, filters, classes))
    models.fill(model, values)
    return model, case.tensor(N, height, width, channels), values


def _told_apart(seen):
    called = seen.journal.of(ModuleCalled)
    given = [str(one.given.shape) for one in called if one.kind == "Linear" and one.given]
    unrecorded = any(one.mode != "recorded" for one in called)
    return seen.with_clues({"head_was_given": given[:1], "layers_called_under_no_grad": unrecorded})
