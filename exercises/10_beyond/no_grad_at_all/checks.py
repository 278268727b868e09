from torch import nn

from autograder.probing import gradient_in_use, is_plain_tensor, journaling, models
from autograder.probing.journal import Call, ModuleCalled, cuts, given_by
from autograder.probing.memory import SavedTensors
from autograder.probing.returned import entries, requires_grad_of
from autograder.probing.source import calls_method, drops_result


def nothing_is_recorded(submission, case):
    numbers = case.number_for("recorded", "unrecorded")
    seen, (_, saved), _ = _asked(submission, case)
    recorded = any(call.tracked for call in seen.journal.of(Call))
    facts = {
        "model_ran": bool(seen.journal.of(ModuleCalled)),
        "recorded": recorded,
        "keeps_tensors": saved.count > 0,
        "scores_of_the_model": given_by(seen.journal, "Linear", 1),
        "recorded_in_number": numbers["recorded" if recorded else "unrecorded"],
    }
    return seen.judging(facts)


def greatest_score_is_a_plain_number(submission, case):
    seen, _, returned = _asked(submission, case)
    return seen.judging({} if seen.raised else {"greatest": entries(returned, 2)[0]})


def scores_can_be_used_as_data(submission, case):
    seen, _, returned = _asked(submission, case)
    scores = entries(returned, 2)[1]
    if not seen.raised:
        facts = {"scores": scores, "scores.requires_grad": requires_grad_of(scores)}
        weight = nn.Parameter(case.tensor())
        with seen.asking():
            usable = is_plain_tensor(scores)
            facts["scores_in_use"] = gradient_in_use(weight, scores) if usable else None
        seen.judging(facts)
    return seen


def model_can_be_trained_on(submission, case):
    number = case.uniform(1, 9)
    seen, (model, _), _ = _asked(submission, case)
    if not seen.raised:
        recording = seen.journal.left_recording
        left = {"recording": recording, "parameters.tracked": models.tracked(model)}
        in_use = models.gradients_in_use(model, number)
        answered = given_by(seen.journal, "Linear", 1)
        left["gradients_in_use"] = in_use if recording else [None] * len(in_use)
        seen.judging(left | {"scores_of_the_model": answered})
    return seen


def _asked(submission, case):
    """What was seen of one call, its model with what was saved, and what it returned."""
    rows = case.size("N", 4, 1, 5, 2)
    layers = case.cycle([nn.Tanh()], [nn.Sigmoid()], [nn.Tanh(), nn.Linear(4, 4), nn.Tanh()])
    model = models.with_drawn_numbers(
        nn.Sequential(nn.Linear(3, 4), *layers, nn.Linear(4, 1)), case
    )
    X, saved, returned = case.tensor(rows, 3, low=-2, high=2), SavedTensors(), None
    with journaling(saved, model=model) as seen:
        returned = submission.no_grad_at_all(model, X)
    clues = {
        "by_float": "float" in cuts(seen.journal),
        "not_entered": drops_result(submission, "no_grad", "inference_mode"),
        "eval": calls_method(submission, "eval"),
    }
    return seen.judging({}, clues=clues), (model, saved), returned
