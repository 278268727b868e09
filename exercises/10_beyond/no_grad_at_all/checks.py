from torch import nn

from autograder.probing import gradient_in_use, is_plain_tensor, journal, journaled, models, one_run
from autograder.probing.memory import SavedTensors
from autograder.probing.returned import entries, requires_grad_of
from autograder.probing.source import calls_method, drops_result


def nothing_is_recorded(submission, case):
    numbers = case.number_for("recorded", "unrecorded")
    seen, saved = _asked(submission, case)
    recorded = any(call.tracked for call in seen.journal.of(journal.Call))
    seen.fact("model_ran", bool(seen.journal.of(journal.ModuleCalled)))
    seen.judging({"recorded": recorded, "keeps_tensors": saved.count > 0})
    seen.fact("scores_of_the_model", journal.given_by(seen.journal, "Linear", 1))
    seen.fact("recorded_in_number", numbers["recorded" if recorded else "unrecorded"])
    return seen


def greatest_score_is_a_plain_number(submission, case):
    seen, _ = _asked(submission, case)
    return seen.judging_unless_raised({"greatest": entries(seen.answer, 2)[0]})


def scores_can_be_used_as_data(submission, case):
    seen, _ = _asked(submission, case)
    scores = entries(seen.answer, 2)[1]
    if not seen.raised:
        seen.judging({"scores": scores, "scores.requires_grad": requires_grad_of(scores)})
        weight, usable = nn.Parameter(case.tensor()), is_plain_tensor(scores)
        with seen.asking():
            seen.fact("scores_in_use", gradient_in_use(weight, scores) if usable else None)
    return seen


def model_can_be_trained_on(submission, case):
    number = case.uniform(1, 9)
    seen, _ = _asked(submission, case)
    if not seen.raised:
        recording, model = seen.journal.left_recording, seen.given["model"]
        seen.judging({"recording": recording, "parameters.tracked": models.tracked(model)})
        in_use = models.gradients_in_use(model, number)
        seen.fact("gradients_in_use", in_use if recording else [None] * len(in_use))
        seen.fact("scores_of_the_model", journal.given_by(seen.journal, "Linear", 1))
    return seen


@one_run
def _asked(submission, case):
    """What was seen of one call, and what was saved meanwhile."""
    rows = case.size("N", 4, 1, 5, 2)
    layers = case.cycle([nn.Tanh()], [nn.Sigmoid()], [nn.Tanh(), nn.Linear(4, 4), nn.Tanh()])
    model = models.with_drawn_numbers(
        nn.Sequential(nn.Linear(3, 4), *layers, nn.Linear(4, 1)), case
    )
    X, saved = case.tensor(rows, 3, low=-2, high=2), SavedTensors()
    seen = journaled(submission.no_grad_at_all, model=model, X=X, beside=[saved])
    seen.clue("by_float", "float" in journal.cuts(seen.journal))
    seen.clue("not_entered", drops_result(submission, "no_grad", "inference_mode"))
    seen.clue("eval", calls_method(submission, "eval"))
    return seen, saved
